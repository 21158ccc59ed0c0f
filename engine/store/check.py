"""A check of the whole database: its pages, what refers to what, and the text of every message.

Reads it on a connection of its own, while others use it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import apsw
import msgspec

from engine.errors import ErrorInfo, PunaError
from engine.store.connection import storage_errors
from engine.store.digest import DIGEST
from engine.store.snapshot import reading, require_ours, with_digest

T = TypeVar("T")

_MOST_FAULTS = 100


class Damaged(msgspec.Struct, frozen=True):
    """A message whose text is not what was written, in the chat called `title`.

    `backup` is a copy of the database that still has the good text; None: there is none.
    """

    message: int
    chat: int
    key: str
    title: str
    backup: Path | None = None


class Report(msgspec.Struct, frozen=True):
    """What a check found. `faults` are SQLite's own words on pages and references that are wrong.

    `error`: the database could not be read to its end. `seconds` is how long the check took.
    """

    messages: int = 0
    faults: tuple[str, ...] = ()
    damaged: tuple[Damaged, ...] = ()
    error: ErrorInfo | None = None
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.faults or self.damaged or self.error)


def check(path: Path) -> Report:
    """Read the database `path` through. What is wrong is told in the report, never raised."""
    start = time.perf_counter()
    faults: list[str] = []
    damaged: list[Damaged] = []
    messages, failure = 0, None
    try:
        with reading(path) as raw:
            require_ours(raw, path)
            for step, found in ((_pages, faults), (_references, faults)):
                failure = _tried(path, step, raw, found) or failure
            failure = _tried(path, _texts, raw, damaged) or failure
            [(messages,)] = raw.execute("SELECT count(*) FROM message")
    except PunaError as error:
        failure = failure or error.info()
    seconds = time.perf_counter() - start
    return Report(messages, tuple(faults), tuple(damaged), failure, seconds)


def _tried(
    path: Path,
    step: Callable[[apsw.Connection, list[T]], None],
    raw: apsw.Connection,
    found: list[T],
) -> ErrorInfo | None:
    """Do one step. What it found before the database could not be read is kept."""
    try:
        with storage_errors(path):
            step(raw, found)
    except PunaError as error:
        return error.info()
    return None


def _pages(raw: apsw.Connection, found: list[str]) -> None:
    rows = raw.execute(f"PRAGMA quick_check({_MOST_FAULTS})")
    found += [fault for (fault,) in rows if fault != "ok"]


def _references(raw: apsw.Connection, found: list[str]) -> None:
    for table, row, parent, _ in raw.execute("PRAGMA foreign_key_check"):
        if len(found) < _MOST_FAULTS:
            found.append(f"row {row} of {table} refers to a {parent} that is not there")


def _texts(raw: apsw.Connection, found: list[Damaged]) -> None:
    with_digest(raw)
    rows = raw.execute(
        "SELECT id, chat, (SELECT CAST(key AS BLOB) FROM chat WHERE id = message.chat),"
        " (SELECT CAST(title AS BLOB) FROM chat WHERE id = message.chat)"
        f" FROM message WHERE digest IS NOT {DIGEST}"
    )
    for message, chat, key, title in rows:
        found.append(Damaged(message, chat, _text(key), _text(title)))


def _text(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace")
