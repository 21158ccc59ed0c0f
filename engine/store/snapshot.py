"""Checked copies of a database, made while others read and write it.

Knows files and connections, not which copies there are (`engine.store.backups`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
import msgspec

from engine.errors import StorageError
from engine.files import shown
from engine.store.connection import BUSY_TIMEOUT_S, storage_errors
from engine.store.digest import message_digest
from engine.store.schema import APPLICATION_ID


class Counts(msgspec.Struct, frozen=True):
    """How much a database holds."""

    chats: int
    messages: int


@contextmanager
def reading(path: Path) -> Iterator[apsw.Connection]:
    """A connection that changes nothing and makes no file. Errors become StorageError.

    It is not opened read-only: such a one leaves the companions of a write-ahead file behind. The
    search index is a closed book to it, so that a check of the file does not spend most of its time
    on what can be made anew.
    """
    with connected(path) as raw:
        raw.drop_modules(None)
        raw.execute("PRAGMA query_only = ON")
        yield raw


@contextmanager
def connected(path: Path) -> Iterator[apsw.Connection]:
    """A bare connection to a file that is there. Errors inside the block become StorageError."""
    with storage_errors(path):
        raw = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
        try:
            raw.set_busy_timeout(round(BUSY_TIMEOUT_S * 1000))
            raw.execute("PRAGMA temp_store = MEMORY")  # nothing of a chat goes to another file
            yield raw
        finally:
            raw.close()


def with_digest(raw: apsw.Connection) -> None:
    """Let SQL of this connection call `message_digest`, as `Connection` does."""
    digest: Any = message_digest  # apsw's types know no bytes here
    raw.create_scalar_function("message_digest", digest, 4, deterministic=True)


def counts_of(raw: apsw.Connection) -> Counts:
    """How many chats and messages there are, of one moment."""
    [counts] = raw.execute("SELECT (SELECT count(*) FROM chat), (SELECT count(*) FROM message)")
    return Counts(*counts)


def require_ours(raw: apsw.Connection, path: Path) -> None:
    """Raise StorageError for the database of another program."""
    if raw.pragma("application_id") != APPLICATION_ID:
        raise StorageError(
            shown(path), "it belongs to another program", "Choose a file that Puna made."
        )


def size_with_wal(path: Path) -> int:
    """Bytes of a database and of what was written ahead of it; 0 where there is none."""
    sizes = []
    for file in (path, wal_of(path)):
        with suppress(FileNotFoundError):
            sizes.append(file.stat().st_size)
    return sum(sizes)


def wal_of(path: Path) -> Path:
    """Where SQLite writes ahead of `path`."""
    return path.with_name(f"{path.name}-wal")


def journal_of(path: Path) -> Path:
    """What SQLite undoes an unfinished change of `path` with, where it does not write ahead."""
    return path.with_name(f"{path.name}-journal")


def shared_memory_of(path: Path) -> Path:
    """SQLite's index of what is written ahead; it makes it anew where it is missing."""
    return path.with_name(f"{path.name}-shm")


def clone(source: Path, target: Path) -> Counts:
    """Copy one moment of `source`, page by page, to the new file `target`; what it held then.

    Nobody waits for it: readers and writers of a write-ahead database go on. The copy may hold
    rests of deleted text; `compact` leaves them out.
    """
    with reading(source) as raw:
        require_ours(raw, source)
        raw.execute("BEGIN")
        counts = counts_of(raw)  # reading begins the moment that is copied
        with storage_errors(target):
            target.touch(mode=0o600, exist_ok=False)
            copy = apsw.Connection(str(target))
            try:
                copy.execute("PRAGMA synchronous = OFF")  # only what `compact` makes is kept
                with copy.backup("main", raw, "main") as backup:
                    backup.step()
                copy.execute("PRAGMA journal_mode = DELETE")  # one plain file, no companions
            finally:
                copy.close()
    return counts


def copy(source: Path, target: Path, folder: Path) -> Counts:
    """`compact` one moment of a database that may be in use; what it held then.

    By way of a `clone` in `folder` only where somebody wrote meanwhile, so that the moment is not
    known: most of the time nobody does, and half of the reading and writing is saved.
    """
    with connected(source) as raw:
        require_ours(raw, source)
        seen = raw.pragma("data_version")
        counts = counts_of(raw)
        compact(source, target)
        if raw.pragma("data_version") == seen:
            return counts
    target.unlink()
    counts = clone(source, folder / "all.db")
    compact(folder / "all.db", target)
    return counts


def compact(source: Path, target: Path) -> None:
    """Write all that is in `source` to the new file `target`, and nothing that was deleted."""
    with storage_errors(target):
        target.touch(mode=0o600, exist_ok=False)
    with storage_errors(target), connected(source) as raw:
        raw.execute("VACUUM INTO ?", (str(target),))


def require_whole(path: Path, counts: Counts | None = None) -> Counts:
    """Read a copy through. Raises StorageError where it is damaged or holds other `counts`."""
    with reading(path) as raw:
        require_ours(raw, path)
        faults = [fault for (fault,) in raw.execute("PRAGMA integrity_check(1)")]
        found = counts_of(raw)
    if faults != ["ok"]:
        raise StorageError(shown(path), f"it is damaged ({faults[0]})", "Choose another copy.")
    if counts is not None and found != counts:
        reason = (
            f"the copy holds {found.chats} chats with {found.messages} messages, where"
            f" {counts.chats} with {counts.messages} were to be copied"
        )
        raise StorageError(shown(path), reason)
    return found
