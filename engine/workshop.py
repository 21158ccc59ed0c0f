"""Large files come to their place whole or not at all.

They are made in a hidden folder beside it and published by one rename, so neither a crash nor a
second Puna at the same work leaves half a file. Knows nothing of what is in them.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]  # it ships no types

from engine.errors import StorageError
from engine.files import shown, storage_error, sync_folder

_PREFIX: Final = ".new-"
_STALE_SECONDS: Final = 24 * 3600
_CLOCK_SECONDS: Final = 2  # by which the system may be wrong on when a process began


@contextmanager
def workshop(place: Path, size: int) -> Iterator[Path]:
    """A new hidden folder in the folder `place`, gone at the end with what is left in it.

    Raises `StorageError` where `size` bytes do not fit on the disk, and for every refusal of the
    system inside the block.
    """
    folder: Path | None = None
    try:
        place.mkdir(parents=True, exist_ok=True)
        sweep(place)
        require_room(place, size)
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
        yield folder
    except OSError as error:
        raise storage_error(place, error) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def require_room(place: Path, size: int) -> None:
    """Raise `StorageError` where `size` bytes do not fit on the disk of the folder `place`."""
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise storage_error(place, error) from error
    if free < size:
        reason = f"{size / 1e9:.2f} GB are needed on its disk, {free / 1e9:.2f} GB are free"
        raise StorageError(shown(place), reason)


def publish_file(made: Path, target: Path) -> None:
    """Move a finished file to its place. Raises OSError."""
    flush(made)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        made.replace(target)
    except PermissionError:
        # Windows replaces no open file: another Puna made the same one first and uses it.
        if not target.is_file() or target.stat().st_size != made.stat().st_size:
            raise
    sync_folder(target.parent)


def flush(path: Path) -> None:
    """Have the content of a file reach the disk. Raises OSError."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sweep(place: Path) -> None:
    """Remove folders of this kind that a killed process left, and any of a day ago or longer."""
    for folder in place.glob(f"{_PREFIX}*"):
        if _abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    process = folder.name.removeprefix(_PREFIX).partition("-")[0]
    try:
        changed = folder.stat().st_mtime
        if process.isdecimal() and _begun_after(int(process), changed):
            return True
        return time.time() - changed > _STALE_SECONDS
    except FileNotFoundError:  # its process was faster
        return False


def _begun_after(process: int, moment: float) -> bool:
    """Whether there is no such process, or another of that number: numbers come again, in a
    container nearly always the same one."""
    try:
        return bool(psutil.Process(process).create_time() > moment + _CLOCK_SECONDS)
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False
