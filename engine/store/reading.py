"""Opens a database to be read where it cannot be written: what is there must not be hidden.

By a newer Puna, write-protected, on a full disk, or older where it cannot be upgraded. Writes
nothing beside it that stays.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from engine.errors import PunaError, StorageError
from engine.store.connection import Connection, storage_errors
from engine.store.database import apply_step, version_of
from engine.store.rows import CHAT, MESSAGE
from engine.store.schema import STEPS

# What is read of a database; a newer one may have lost some of it.
_NEEDED = (
    CHAT,
    MESSAGE,
    "SELECT message.indexed, chat.indexed FROM message, chat",
    "SELECT rowid FROM message_words",
    "SELECT id, name FROM folder",
    "SELECT id, name, about, setup FROM assistant",
    "SELECT id, name, text FROM snippet",
)


def open_for_reading(path: Path, refusal: PunaError, steps: Sequence[str] = STEPS) -> Connection:
    """The database at `path`, which could not be opened because of `refusal`: any write raises it.

    Raises StorageError or Bug where it cannot be read either.
    """
    try:
        connection = _as_it_is(path, steps)
    except PunaError:
        connection = _copied(path, steps)
    connection.refusal = refusal
    return connection


def _as_it_is(path: Path, steps: Sequence[str]) -> Connection:
    connection = Connection(path, uri=f"{path.absolute().as_uri()}?mode=ro")
    try:
        if version_of(connection) < len(steps):
            raise StorageError(str(path), "it is older")
        _check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _copied(path: Path, steps: Sequence[str]) -> Connection:
    """A copy in memory, upgraded there."""
    copy = Connection(None)
    with _readable(path) as source:
        version = version_of(source)
        copy.fill_from(source)
    for number in range(version, len(steps)):
        apply_step(copy, number, steps[number])
    _check(copy)
    return copy


@contextmanager
def _readable(path: Path) -> Iterator[Connection]:
    """The database, opened in the first of three ways in which it can be read."""
    log = path.with_name(f"{path.name}-wal")
    uri = path.absolute().as_uri()
    with ExitStack() as stack:
        stack.enter_context(storage_errors(path))
        source = _alone(path, f"{uri}?mode=rw")
        if source is None and log.exists() and log.stat().st_size:
            # Nothing may be written here, and commits are in the write-ahead file still: a copy of
            # both can be read elsewhere.
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="puna-")))
            shutil.copyfile(log, folder / log.name)
            source = Connection(Path(shutil.copyfile(path, folder / path.name)))
        elif source is None:
            source = Connection(path, uri=f"{uri}?immutable=1")
        stack.callback(source.close)
        yield source


def _alone(path: Path, uri: str) -> Connection | None:
    """Opened for this program alone: SQLite then needs no file of shared memory, for which a full
    disk has no room."""
    try:
        connection = Connection(path, uri=uri)
    except StorageError:
        return None
    try:
        connection.use_alone()
        version_of(connection)
    except StorageError:
        connection.close()
        return None
    return connection


def _check(connection: Connection) -> None:
    """Raise where a table or column is missing."""
    for sql in _NEEDED:
        connection.rows(f"{sql} LIMIT 0")
