"""Folders of chats: places with a name. Knows nothing of what is in them but where it goes."""

from __future__ import annotations

import builtins
from typing import Any

from engine.errors import InvalidInput
from engine.store.connection import Connection
from engine.store.records import Folder
from engine.store.rows import missing, text_of
from engine.store.text import named

_FOLDER = "SELECT id, CAST(name AS BLOB) FROM folder"


class Folders:
    """The folders of one database. No two have the same name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> builtins.list[Folder]:
        """All folders by name."""
        rows = self._connection.rows(_FOLDER)
        return sorted(map(_folder, rows), key=lambda f: (f.name.casefold(), f.id))

    def get(self, folder_id: int) -> Folder:
        """Raises InvalidInput where it is not there, as all methods do."""
        for row in self._connection.rows(f"{_FOLDER} WHERE id = ?", folder_id):
            return _folder(row)
        raise missing("folder", folder_id)

    def add(self, name: str) -> Folder:
        """A new folder. Raises InvalidInput for no name, and for one that is taken."""
        name = named("folder", name)
        with self._connection.transaction():
            self._check_free(name)
            sql = "INSERT INTO folder (name) VALUES (?) RETURNING id"
            [(folder_id,)] = self._connection.rows(sql, name)
            return Folder(folder_id, name)

    def named(self, name: str) -> Folder:
        """The folder of that name, made where there is none."""
        name = named("folder", name)
        with self._connection.transaction():
            for row in self._connection.rows(f"{_FOLDER} WHERE name = ?", name):
                return _folder(row)
            return self.add(name)

    def rename(self, folder_id: int, name: str) -> None:
        """Give a folder another name. Raises InvalidInput for no name, and for one taken."""
        name = named("folder", name)
        with self._connection.transaction():
            self.get(folder_id)
            self._check_free(name, folder_id)
            self._connection.change("UPDATE folder SET name = ? WHERE id = ?", name, folder_id)

    def remove(self, folder_id: int) -> None:
        """Remove a folder. Its chats stay, outside of it."""
        with self._connection.transaction():
            self.get(folder_id)
            self._connection.change("UPDATE chat SET folder = NULL WHERE folder = ?", folder_id)
            self._connection.change("DELETE FROM folder WHERE id = ?", folder_id)

    def _check_free(self, name: str, but: int = 0) -> None:
        sql = "SELECT 1 FROM folder WHERE name = ? AND id <> ?"
        if self._connection.rows(sql, name, but):
            reason = f"there is one called {name} already"
            raise InvalidInput("folder", reason, "Choose another name.")


def _folder(row: tuple[Any, ...]) -> Folder:
    folder_id, name = row
    return Folder(folder_id, text_of(name))
