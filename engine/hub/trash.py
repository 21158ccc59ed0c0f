"""Models that were deleted and can come back, until the trash is emptied.

They lie in `.trash` of the models folder they were in, so that moving them is one rename a file.
Each has a folder of its own with a record of where its files were. Knows nothing of models.
"""

from __future__ import annotations

import logging
import shutil
import time
import uuid
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from engine.errors import ModelNotFound, StorageError
from engine.files import shown, storage_error, write_atomic

_log = logging.getLogger(__name__)
TRASH: Final = ".trash"
_RECORD: Final = "record.json"
_ENDING: Final = ".trashed"  # so that nobody takes what lies there for a model


class Trashed(msgspec.Struct, frozen=True):
    """A model in the trash. `id` is the one it had, `key` names it here; `files` are where they
    were below the models folder `root`. `size` of them all and `freed`, the part of it that
    emptying makes free: a file that has other names frees nothing. `at` in seconds since 1970."""

    key: str
    id: str
    title: str
    root: str
    files: tuple[str, ...]
    size: int
    freed: int
    at: float


class Trash:
    """The trash of one models folder. Every method touches the disk."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._folder = models / TRASH

    def put(self, id_: str, title: str, paths: Sequence[Path]) -> Trashed:
        """Move files below the models folder here; those that are not there are left out.

        Raises `StorageError`; then they are all where they were.
        """
        there = [path for path in paths if path.exists() or path.is_symlink()]
        if any(shown(path) != str(path) for path in there):
            raise StorageError(
                shown(there[0]),
                "its name is not valid UTF-8",
                "Rename the file, or delete it for good.",
            )
        sizes = [(_size(path), _frees(path)) for path in there]
        trashed = Trashed(
            key=uuid.uuid4().hex,
            id=id_,
            title=title,
            root=str(self._models),
            files=tuple(path.relative_to(self._models).as_posix() for path in there),
            size=sum(size for size, _ in sizes),
            freed=sum(size for size, frees in sizes if frees),
            at=time.time(),
        )
        folder = self._folder / trashed.key
        # The record is there first: at any moment later, the files are found again.
        write_atomic(folder / _RECORD, msgspec.json.encode(trashed))
        moves = [(path, folder / _name(number)) for number, path in enumerate(there)]
        try:
            _move(moves)
        except OSError as error:
            if not any(folder.glob(f"*{_ENDING}")):  # else it could not be put back, either
                shutil.rmtree(folder, ignore_errors=True)
            raise storage_error(there[0], error) from error
        for path in there:
            remove_empty(path.parent, self._models)
        return trashed

    def list(self) -> Sequence[Trashed]:
        """What is in it, the latest first. Folders without a record or files are not listed."""
        found = []
        for record in self._folder.glob(f"*/{_RECORD}"):
            try:
                trashed = msgspec.json.decode(record.read_bytes(), type=Trashed)
            except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                _log.info("%s cannot be used: %s", record, error)
                continue
            # The folder may have been moved to another place, and records say anything.
            trashed = msgspec.structs.replace(
                trashed, key=record.parent.name, root=str(self._models)
            )
            if self._held(trashed):
                found.append(trashed)
        return sorted(found, key=lambda trashed: -trashed.at)

    def restore(self, trashed: Trashed) -> Path:
        """Put the files back and return where the first of them is: where it was, or beside where
        another one is now. Raises `ModelNotFound` for what is not here any more, `StorageError`."""
        held = self._held(trashed)
        if not held:
            raise ModelNotFound(trashed.title, "it is not in the trash any more")
        try:
            targets = self._targets([name for name, _ in held])
            for target in targets:
                target.parent.mkdir(parents=True, exist_ok=True)
            _move([(kept, target) for (_, kept), target in zip(held, targets, strict=True)])
        except OSError as error:
            raise storage_error(self._models / held[0][0], error) from error
        self._drop(trashed)
        return targets[0]

    def empty(self) -> int:
        """Delete everything in it for good; the bytes that became free. Raises `StorageError`."""
        freed = 0
        if not self._folder.is_dir():
            return 0
        try:
            for path in self._folder.iterdir():
                if path.is_dir() and not path.is_symlink():
                    freed += sum(_size(kept) for kept in path.glob(f"*{_ENDING}") if _frees(kept))
                    shutil.rmtree(path)
                else:  # something of the system's file manager
                    path.unlink()
            self._folder.rmdir()
        except OSError as error:
            raise storage_error(self._folder, error) from error
        return freed

    def _held(self, trashed: Trashed) -> Sequence[tuple[str, Path]]:
        """The files of it that are here: where each was, and where it is."""
        folder = self._folder / PurePosixPath(trashed.key).name
        places = [(name, folder / _name(number)) for number, name in enumerate(trashed.files)]
        return [
            (name, path)
            for name, path in places
            if _harmless(name) and (path.exists() or path.is_symlink())
        ]

    def _targets(self, names: Sequence[str]) -> Sequence[Path]:
        """Where the files go: with a number to their folder where one would replace another."""
        for number in range(1, 1000):
            targets = []
            for name in names:
                path = self._models / name
                folder = path.parent
                if number > 1 and folder != self._models:
                    folder = folder.with_name(f"{folder.name}-{number}")
                elif number > 1:
                    folder = folder / f"restored-{number}"
                targets.append(folder / path.name)
            if not any(path.exists() or path.is_symlink() for path in targets):
                return targets
        raise StorageError(shown(self._models / names[0]), "there are too many of this name")

    def _drop(self, trashed: Trashed) -> None:
        shutil.rmtree(self._folder / PurePosixPath(trashed.key).name, ignore_errors=True)
        remove_empty(self._folder, self._models)


def remove_empty(folder: Path, top: Path) -> None:
    """Remove a folder below `top` and those above it, as far as nothing is in them."""
    while folder != top and folder.is_relative_to(top):
        try:
            folder.rmdir()
        except OSError:  # something is in it
            return
        folder = folder.parent


def _move(moves: Sequence[tuple[Path, Path]]) -> None:
    """Rename all files or none. Raises OSError."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise


def _name(number: int) -> str:
    return f"{number}{_ENDING}"


def _harmless(name: str) -> bool:
    """Whether a recorded place is below the folder, on every system."""
    parts = name.split("/")
    return all(part and part not in (".", "..") and not set(part) & set("\\:\0") for part in parts)


def _size(path: Path) -> int:
    try:
        return 0 if path.is_symlink() else path.stat().st_size
    except OSError:
        return 0


def _frees(path: Path) -> bool:
    """Whether deleting a file makes its bytes free."""
    try:
        return path.is_file() and not path.is_symlink() and path.stat().st_nlink < 2
    except OSError:
        return False
