"""Opens the database file: refuses what is not ours, brings an older one up to date.

Knows how steps are applied, not what is in them (`engine.store.schema`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.errors import StorageError
from engine.paths import Home
from engine.store.connection import Connection
from engine.store.records import TEMPORARY_IDS
from engine.store.schema import APPLICATION_ID, STEPS


def open_database(path: Path, steps: Sequence[str] = STEPS) -> Connection:
    """The database at `path`, made where it is missing, with the tables of the newest step.

    Before an older one is upgraded, a checked copy is put into the folder of backups: puna.db of
    version 1 becomes backups/puna-v1.db. Raises StorageError: of another program, of a newer Puna,
    damaged, not writable.
    """
    connection = Connection(path)
    try:
        version = version_of(connection)
        if version > len(steps):
            raise too_new(path, version, len(steps))
        if connection.write_protected:
            raise StorageError(str(path), "it is write-protected")
        connection.check_room()
        connection.use_wal()
        if version < len(steps):
            _upgrade(connection, steps)
        # Only now: a step that builds a table anew must be free to drop the old one.
        connection.rows("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def open_in_memory(steps: Sequence[str] = STEPS) -> Connection:
    """A database that is gone when it is closed, with numbers from TEMPORARY_IDS on."""
    connection = Connection(None)
    for number, step in enumerate(steps):
        apply_step(connection, number, step)
    connection.rows("PRAGMA foreign_keys = ON")
    for table in ("chat", "message"):
        sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)"
        connection.change(sql, table, TEMPORARY_IDS - 1)
    return connection


def version_of(connection: Connection, application_id: int = APPLICATION_ID) -> int:
    """How many steps made its tables; 0 for an empty one. Raises StorageError for another
    program's, by the number in its header."""
    # One statement, so that a file another program is making is seen before or after, not halfway.
    [(version, owner, tables)] = connection.rows(
        "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_user_version, pragma_application_id"
    )
    if (version or tables) and owner != application_id:
        raise StorageError(
            str(connection.path),
            "it belongs to another program",
            "Move the file elsewhere, or choose another folder for Puna's data.",
        )
    return int(version)


def too_new(path: Path, version: int, newest: int) -> StorageError:
    """That a database is of a later version than this program knows."""
    return StorageError(
        str(path),
        f"it was written by a newer Puna (format {version}, this one knows {newest})",
        "Install the newest Puna. Nothing was changed.",
    )


def _upgrade(connection: Connection, steps: Sequence[str]) -> None:
    """All steps in one transaction: whatever happens meanwhile, the database is wholly of the
    version it had or wholly of the newest, never of one in between."""
    with connection.transaction():
        version = version_of(connection)  # another program may have been faster
        if 0 < version < len(steps):  # copied while no other program can write
            path = connection.path
            name = f"{path.stem}-v{version}{path.suffix}"
            connection.copy_to(Home(path.parent).backups / name)
        for number in range(version, len(steps)):
            apply_step(connection, number, steps[number])


def apply_step(connection: Connection, number: int, step: str) -> None:
    """Bring a database of version `number` to the next, wholly or not at all."""
    with connection.transaction():
        connection.rows(step)
        connection.rows(f"PRAGMA user_version = {number + 1}")
