"""Files as the index knows them: listed, found by name, waiting to be read, in or out of words."""

from __future__ import annotations

import builtins
import secrets
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

import msgspec

from engine.documents.index.rows import FILE, HIT, file_of, hit_of, title_of
from engine.documents.records import File, Hit, Source, State
from engine.errors import ErrorInfo
from engine.store.connection import Connection
from engine.store.words import fold

_LIVE = "f.trashed_at IS NULL AND c.trashed_at IS NULL"
_OF = "FROM file f JOIN collection c ON c.id = f.collection"
_TO_READ = "f.state IN ('waiting', 'reading')"  # word for word as in the index of the table
_NEXT = f"SELECT f.id, f.key, c.key, f.path, f.size, f.mtime_ns {_OF}"


class Stat(NamedTuple):
    """What changes when a file does, and costs nothing to ask."""

    size: int
    mtime_ns: int


class Known(NamedTuple):
    """A file the index has: its `id`, as it was at the last look. `trashed`: it was removed."""

    id: int
    stat: Stat
    sha256: str
    state: State
    trashed: bool


class Task(NamedTuple):
    """A file to be read."""

    id: int
    key: str
    collection: str
    path: str
    stat: Stat


class Counts(NamedTuple):
    """Files that wait to be read, their bytes, and the chunks of all files, with vectors or not."""

    files: int
    size: int
    chunks: int
    vectors: int


