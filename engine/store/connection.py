"""One SQLite connection, and the only place that turns SQLite's errors into Puna's.

Knows no table. A connection belongs to the thread that made it.
"""

from __future__ import annotations

import os
import shutil
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import apsw

from engine.errors import Bug, PunaError, StorageError
from engine.store.digest import message_digest

BUSY_TIMEOUT_S = 5.0
_LEAST_FREE = 64 * 1024  # bytes without which SQLite cannot begin: its shared memory takes half
IN_MEMORY = Path(":memory:")

_REASONS: dict[type[apsw.Error], tuple[str, str]] = {
    apsw.FullError: ("the disk is full", ""),
    apsw.ReadOnlyError: ("it is write-protected", ""),
    apsw.PermissionsError: ("its permissions do not allow it", ""),
    apsw.CantOpenError: ("it cannot be opened", ""),
    apsw.IOError: ("the disk failed to read or write it", ""),
    apsw.BusyError: (
        "another program is writing to it",
        "Close the other program, then try again.",
    ),
    apsw.ProtocolError: (
        "another program has locked it",
        "Close the other program, then try again.",
    ),
    apsw.CorruptError: (
        "it is damaged",
        "Nothing was deleted. Move the file elsewhere to start anew, and keep it for repair.",
    ),
    apsw.NotADBError: (
        "it is damaged or not a database",
        "Nothing was deleted. Move the file elsewhere to start anew, and keep it for repair.",
    ),
    apsw.NoMemError: ("there is not enough memory", "Close other programs, then try again."),
    apsw.TooBigError: ("a text is too long for it", "Shorten the text, then try again."),
}


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Errors of the disk and of SQLite become StorageError; SQL that is wrong becomes Bug."""
    try:
        yield
    except apsw.Error as error:
        raise _translated(path, error) from error
    except OSError as error:
        raise StorageError(str(path), error.strerror or str(error)) from error


def _translated(path: Path, error: apsw.Error) -> PunaError:
    reason, advice = _REASONS.get(type(error), ("", ""))
    if not reason:
        return Bug("".join(traceback.format_exception(error)))
    if isinstance(error, apsw.IOError | apsw.CantOpenError):
        if _is_full(path.parent):
            return StorageError(str(path), _REASONS[apsw.FullError][0])
        if os.access(path, os.R_OK) and not os.access(path.parent, os.W_OK):
            return StorageError(str(path), _REASONS[apsw.ReadOnlyError][0])
        code = getattr(error, "extendedresult", 0)  # apsw declares it in a docstring only
        reason += f" ({apsw.mapping_extended_result_codes.get(code, error)})"
    return StorageError(str(path), reason, advice)


def _is_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LEAST_FREE
    except OSError:
        return False


class Connection:
    """A connection to the database file `path`, made where it is missing; None: one in memory.

    SQL of this connection may call `message_digest` (`engine.store.digest`). Raises StorageError
    where the disk, the file or another program refuses, as all methods do.
    """

    def __init__(self, path: Path | None, *, uri: str = "") -> None:
        """`uri` is another way to open `path`, which must be there then."""
        self.path = path or IN_MEMORY
        self.refusal: PunaError | None = None  # why nothing may be written
        self._in_transaction = False
        self._stemmer: apsw.FTS5Tokenizer | None = None
        try:
            str(self.path).encode()
        except UnicodeError as error:
            raise StorageError(str(path), "its name is not valid text") from error
        with storage_errors(self.path):
            if path is None:
                self._raw = apsw.Connection(":memory:")
            elif uri:
                flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
                self._raw = apsw.Connection(uri, flags=flags)
            else:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._raw = _opened(path)
        self._raw.set_busy_timeout(round(BUSY_TIMEOUT_S * 1000))
        self._raw.create_scalar_function(
            "message_digest",
            message_digest,  # type: ignore[arg-type]  # apsw's types know no bytes here
            4,
            deterministic=True,
        )
        # Nothing of a chat goes to a temporary file, and what is deleted is overwritten.
        self.rows("PRAGMA temp_store = MEMORY")
        self.rows("PRAGMA secure_delete = ON")

    @property
    def write_protected(self) -> bool:
        """Whether the file or the way it was opened allows no writing."""
        with storage_errors(self.path):
            return bool(self._raw.readonly("main"))

    def check_room(self) -> None:
        """Raise StorageError where the disk is full: SQLite would say so at the first commit."""
        if _is_full(self.path.parent):
            raise StorageError(str(self.path), _REASONS[apsw.FullError][0])

    def use_wal(self) -> None:
        """Write ahead, and leave the disk its time: a crash of the program loses no commit.

        After a power cut the last commits may be missing; `transaction(durable=True)` waits.
        """
        until = time.monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                self.rows("PRAGMA journal_mode = WAL")
                break
            except StorageError as error:
                # SQLite does not wait here: two programs that open a new file at once both hold
                # what the other needs, and one is told to try again.
                if not isinstance(error.__cause__, apsw.BusyError) or time.monotonic() > until:
                    raise
                time.sleep(0.01)
        self.rows("PRAGMA synchronous = NORMAL")

    def use_alone(self) -> None:
        """Read without shared memory and leave the write-ahead file as it is; others must wait."""
        self._raw.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        self.rows("PRAGMA locking_mode = EXCLUSIVE")

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run `sql` (one statement where it has `values`) and read all its rows."""
        with storage_errors(self.path):
            return self._raw.execute(sql, values or None).fetchall()

    def change(self, sql: str, *values: object) -> int:
        """Run one INSERT, UPDATE or DELETE; how many rows it changed."""
        self.rows(sql, *values)
        return self._raw.changes()

    def change_all(self, sql: str, *values: object) -> int:
        """As `change`, counting the rows that FTS5 changes by itself, too."""
        before = self._raw.total_changes()
        self.rows(sql, *values)
        return self._raw.total_changes() - before

    def stem(self, word: str) -> str:
        """`word` as an index with the tokenizer of `engine.store.schema` has it."""
        if self._stemmer is None:
            self._stemmer = self._raw.fts5_tokenizer("porter", ["unicode61"])
        found = self._stemmer(
            word.encode(), apsw.FTS5_TOKENIZE_DOCUMENT, None, include_offsets=False
        )
        return " ".join(str(token) for tokens in found for token in tokens)

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """All or nothing. Inside another transaction it is part of that one.

        IMMEDIATE, because SQLite does not wait when a reader turns writer. `durable` waits until
        the disk has it. Raises `refusal` where there is one.
        """
        if self.refusal is not None:
            raise self.refusal.with_traceback(None)
        if self._in_transaction:
            yield
            return
        if durable:
            self.rows("PRAGMA synchronous = FULL")
        try:
            self.rows("BEGIN IMMEDIATE")
            self._in_transaction = True
            yield
            self.rows("COMMIT")
        except BaseException:
            if self._raw.in_transaction:  # some errors have rolled back already
                self.rows("ROLLBACK")
            raise
        finally:
            self._in_transaction = False
            if durable:
                self.rows("PRAGMA synchronous = NORMAL")

    @property
    def in_transaction(self) -> bool:
        return self._in_transaction

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Wait only `seconds` for other programs."""
        self._raw.set_busy_timeout(round(seconds * 1000))
        try:
            yield
        finally:
            self._raw.set_busy_timeout(round(BUSY_TIMEOUT_S * 1000))

    def empty_wal(self) -> bool:
        """Move all commits from the write-ahead file to the database; False where others read."""
        [(busy, _, _)] = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy

    def copy_to(self, target: Path) -> None:
        """Write all that is committed to the file `target`, whole and checked, or not at all.

        What `target` was before is replaced.
        """
        part = target.with_name(f".{target.name}.part")
        with storage_errors(target):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                self._copy_to(part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
                part.with_name(f"{part.name}-journal").unlink(missing_ok=True)

    def _copy_to(self, part: Path) -> None:
        part.unlink(missing_ok=True)
        source = _opened(self.path)
        try:
            size = source.pragma("page_count") * source.pragma("page_size")
            if shutil.disk_usage(part.parent).free < size:
                raise StorageError(str(part.parent), f"a copy needs {size / 1e6:,.0f} MB of room")
            copy = _opened(part)
            try:
                with copy.backup("main", source, "main") as backup:
                    backup.step()
                copy.execute("PRAGMA journal_mode = DELETE")  # one plain file, no companions
                found = copy.execute("PRAGMA integrity_check").fetchall()
                same = _counts(copy) == _counts(source)
            finally:
                copy.close()
        finally:
            source.close()
        if found != [("ok",)] or not same:
            raise StorageError(str(self.path), "a copy made before its upgrade was not whole")

    def fill_from(self, source: Connection) -> None:
        """Become a copy of all that `source` holds."""
        with (
            storage_errors(source.path),
            self._raw.backup("main", source._raw, "main") as backup,
        ):
            backup.step()

    def close(self) -> None:
        """Close. The file is whole also where this was never called."""
        with storage_errors(self.path):
            self._raw.close()


def _opened(path: Path) -> apsw.Connection:
    if not path.exists():
        path.touch(mode=0o600)  # chats are for their user alone; SQLite would let others read
    return apsw.Connection(str(path))


def _counts(raw: apsw.Connection) -> dict[str, int]:
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
    return {name: raw.execute(f'SELECT count(*) FROM "{name}"').get for name in tables}
