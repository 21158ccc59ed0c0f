"""Opens the database file: refuses what is not ours, brings an older one up to date.

Knows how steps are applied, not what is in them (`engine.store.schema`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.errors import StorageError
from engine.store.connection import Connection
from engine.store.schema import APPLICATION_ID, STEPS


def open_database(path: Path, steps: Sequence[str] = STEPS) -> Connection:
    """The database at `path`, made where it is missing, with the tables of the newest step.

    Before an older one is upgraded, a checked copy is put beside it: puna.db of version 1 becomes
    puna-v1.db. Raises StorageError: of another program, of a newer Puna, damaged, not writable.
    """
    connection = Connection(path)
    try:
        version = _version(connection, len(steps))
        connection.use_wal()
        for number in range(version, len(steps)):
            _apply(connection, number, steps[number], copy_first=number == version > 0)
        # Only now: a step that builds a table anew must be free to drop the old one.
        connection.rows("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: Connection, newest: int) -> int:
    # One statement, so that a file another program is making is seen before or after, not halfway.
    [(version, owner, tables)] = connection.rows(
        "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)"
        " FROM pragma_user_version, pragma_application_id"
    )
    if (version or tables) and owner != APPLICATION_ID:
        raise StorageError(
            str(connection.path),
            "it belongs to another program",
            "Move the file elsewhere, or choose another folder for Puna's data.",
        )
    if version > newest:
        raise StorageError(
            str(connection.path),
            f"it was written by a newer Puna (format {version}, this one knows {newest})",
            "Install the newest Puna. Nothing was changed.",
        )
    return int(version)


def _apply(connection: Connection, number: int, step: str, *, copy_first: bool) -> None:
    with connection.transaction():
        if connection.rows("PRAGMA user_version") != [(number,)]:
            return  # another program was faster
        if copy_first:  # while no other program can write
            path = connection.path
            connection.copy_to(path.with_name(f"{path.stem}-v{number}{path.suffix}"))
        connection.rows(step)
        connection.rows(f"PRAGMA user_version = {number + 1}")
