"""The folder with the states of chats: what a model has read of them, so that it need not be read
again after a restart. Which files there are, how much they take, and erasing them.

A state is derived from a chat and can be lost at any time. Its file is named by the chat, so that
it can be erased without being read. Knows nothing of what is in one.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from engine.errors import StorageError
from engine.files import storage_error

log = logging.getLogger(__name__)

_SUFFIX: Final = ".state"
_ERASED: Final = ".erased"
_REMEMBERED_S: Final = 86400.0
"""Seconds for which an erased chat is remembered: longer than any process goes on writing."""


class States:
    """The files under one folder. Several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> list[tuple[Path, int]]:
        """All states with their sizes in bytes, that used longest ago first."""
        found: list[tuple[float, Path, int]] = []
        for path in self._all():
            with suppress(OSError):
                stat = path.stat()
                if path.name.endswith(_SUFFIX) and not path.name.startswith("."):
                    found.append((stat.st_mtime, path, stat.st_size))
        return [(path, size) for _, path, size in sorted(found)]

    def size(self) -> int:
        """Bytes of all states."""
        return sum(size for _, size in self.files())

    def make(self) -> None:
        """Make the folder where it is not there. Raises StorageError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(self.folder, error) from error

    def place(self, chat: str) -> Path:
        """A new name for a state of the chat with the key `chat`."""
        return self.folder / f"{_name(chat)}-{secrets.token_hex(8)}{_SUFFIX}"

    def is_erased(self, chat: str) -> bool:
        """Whether a chat was erased, so that nothing of it may be written. To be asked once more
        behind writing: whoever erases notes that first, and then looks for files. The note stays
        as long as somebody asks."""
        note = self._note(chat)
        with suppress(OSError):
            os.utime(note)
        return note.exists()

    def erase(self, chats: Iterable[str]) -> None:
        """Remove all states of these chats, also such as are being written. Raises StorageError."""
        names = {_name(chat) for chat in chats}
        if not names or not self.folder.is_dir():
            return
        unnoted = self._note_all(names)
        refused = self._remove_all(names)
        if unnoted is not None:  # a full disk has room for the notes now
            unnoted = self._note_all(names)
            refused = self._remove_all(names)
        if error := refused or unnoted:
            raise error

    def clear(self) -> None:
        """Remove all states. Raises StorageError."""
        refused: StorageError | None = None
        for path in self._all():
            if _SUFFIX in path.name:
                refused = _remove(path) or refused
        if refused is not None:
            raise refused

    def trim(self, most: int) -> None:
        """Remove what was used longest ago until at most `most` bytes are left, and what was left
        behind by processes that were killed."""
        files = self.files()
        size = sum(size for _, size in files)
        for path, length in files:
            if size <= most:
                break
            _remove(path)
            size -= length
        self._sweep()

    def _note_all(self, names: Iterable[str]) -> StorageError | None:
        try:
            for name in names:
                (self.folder / f"{name}{_ERASED}").touch()
        except OSError as error:
            return storage_error(self.folder, error)
        return None

    def _remove_all(self, names: Collection[str]) -> StorageError | None:
        refused: StorageError | None = None
        for path in self._all():
            if path.name.lstrip(".").split("-")[0] in names and path.suffix != _ERASED:
                refused = _remove(path) or refused
        return refused

    def _sweep(self) -> None:
        old = time.time() - _REMEMBERED_S
        for path in self._all():
            with suppress(OSError):
                left = path.name.startswith(".") or path.suffix == _ERASED
                if left and path.stat().st_mtime < old:
                    path.unlink()

    def _all(self) -> list[Path]:
        try:
            return [Path(entry.path) for entry in os.scandir(self.folder) if entry.is_file()]
        except FileNotFoundError:
            return []
        except OSError as error:
            log.warning("%s", storage_error(self.folder, error))
            return []

    def _note(self, chat: str) -> Path:
        return self.folder / f"{_name(chat)}{_ERASED}"


def _name(chat: str) -> str:
    return hashlib.sha256(chat.encode("utf-8", "replace")).hexdigest()[:32]


def _remove(path: Path) -> StorageError | None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        return storage_error(path, error)
    return None
