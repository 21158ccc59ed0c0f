"""The user's prompt snippets, kept in the database. What one is: `engine.assistants`."""

from __future__ import annotations

import builtins
from typing import Any

from engine.assistants import Snippet
from engine.errors import InvalidInput
from engine.store.connection import Connection
from engine.store.rows import missing, text_of
from engine.store.text import named, storable

_SNIPPET = "SELECT CAST(name AS BLOB), CAST(text AS BLOB), id FROM snippet"


class Snippets:
    """The snippets of one database. No two have the same name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> builtins.list[Snippet]:
        """All snippets by name."""
        rows = self._connection.rows(_SNIPPET)
        return sorted(map(_snippet, rows), key=lambda one: (one.name.casefold(), one.id))

    def get(self, snippet_id: int) -> Snippet:
        """Raises InvalidInput where it is not there, as all methods do."""
        for row in self._connection.rows(f"{_SNIPPET} WHERE id = ?", snippet_id):
            return _snippet(row)
        raise missing("snippet", snippet_id)

    def save(self, snippet: Snippet) -> Snippet:
        """Keep a snippet, a new one where its `id` is 0; as it was kept.

        Raises InvalidInput for no name, and for one that another snippet has.
        """
        name, text = named("snippet", snippet.name), storable(snippet.text)
        with self._connection.transaction():
            taken = "SELECT 1 FROM snippet WHERE name = ? AND id <> ?"
            if self._connection.rows(taken, name, snippet.id):
                reason = f"there is one called {name} already"
                raise InvalidInput("snippet", reason, "Choose another name.")
            if not snippet.id:
                sql = "INSERT INTO snippet (name, text) VALUES (?, ?) RETURNING id"
                [(snippet_id,)] = self._connection.rows(sql, name, text)
                return self.get(snippet_id)
            sql = "UPDATE snippet SET name = ?, text = ? WHERE id = ?"
            self._connection.change(sql, name, text, snippet.id)
            return self.get(snippet.id)

    def remove(self, snippet_id: int) -> None:
        """Remove a snippet."""
        with self._connection.transaction():
            if not self._connection.change("DELETE FROM snippet WHERE id = ?", snippet_id):
                raise missing("snippet", snippet_id)


def _snippet(row: tuple[Any, ...]) -> Snippet:
    name, text, snippet_id = row
    return Snippet(text_of(name), text_of(text), snippet_id)
