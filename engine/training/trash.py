"""Deleted runs, with their adapters: set aside until Puna is closed, so that they can come back.

Knows only folders and files. Touches the disk: not for a GUI thread.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.errors import InvalidInput, StorageError
from engine.files import shown, storage_error
from engine.paths import Home
from engine.training.runs import is_running

_FOLDER: Final = "trash"


@dataclass(frozen=True, slots=True)
class TrashedRun:
    """What was set aside: (where it was, where it is) of the run's folder and of its adapter."""

    name: str
    moved: tuple[tuple[Path, Path], ...]


class RunTrash:
    """The runs of one home that were deleted."""

    def __init__(self, home: Home) -> None:
        self._folder = home.training / _FOLDER

    def take(self, name: str, *paths: Path) -> TrashedRun:
        """Set aside a run's folder and its adapter, as far as they are there. Raises InvalidInput
        for a run that is at work, in another process maybe, and StorageError; then what was moved
        already is where it was."""
        for path in paths:
            if is_running(path):
                raise InvalidInput("run", f"{shown(path)} is at work", "Stop it first.")
        moved: list[tuple[Path, Path]] = []
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            place = Path(tempfile.mkdtemp(dir=self._folder))
            for path in paths:
                if path.exists():
                    target = place / path.name
                    path.rename(target)
                    moved.append((path, target))
        except OSError as error:
            for path, target in reversed(moved):
                target.rename(path)
            raise storage_error(self._folder, error) from error
        return TrashedRun(name, tuple(moved))

    def put_back(self, trashed: TrashedRun) -> None:
        """Bring a run back to where it was. Raises StorageError; where something else is there
        meanwhile nothing is moved."""
        for path, _ in trashed.moved:
            if path.exists():
                raise StorageError(shown(path), "there is another file of this name now")
        for path, target in trashed.moved:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                target.rename(path)
            except OSError as error:
                raise storage_error(path, error) from error

    def empty(self) -> None:
        """Erase what was set aside. What a system holds on to is tried again the next time."""
        shutil.rmtree(self._folder, ignore_errors=True)
