"""What was removed: brought back, or erased for good, and the traces that SQLite keeps of it."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import msgspec

from engine.documents.index.collections import Collections
from engine.documents.index.writing import Writing
from engine.files import Cancelled
from engine.store.connection import Connection

_SLICE = 50  # files erased in one transaction


class Removed(msgspec.Struct, frozen=True):
    """What one removal took away, to be undone or erased: `files` of them that could be seen.
    `stamp` tells it from others of the same index."""

    stamp: float
    files: int


class Removal:
    """Takes things out of one index."""

    def __init__(self, connection: Connection, collections: Collections, writing: Writing) -> None:
        self._connection = connection
        self._collections = collections
        self._writing = writing

    def remove(
        self, *, files: Sequence[str] = (), roots: Sequence[int] = (), collection: str = ""
    ) -> Removed:
        """Take files, roots with all that no other root has, or a whole collection out of sight."""
        with self._connection.transaction():
            stamp = self._stamp()
            if collection:
                number = self._collections.number(collection)
                count = self._mark("file", stamp, "collection = ?", number)
                self._mark("root", stamp, "collection = ?", number)
                self._mark("collection", stamp, "id = ?", number)
                return Removed(stamp, count)
            count = sum(self._remove_file(key, stamp) for key in files)
            count += sum(self._remove_root(root, stamp) for root in roots)
        return Removed(stamp, count)

    def undo(self, removed: Removed) -> None:
        """Bring back what was removed, unless it is erased already."""
        with self._connection.transaction():
            for table in ("collection", "root", "file"):
                sql = f"UPDATE {table} SET trashed_at = NULL WHERE trashed_at = ?"
                self._connection.change(sql, removed.stamp)

    def erase(
        self,
        stamp: float | None = None,
        before: float | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Delete for good what one removal took away, or all that were before a time. Files that
        were removed by hand from a folder that stays are left out of it from now on. What is left
        where `cancelled` returned True is still removed, and erased later."""
        while self._erase_some(stamp, before):
            if cancelled and cancelled():
                return
        with self._connection.transaction():
            for table in ("root", "collection"):
                self._connection.change(f"DELETE FROM {table} WHERE {_CHOSEN}", stamp, before)

    def tidy(self) -> bool:
        """Remove what SQLite keeps of deleted rows in unused places; False where there is more, and
        it is to be called again, or where others read."""
        if not self._connection.rows("SELECT 1 FROM note WHERE name = 'traces'"):
            return True
        self._connection.change("INSERT INTO chunk_words (chunk_words) VALUES ('optimize')")
        self._connection.rows("VACUUM")
        if not self._connection.empty_wal():
            return False
        self._connection.change("DELETE FROM note WHERE name = 'traces'")
        return True

    def _erase_some(self, stamp: float | None, before: float | None) -> bool:
        sql = f"SELECT id, path, collection FROM file WHERE {_CHOSEN} LIMIT {_SLICE}"
        with self._connection.transaction():
            rows = self._connection.rows(sql, stamp, before)
            for number, path, collection in rows:
                for root, folder in self._roots(collection):
                    if is_below(path, folder) and path != folder:
                        below = os.path.relpath(path, folder).replace(os.sep, "/")
                        pattern = f"/{escaped(below)}"
                        self._collections.leave_out(root, pattern)
                self._writing.remove(number)
        return bool(rows)

    def _remove_file(self, key: str, stamp: float) -> int:
        added = (
            "id IN (SELECT r.id FROM root r JOIN file f"
            " ON f.collection = r.collection AND f.path = r.path WHERE f.key = ?)"
        )
        self._mark("root", stamp, added, key)  # of a file that was added by itself
        return self._mark("file", stamp, "key = ?", key)

    def _remove_root(self, root: int, stamp: float) -> int:
        sql = "SELECT collection, path FROM root WHERE id = ? AND trashed_at IS NULL"
        for collection, folder in self._connection.rows(sql, root):
            self._mark("root", stamp, "id = ?", root)
            others = [path for _, path in self._roots(collection)]
            sql = "SELECT id, path FROM file WHERE collection = ? AND trashed_at IS NULL"
            gone = [
                number
                for number, path in self._connection.rows(sql, collection)
                if is_below(path, folder) and not any(is_below(path, other) for other in others)
            ]
            return sum(self._mark("file", stamp, "id = ?", number) for number in gone)
        return 0

    def _roots(self, collection: int) -> list[tuple[int, str]]:
        sql = "SELECT id, path FROM root WHERE collection = ? AND trashed_at IS NULL"
        return [(number, path) for number, path in self._connection.rows(sql, collection)]

    def _mark(self, table: str, stamp: float, which: str, value: object) -> int:
        sql = f"UPDATE {table} SET trashed_at = ? WHERE trashed_at IS NULL AND {which}"
        return self._connection.change(sql, stamp, value)

    def _stamp(self) -> float:
        """The time, and later than all before also where the clock went back."""
        tables = ("collection", "root", "file")
        latest = ", ".join(f"(SELECT coalesce(max(trashed_at), 0) FROM {one})" for one in tables)
        [(last,)] = self._connection.rows(f"SELECT max({latest})")
        return max(time.time(), float(last) + 0.001)


_CHOSEN = "(trashed_at = ?1 OR trashed_at < ?2)"


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder (or file) or in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def escaped(path: str) -> str:
    """A pattern of `fnmatch` that means this path and no other."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in path)
