"""Chats taken out of a copy of the database for good, so that no byte of them is left in it.

Knows one file; which files there are is known to `engine.store.backups`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import apsw

from engine.errors import StorageError
from engine.files import storage_error, sync_folder
from engine.store.rows import listed
from engine.store.schema import OLDER_KEY
from engine.store.snapshot import (
    clone,
    compact,
    connected,
    counts_of,
    reading,
    require_whole,
    shared_memory_of,
    size_with_wal,
    wal_of,
    with_digest,
)
from engine.workshop import flush, workshop


def erase_from(path: Path, keys: Sequence[str], *, compacted: bool) -> bool:
    """Write the database `path` anew without the chats that have `keys`; whether that was needed.

    `compacted`: it was written by `compact`, and has nothing of a chat it does not list. Raises
    StorageError where it cannot be read or written; then it is as it was.
    """
    with reading(path) as raw:
        if compacted and not _present(raw, keys):
            return False
    try:
        times = path.stat()
        with workshop(path.parent, 2 * size_with_wal(path)) as folder:
            clone(path, folder / "all.db")
            with connected(folder / "all.db") as raw:
                _delete(raw, _present(raw, keys))
                left = counts_of(raw)
            compact(folder / "all.db", folder / "left.db")
            require_whole(folder / "left.db", left)
            os.utime(folder / "left.db", ns=(times.st_atime_ns, times.st_mtime_ns))
            flush(folder / "left.db")
            (folder / "left.db").replace(path)
            sync_folder(path.parent)
            wal_of(path).unlink(missing_ok=True)
            shared_memory_of(path).unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(path, error) from error
    if wal_of(path).exists():
        raise StorageError(str(path), "what was written ahead of it is still there")
    return True


def _present(raw: apsw.Connection, keys: Sequence[str]) -> list[int]:
    """The ids of the chats with these keys. In a copy of version 1: those they would get."""
    with_digest(raw)
    key = "key" if _has(raw, "chat", "key") else OLDER_KEY
    rows = raw.execute(
        f"SELECT id FROM chat WHERE {key} IN (SELECT value FROM json_each(?))", (listed(keys),)
    )
    return [number for (number,) in rows]


def _delete(raw: apsw.Connection, ids: Sequence[int]) -> None:
    """The chats, and every word of the search index, which keeps those of deleted messages too.
    It is derived data: a database that is restored is indexed again."""
    with raw:
        for number in ids:
            raw.execute("DELETE FROM message WHERE chat = ?", (number,))
            raw.execute("DELETE FROM chat WHERE id = ?", (number,))
        if _has(raw, "message_words", "words"):
            raw.execute("INSERT INTO message_words (message_words) VALUES ('delete-all')")
        for table in ("chat", "message"):
            if _has(raw, table, "indexed"):
                raw.execute(f"UPDATE {table} SET indexed = 0")


def _has(raw: apsw.Connection, table: str, column: str) -> bool:
    return any(row[1] == column for row in raw.execute(f"PRAGMA table_info({table})"))
