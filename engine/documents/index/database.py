"""Opens the index of documents: made where it is missing, refused where it is not ours.

Knows how steps are applied, not what is in them (`engine.documents.index.schema`).
"""

from __future__ import annotations

from pathlib import Path

from engine.documents.index.schema import APPLICATION_ID, STEPS
from engine.errors import StorageError
from engine.store.connection import Connection
from engine.store.database import apply_step, too_new, version_of


def open_index(path: Path) -> Connection:
    """The index at `path`, to be written. Raises StorageError: of another program, of a newer Puna,
    damaged, not writable."""
    connection = Connection(path)
    try:
        version = _version_of(connection)
        if connection.write_protected:
            raise StorageError(str(path), "it is write-protected")
        connection.check_room()
        connection.use_wal()
        if version < len(STEPS):
            _upgrade(connection)
        connection.rows("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_read(path: Path) -> Connection | None:
    """The index at `path`, to be read only; None where there is none yet. Raises StorageError."""
    if not path.exists():
        return None
    connection = Connection(path)
    try:
        if _version_of(connection) == len(STEPS):
            connection.rows("PRAGMA query_only = ON")
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()  # another thread or program is just making it
    return None


def empty_index() -> Connection:
    """An index in memory."""
    connection = Connection(None)
    for number, step in enumerate(STEPS):
        apply_step(connection, number, step)
    return connection


def _version_of(connection: Connection) -> int:
    """How many steps made its tables; 0 for an empty file."""
    version = version_of(connection, APPLICATION_ID)
    if version > len(STEPS):
        raise too_new(connection.path, version, len(STEPS))
    return version


def _upgrade(connection: Connection) -> None:
    with connection.transaction():
        version = _version_of(connection)  # another program may have been faster
        for number in range(version, len(STEPS)):
            apply_step(connection, number, STEPS[number])
