"""Damaged messages, written anew from the backups that have them whole.

A copy is trusted where its text matches its own digest and is what the database meant to hold: the
digest is the same, or the text is and the digest is what was damaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import msgspec

from engine.errors import PunaError
from engine.store.check import Damaged
from engine.store.connection import Connection
from engine.store.digest import message_digest
from engine.store.snapshot import reading


class _Said(NamedTuple):
    """What a message says, in the bytes of the file, and its digest."""

    parent: int | None
    role: bytes
    content: bytes
    attachments: bytes
    digest: bytes | None

    @property
    def whole(self) -> bool:
        return self.digest == message_digest(*self[:4])


def find_good(
    database: Path, damaged: Sequence[Damaged], copies: Iterable[Path]
) -> tuple[Damaged, ...]:
    """`damaged`, each with the first of `copies` that has its good text."""
    left, found = {one.message: one for one in damaged}, {}
    for copy in copies:
        if not left:
            break
        try:
            with reading(database) as ours, reading(copy) as theirs:
                for number, one in list(left.items()):
                    if _good(ours, theirs, one) is not None:
                        found[number] = msgspec.structs.replace(left.pop(number), backup=copy)
        except PunaError:
            continue  # a damaged copy, or one of version 1, which has no digests
    return tuple(found.get(one.message, one) for one in damaged)


def repair(database: Path, damaged: Iterable[Damaged]) -> int:
    """Write the good text of those that have a backup; how many messages are whole again.

    All of it is one transaction. Raises StorageError; then nothing was changed.
    """
    by_copy: dict[Path, list[Damaged]] = {}
    for one in damaged:
        if one.backup is not None:
            by_copy.setdefault(one.backup, []).append(one)
    if not by_copy:
        return 0
    mended = 0
    connection = Connection(database)
    try:
        with connection.transaction():
            for copy, some in by_copy.items():
                with reading(database) as ours, reading(copy) as theirs:
                    for one in some:
                        if (good := _good(ours, theirs, one)) is not None:
                            mended += _write(connection, one, good)
    finally:
        connection.close()
    return mended


def _good(ours: apsw.Connection, theirs: apsw.Connection, one: Damaged) -> _Said | None:
    """The good text of a message that is still damaged."""
    stored, copied = _said(ours, one), _said(theirs, one)
    if stored is None or copied is None or stored.whole or not copied.whole:
        return None
    return copied if stored.digest == copied.digest or stored[:4] == copied[:4] else None


def _said(raw: apsw.Connection, one: Damaged) -> _Said | None:
    rows: list[Any] = raw.execute(
        "SELECT parent, CAST(role AS BLOB), CAST(content AS BLOB), CAST(attachments AS BLOB),"
        " digest FROM message WHERE id = ? AND chat IN (SELECT id FROM chat WHERE key = ?)",
        (one.message, one.key),
    ).fetchall()
    return _Said(*rows[0]) if rows else None


def _write(connection: Connection, one: Damaged, good: _Said) -> int:
    return connection.change(
        "UPDATE message SET parent = ?, role = ?, content = ?, attachments = ?, digest = ?"
        " WHERE id = ?",
        good.parent,
        good.role.decode(),
        good.content.decode(),
        good.attachments.decode(),
        good.digest,
        one.message,
    )