class Files:
    """The files of one index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(
        self,
        collection: str,
        *,
        text: str = "",
        state: State | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> builtins.list[File]:
        """Files of a collection by path: those with `text` in their path or title, in `state`."""
        sql = f"{FILE} AND c.key = ? AND (? IS NULL OR f.state = ?) ORDER BY f.path, f.id"
        if not text.strip():
            rows = self._connection.rows(
                f"{sql} LIMIT ? OFFSET ?", collection, state, state, limit, offset
            )
            return [file_of(row) for row in rows]
        wanted, found = fold(text.strip()), []
        for row in self._connection.rows(sql, collection, state, state):
            file = file_of(row)
            if wanted in fold(file.path) or wanted in fold(title_of(file.path, file.info)):
                found.append(file)
        return found[offset : offset + limit]

    def get(self, key: str) -> File | None:
        """The file with this key, unless it was removed."""
        for row in self._connection.rows(f"{FILE} AND f.key = ?", key):
            return file_of(row)
        return None

    def chunks(self, key: str) -> builtins.list[Hit]:
        """All chunks of a file in order."""
        rows = self._connection.rows(f"{HIT} WHERE f.key = ? ORDER BY k.ord", key)
        return [hit_of(row) for row in rows]

    def find(self, name: str, limit: int) -> builtins.list[Source]:
        """Collections, then files that can be searched, with `name` in their name; those that begin
        with it first."""
        wanted = fold(name.strip())
        sql = "SELECT key, '', name, '' FROM collection WHERE trashed_at IS NULL"
        of_files = "SELECT c.key, f.key, f.path, coalesce(json_extract(f.info, '$.title'), '')"
        of_files = f"{of_files} {_OF} WHERE {_LIVE} AND f.chunks > 0"
        found: builtins.list[tuple[bool, bool, str, Source]] = []
        for key, file, path, title in self._connection.rows(f"{sql} UNION ALL {of_files}"):
            called = PurePath(path).name if file else path
            names = fold(called), fold(title)
            if any(wanted in one for one in names):
                late = not any(one.startswith(wanted) for one in names)
                found.append((bool(file), late, names[0], Source(key, file, called)))
        found.sort(key=lambda one: one[:3])
        return [source for *_, source in found[:limit]]

    def known(self, collection: str) -> dict[str, Known]:
        """All files of a collection by path, removed ones too."""
        rows = self._connection.rows(
            "SELECT f.path, f.id, f.size, f.mtime_ns, f.sha256, f.state, f.trashed_at IS NOT NULL"
            f" {_OF} WHERE c.key = ?",
            collection,
        )
        return {
            path: Known(number, Stat(size, mtime_ns), sha256, state, bool(trashed))
            for path, number, size, mtime_ns, sha256, state, trashed in rows
        }

    def await_new(self, collection: str, found: Iterable[tuple[str, Stat]]) -> None:
        """Take up files that are not known yet, to be read."""
        sql = "SELECT id FROM collection WHERE key = ? AND trashed_at IS NULL"
        for (number,) in self._connection.rows(sql, collection):
            for path, stat in found:
                self._connection.change(
                    "INSERT OR IGNORE INTO file (key, collection, path, size, mtime_ns, state)"
                    " VALUES (?, ?, ?, ?, ?, 'waiting')",
                    secrets.token_hex(8),
                    number,
                    path,
                    *stat,
                )

    def await_again(self, number: int, stat: Stat | None = None) -> None:
        """Have a file read again; what is known of it stays searchable until then."""
        self._connection.change(
            "UPDATE file SET state = 'waiting', error = NULL, size = coalesce(?, size),"
            " mtime_ns = coalesce(?, mtime_ns) WHERE id = ?",
            *(stat or (None, None)),
            number,
        )

    def touch(self, number: int, stat: Stat) -> None:
        """A file has another time, and the same bytes."""
        sql = "UPDATE file SET size = ?, mtime_ns = ? WHERE id = ?"
        self._connection.change(sql, *stat, number)

    def move(self, number: int, path: str) -> None:
        """A file has another name, and the same bytes."""
        self._connection.change("UPDATE file SET path = ? WHERE id = ?", path, number)

    def reread(self, keys: Sequence[str], collection: str) -> None:
        """Have files read again, or all of a collection."""
        with self._connection.transaction():
            self._connection.change(
                "UPDATE file SET state = 'waiting', error = NULL WHERE trashed_at IS NULL"
                " AND (key IN (SELECT value FROM json_each(?))"
                " OR collection IN (SELECT id FROM collection WHERE key = ?))",
                msgspec.json.encode(list(keys)).decode(),
                collection,
            )

    def reread_all(self) -> None:
        """Have all files read again."""
        self._connection.change("UPDATE file SET state = 'waiting', error = NULL")

    def resume(self) -> None:
        """What a program was reading when it ended waits again."""
        with self._connection.transaction(durable=False):
            self._connection.change("UPDATE file SET state = 'waiting' WHERE state = 'reading'")

    def begin_next(self) -> Task | None:
        """The next file to be read, which is `reading` from now on; the small ones first, so that
        much can be searched soon."""
        with self._connection.transaction(durable=False):
            sql = f"{_NEXT} WHERE {_TO_READ} AND f.state = 'waiting' AND {_LIVE}"
            sql += " ORDER BY f.size, f.id LIMIT 1"
            for number, key, collection, path, *stat in self._connection.rows(sql):
                self._connection.change("UPDATE file SET state = 'reading' WHERE id = ?", number)
                return Task(number, key, collection, path, Stat(*stat))
        return None

    def fail(self, number: int, error: ErrorInfo) -> None:
        """A file could not be read. Its chunks must be gone by now."""
        self._connection.change(
            "UPDATE file SET state = 'failed', error = ?, info = NULL, chunks = 0, vectors = 0"
            " WHERE id = ?",
            msgspec.json.encode(error).decode(),
            number,
        )

    def counts(self) -> Counts:
        """How far indexing is."""
        waits = "FILTER (WHERE f.state IN ('waiting', 'reading'))"
        [row] = self._connection.rows(
            f"SELECT count(*) {waits}, coalesce(sum(f.size) {waits}, 0),"
            f" coalesce(sum(f.chunks), 0), coalesce(sum(f.vectors), 0) {_OF} WHERE {_LIVE}"
        )
        return Counts(*row)
