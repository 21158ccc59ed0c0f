"""Collections and their roots: what the user added. All else in the index is made from it."""

from __future__ import annotations

import builtins
import os
import secrets
import time
from collections.abc import Sequence

import msgspec

from engine.documents.index.rows import COLLECTION, ROOT, collection_of, root_of
from engine.documents.records import Collection, Root
from engine.errors import InvalidInput
from engine.store.connection import Connection
from engine.store.text import named


class Collections:
    """The collections of one index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> builtins.list[Collection]:
        """All that are not removed, by name."""
        rows = self._connection.rows(f"{COLLECTION} GROUP BY c.id")
        found = map(collection_of, rows)
        return sorted(found, key=lambda one: (one.name.casefold(), one.key))

    def create(self, name: str) -> Collection:
        """A new one. Raises InvalidInput without a name, or where another has that name."""
        key = secrets.token_hex(8)
        with self._connection.transaction():
            self._connection.change(
                "INSERT INTO collection (key, name, created_at) VALUES (?, ?, ?)",
                key,
                self._free(name),
                time.time(),
            )
        return self.get(key)

    def rename(self, key: str, name: str) -> Collection:
        """Give one another name. Raises InvalidInput as `create`, and where it is gone."""
        with self._connection.transaction():
            number = self.number(key)
            name = self._free(name, key)
            self._connection.change("UPDATE collection SET name = ? WHERE id = ?", name, number)
        return self.get(key)

    def get(self, key: str) -> Collection:
        """The one with this key. Raises InvalidInput where there is none."""
        self.number(key)
        [row] = self._connection.rows(f"{COLLECTION} AND c.key = ? GROUP BY c.id", key)
        return collection_of(row)

    def number(self, key: str) -> int:
        """Its id in the index. Raises InvalidInput where there is none."""
        sql = "SELECT id FROM collection WHERE key = ? AND trashed_at IS NULL"
        for (number,) in self._connection.rows(sql, key):
            return int(number)
        raise InvalidInput("collection", "it was removed", "Choose another collection.")

    def roots(self, collection: str = "") -> builtins.list[Root]:
        """What was added to one collection, or to all, by path."""
        rows = self._connection.rows(
            f"{ROOT} AND (? = '' OR c.key = ?) ORDER BY r.path, r.id", collection, collection
        )
        return [root_of(row) for row in rows]

    def add_root(
        self, collection: str, path: str, include: Sequence[str], exclude: Sequence[str]
    ) -> Root:
        """Add a folder or a file. What was there of it before takes these patterns, and what was
        removed of it comes back. Raises InvalidInput where the collection is gone."""
        with self._connection.transaction():
            number = self.number(collection)
            self._connection.change(
                "INSERT INTO root (collection, path, include, exclude) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (collection, path) DO UPDATE SET include = excluded.include,"
                " exclude = excluded.exclude, missing = 0, trashed_at = NULL",
                number,
                path,
                _json(include),
                _json(exclude),
            )
            below = path.rstrip(os.sep) + os.sep
            self._connection.change(
                "UPDATE file SET trashed_at = NULL WHERE collection = ? AND trashed_at IS NOT NULL"
                " AND (path = ? OR substr(path, 1, ?) = ?)",
                *(number, path, len(below), below),
            )
            sql = f"{ROOT} AND c.id = ? AND r.path = ?"
            [row] = self._connection.rows(sql, number, path)
        return root_of(row)

    def set_missing(self, root: int, missing: bool) -> bool:
        """Note whether a root was there at the last look; whether that is news."""
        with self._connection.transaction(durable=False):
            sql = "UPDATE root SET missing = ? WHERE id = ? AND missing <> ?"
            return bool(self._connection.change(sql, int(missing), root, int(missing)))

    def leave_out(self, root: int, pattern: str) -> None:
        """Have a root leave out a file that was removed by hand."""
        with self._connection.transaction():
            rows = self._connection.rows("SELECT exclude FROM root WHERE id = ?", root)
            for (exclude,) in rows:
                known = msgspec.json.decode(exclude, type=builtins.list[str])
                if pattern not in known:
                    changed = _json([*known, pattern])
                    sql = "UPDATE root SET exclude = ? WHERE id = ?"
                    self._connection.change(sql, changed, root)

    def _free(self, name: str, key: str = "") -> str:
        name = named("collection", name)
        for one in self.list():
            if one.name.casefold() == name.casefold() and one.key != key:
                advice = "Choose another name."
                raise InvalidInput("collection", f"there is one named {one.name}", advice)
        return name


def _json(texts: Sequence[str]) -> str:
    return msgspec.json.encode(list(texts)).decode()
