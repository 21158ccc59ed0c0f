"""The hidden folder of one download: its journal, what has come, and its lock.

    models/.downloads/<key>.lock       held by the Puna that works on it
    models/.downloads/<key>/journal    what is wanted
    models/.downloads/<key>/0.part     the first file as far as it came: its length is the truth
    models/.downloads/<key>/whole/     files that are complete and checked, under their own names

A folder without a journal is nobody's, and goes. Knows no network.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec

from engine.errors import InvalidInput, StorageError
from engine.files import shown, storage_error, sync_folder, write_atomic
from engine.hub.downloads.names import file_names
from engine.hub.downloads.records import Wanted
from engine.hub.downloads.reserve import release, reserve, reserved
from engine.locks import FileLock
from engine.workshop import require_room

HIDDEN: Final = ".downloads"
# Left free for chats and settings, which are written all the time.
_SPARE: Final = 32 << 20


class Folder:
    """The folder of what is `wanted`, below the folder `models`. Making one touches no disk."""

    def __init__(self, models: Path, wanted: Wanted) -> None:
        self._place = models.absolute() / HIDDEN
        self._path = self._place / wanted.key
        self._wanted = wanted
        self._names = file_names(wanted)
        self.whole = self._path / "whole"
        """Where complete files are until all are."""
        self._held: dict[int, int] = {}

    def part(self, index: int) -> Path:
        """Where the file of this index arrives."""
        return self._path / f"{index}.part"

    def has(self, index: int) -> bool:
        """Whether the file of this index is complete and checked."""
        return _length(self.whole / self._names[index]) == self._wanted.files[index].size

    def arrived(self) -> int:
        """Bytes that need not be fetched again."""
        return sum(
            file.size if self.has(index) else min(_length(self.part(index)), file.size)
            for index, file in enumerate(self._wanted.files)
        )

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """Whether it is ours in the block; another Puna may have it. Raises `StorageError`."""
        lock = FileLock(self._path.with_name(f"{self._path.name}.lock"))
        try:
            taken = self._take(lock)
        except OSError as error:
            raise storage_error(self._place, error) from error
        try:
            yield taken
        finally:
            lock.release()
            with suppress(OSError):
                self._place.rmdir()  # the last one out

    def _take(self, lock: FileLock) -> bool:
        while True:
            self._place.mkdir(parents=True, exist_ok=True)
            try:
                return lock.take()
            except FileNotFoundError:  # the last one out removed the place in this moment
                if not self._place.parent.exists():
                    raise

    def note(self) -> None:
        """Write the journal, so that a later run knows of it. Raises `StorageError`."""
        write_atomic(self._path / "journal", msgspec.json.encode(self._wanted))

    @contextmanager
    def reserved(self) -> Iterator[None]:
        """Hold room on the disk for all that is missing, in the block.

        Raises `StorageError` where there is too little; then nothing was written.
        """
        missing = [index for index in range(len(self._names)) if not self.has(index)]
        try:
            try:
                need = sum(map(self._needed, missing))
                require_room(self._place, need + _SPARE if need else 0)
                for index in missing:
                    self._hold(index)
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    require_room(self._place, self._wanted.size)  # the better words
                raise storage_error(self._place, error) from error
            yield
        finally:
            for index in missing:
                self._let_go(index)

    def _needed(self, index: int) -> int:
        """Bytes of the disk that a part does not have yet."""
        size = self._wanted.files[index].size
        part = self.part(index)
        return max(0, size - reserved(part.stat())) if part.exists() else size

    def _hold(self, index: int) -> None:
        self._held[index] = os.open(self.part(index), os.O_RDWR | os.O_CREAT, 0o644)
        reserve(self._held[index], self._wanted.files[index].size)

    def _let_go(self, index: int) -> None:
        """Give back the room that was not used, and a part that never began. A drive that is gone
        says nothing new here: what failed is told already."""
        descriptor = self._held.pop(index, None)
        if descriptor is None:
            return
        with suppress(OSError):
            release(descriptor)
        empty = False
        with suppress(OSError):
            empty = os.fstat(descriptor).st_size == 0
        with suppress(OSError):
            os.close(descriptor)
        if empty:
            with suppress(OSError):
                self.part(index).unlink(missing_ok=True)

    def keep(self, index: int) -> None:
        """A part is complete and checked: it goes to the whole ones. Raises `StorageError`."""
        self._let_go(index)  # Windows moves no open file
        try:
            self.whole.mkdir(exist_ok=True)
            self.part(index).replace(self.whole / self._names[index])
            sync_folder(self.whole)
        except OSError as error:
            raise storage_error(self.whole, error) from error

    def drop(self, index: int) -> None:
        """A part is not what was wanted: it goes, and begins anew. Raises `StorageError`."""
        self._let_go(index)
        try:
            self.part(index).unlink(missing_ok=True)
            self._hold(index)
        except OSError as error:
            raise storage_error(self.part(index), error) from error

    def discard(self) -> None:
        """Remove all of it: the journal first, so that what a crash leaves is nobody's."""
        with suppress(OSError):
            (self._path / "journal").unlink(missing_ok=True)
        shutil.rmtree(self._path, ignore_errors=True)


def left(models: Path) -> Sequence[Wanted]:
    """What earlier runs left to be done, oldest first, without what another Puna works on.

    Folders that are nobody's are removed. Raises `StorageError`.
    """
    place = models.absolute() / HIDDEN
    found: list[tuple[float, Wanted]] = []
    try:
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.is_dir() and (entry := _left(path)) is not None:
                found.append(entry)
        with suppress(OSError):
            place.rmdir()
    except OSError as error:
        raise StorageError(shown(place), error.strerror or str(error)) from error
    return [wanted for _, wanted in sorted(found, key=lambda entry: entry[0])]


def _left(path: Path) -> tuple[float, Wanted] | None:
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    if not lock.take():
        return None
    try:
        journal = path / "journal"
        try:
            at = journal.stat().st_mtime
            wanted = msgspec.json.decode(journal.read_bytes(), type=Wanted)
            if wanted.key == path.name and file_names(wanted):
                return at, wanted
        except FileNotFoundError:
            pass  # it was being made, or removed
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, InvalidInput):
            pass  # not written by us
        # While it is held: afterwards, another Puna may be at work in it.
        shutil.rmtree(path, ignore_errors=True)
        return None
    finally:
        lock.release()


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
