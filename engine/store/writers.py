"""Who writes replies to a database, so that only those whose program has ended are interrupted.

Each program that opens it holds a lock on an empty file beside it, named after a token. The system
drops the lock when the program ends, however it ends. Knows no SQL.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from engine.errors import StorageError
from engine.files import storage_error
from engine.locks import try_lock


class Writer:
    """This program as a writer of the database at `path`, until `close`. Raises StorageError."""

    def __init__(self, path: Path) -> None:
        self._database = path
        while True:
            self.token = secrets.token_hex(8)
            self._file = self._file_of(self.token)
            try:
                self._descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
                # Another program that opens the database may take the file for one left behind,
                # and remove it in the moment before it is locked.
                locked = try_lock(self._descriptor)
            except FileExistsError:
                continue
            except OSError as error:
                raise storage_error(self._file, error) from error
            if locked and self._file.exists():
                return
            os.close(self._descriptor)

    def has_ended(self, token: str) -> bool:
        """Whether the writer called `token` is gone. Its file is removed then."""
        if token == self.token:
            return False
        if not token.isalnum():  # none, or damaged: it names no file
            return True
        file = self._file_of(token)
        try:
            descriptor = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            return True
        except OSError as error:
            raise storage_error(file, error) from error
        try:
            if not try_lock(descriptor):
                return False
            if os.name == "posix":  # Windows removes no open file
                file.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
        if os.name != "posix":
            file.unlink(missing_ok=True)
        return True

    def sweep(self) -> None:
        """Remove the files that ended programs left."""
        prefix = self._file_of("").name
        for file in self._database.parent.iterdir():
            if file.name.startswith(prefix):
                self.has_ended(file.name.removeprefix(prefix))

    def close(self) -> None:
        """This program writes no more."""
        try:
            if os.name == "posix":
                self._file.unlink(missing_ok=True)
            os.close(self._descriptor)
            self._file.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(str(self._file), error.strerror or str(error)) from error

    def _file_of(self, token: str) -> Path:
        return self._database.with_name(f"{self._database.name}-writer-{token}")
