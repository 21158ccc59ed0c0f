"""The user's assistants, kept in the database. What one is: `engine.assistants`."""

from __future__ import annotations

import builtins
from typing import Any

from engine.assistants import Assistant, Setup
from engine.errors import InvalidInput
from engine.store.connection import Connection
from engine.store.rows import decoded, encoded, missing, text_of
from engine.store.text import named, storable

_ASSISTANT = (
    "SELECT CAST(name AS BLOB), CAST(about AS BLOB), CAST(setup AS BLOB), id FROM assistant"
)


class Assistants:
    """The assistants of one database. No two have the same name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> builtins.list[Assistant]:
        """All assistants by name."""
        rows = self._connection.rows(_ASSISTANT)
        return sorted(map(_assistant, rows), key=lambda one: (one.name.casefold(), one.id))

    def get(self, assistant_id: int) -> Assistant:
        """Raises InvalidInput where it is not there, as all methods do."""
        for row in self._connection.rows(f"{_ASSISTANT} WHERE id = ?", assistant_id):
            return _assistant(row)
        raise missing("assistant", assistant_id)

    def save(self, assistant: Assistant) -> Assistant:
        """Keep an assistant, a new one where its `id` is 0; as it was kept.

        Raises InvalidInput for no name, and for one that another assistant has.
        """
        name = named("assistant", assistant.name)
        values = (name, storable(assistant.about), encoded(assistant.setup))
        with self._connection.transaction():
            taken = "SELECT 1 FROM assistant WHERE name = ? AND id <> ?"
            if self._connection.rows(taken, name, assistant.id):
                reason = f"there is one called {name} already"
                raise InvalidInput("assistant", reason, "Choose another name.")
            if not assistant.id:
                sql = "INSERT INTO assistant (name, about, setup) VALUES (?, ?, ?) RETURNING id"
                [(assistant_id,)] = self._connection.rows(sql, *values)
                return self.get(assistant_id)
            sql = "UPDATE assistant SET name = ?, about = ?, setup = ? WHERE id = ?"
            self._connection.change(sql, *values, assistant.id)
            return self.get(assistant.id)

    def remove(self, assistant_id: int) -> None:
        """Remove an assistant. Chats begun with it keep their setups."""
        with self._connection.transaction():
            if not self._connection.change("DELETE FROM assistant WHERE id = ?", assistant_id):
                raise missing("assistant", assistant_id)


def _assistant(row: tuple[Any, ...]) -> Assistant:
    name, about, setup, assistant_id = row
    return Assistant(text_of(name), text_of(about), decoded(setup, Setup) or Setup(), assistant_id)
