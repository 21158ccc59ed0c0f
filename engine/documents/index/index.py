"""The index of documents as one thing: its parts over one connection. Knows no thread."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from engine.documents.index.collections import Collections
from engine.documents.index.database import empty_index, open_index, open_to_read
from engine.documents.index.files import Files
from engine.documents.index.removal import Removal
from engine.documents.index.vectors import Vectors
from engine.documents.index.writing import Writing
from engine.store.connection import Connection


class Index:
    """What the database at one path holds. Belongs to the thread that opened it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.collections = Collections(connection)
        self.files = Files(connection)
        self.writing = Writing(connection)
        self.vectors = Vectors(connection, self.writing)
        self.removal = Removal(connection, self.collections, self.writing)

    @classmethod
    def open(cls, path: Path) -> Index:
        """To be written, made where it is missing. Raises StorageError."""
        return cls(open_index(path))

    @classmethod
    def read(cls, path: Path) -> Index | None:
        """To be read only; None where there is none yet. Raises StorageError."""
        connection = open_to_read(path)
        return None if connection is None else cls(connection)

    @classmethod
    def empty(cls) -> Index:
        """One in memory, with nothing in it."""
        return cls(empty_index())

    def transaction(self, *, durable: bool = False) -> AbstractContextManager[None]:
        """All or nothing. What is read from files again needs not be `durable` at once."""
        return self._connection.transaction(durable=durable)

    def patience(self, seconds: float) -> AbstractContextManager[None]:
        """Wait so long for other programs that write."""
        return self._connection.patience(seconds)

    def note(self, name: str) -> str:
        """What was noted for the next start; empty where nothing was."""
        rows = self._connection.rows("SELECT value FROM note WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def take_note(self, name: str, value: str) -> None:
        """Note something for the next start."""
        with self.transaction():
            sql = "INSERT OR REPLACE INTO note (name, value) VALUES (?, ?)"
            self._connection.change(sql, name, value)

    def close(self) -> None:
        """Close. The file is whole also where this was never called."""
        self._connection.close()
