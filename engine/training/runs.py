"""All runs of a home: what became of each, also after a restart.

A run is a folder in `training/runs`; see `engine.training.journal`. Methods touch the disk: not for
a GUI thread. Knows no process.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from engine.errors import InvalidInput, StorageError
from engine.files import storage_error
from engine.locks import FileLock
from engine.paths import Home
from engine.training.journal import LOCK, REQUEST, read_events, read_request, read_result
from engine.training.records import Broken, Done, Evaluated, Event, Prepared, Step, Train

State = Literal["new", "running", "interrupted", "done", "stopped", "cancelled", "failed"]
"""`new`: a folder without a request. `interrupted`: it can be gone on with, as can `cancelled` and
`failed`."""
_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 40


class RunRecord(msgspec.Struct, frozen=True):
    """One run. `adapter` is empty where there is none. `prepared`, `step` and `evaluated` are the
    last of their kind that were told, `end` how it ended. `started_at` in seconds of the epoch."""

    id: str
    folder: str
    name: str
    model: str
    state: State
    started_at: float
    adapter: str = ""
    request: Train | None = None
    prepared: Prepared | None = None
    step: Step | None = None
    evaluated: Evaluated | None = None
    end: Done | Broken | None = None


class Runs:
    """The runs of one home."""

    def __init__(self, home: Home) -> None:
        self._folder = (home.training / "runs").absolute()

    def list(self) -> Sequence[RunRecord]:
        """All runs, the newest first. Raises StorageError."""
        if not self._folder.is_dir():
            return []
        records = [_record(path) for path in self._folder.iterdir() if path.is_dir()]
        return sorted(records, key=lambda record: record.started_at, reverse=True)

    def get(self, id_: str) -> RunRecord:
        """One run. Raises InvalidInput where there is none."""
        return _record(self._of(id_))

    def events(self, id_: str) -> Sequence[Event]:
        """All that a run told until now, once each, in order. Raises StorageError."""
        return read_events(self._of(id_))

    def new(self, name: str) -> Path:
        """The folder for a new run, made now. Raises StorageError."""
        now = datetime.datetime.now(datetime.UTC).strftime("%Y%m%d-%H%M%S")
        plain = _UNSAFE.sub("-", name).strip("-. ")[:_LONGEST] or "run"
        for number in range(1, 1000):
            folder = self._folder / (f"{now}-{plain}" + (f"-{number}" if number > 1 else ""))
            try:
                folder.mkdir(parents=True)
            except FileExistsError:
                continue
            except OSError as error:
                raise storage_error(folder, error) from error
            return folder
        raise InvalidInput("name", "there are too many runs of this name", "Choose another name.")

    def remove(self, id_: str) -> None:
        """Delete a run and its checkpoints, not its adapter. Raises InvalidInput for one that is at
        work, StorageError."""
        folder = self._of(id_)
        if is_running(folder):
            raise InvalidInput("run", f"{id_} is at work", "Stop it first.")
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise storage_error(folder, error) from error

    def _of(self, id_: str) -> Path:
        folder = self._folder / id_
        plain = id_ == Path(id_).name and id_ not in (".", "..")
        if not plain or not folder.is_dir():
            raise InvalidInput("run", f"there is no run {id_}", "Choose one of the list.")
        return folder


def _record(folder: Path) -> RunRecord:
    request, end = read_request(folder), read_result(folder)
    last: dict[type[Event], Event] = {}
    with contextlib.suppress(StorageError):  # it is shown all the same, and hides no other
        last = {type(event): event for event in read_events(folder)}
    prepared, step, evaluated = last.get(Prepared), last.get(Step), last.get(Evaluated)
    return RunRecord(
        id=folder.name,
        folder=str(folder),
        name=request.name if request and request.name else folder.name,
        model=request.model if request else "",
        state=_state(folder, request, end),
        started_at=_started(folder),
        adapter=end.adapter if isinstance(end, Done) and Path(end.adapter).is_file() else "",
        request=request,
        prepared=prepared if isinstance(prepared, Prepared) else None,
        step=step if isinstance(step, Step) else None,
        evaluated=evaluated if isinstance(evaluated, Evaluated) else None,
        end=end,
    )


def _state(folder: Path, request: Train | None, end: Done | Broken | None) -> State:
    if request is None:
        return "new"
    if isinstance(end, Broken):
        return "failed"
    if end is not None:
        return "done" if end.reason == "early" else end.reason
    return "running" if is_running(folder) else "interrupted"


def is_running(folder: Path) -> bool:
    """Whether a run is at work in a folder, in whatever process."""
    if not (folder / LOCK).exists():
        return False
    lock = FileLock(folder / LOCK)
    with contextlib.suppress(OSError):
        if lock.take():
            lock.release()
            return False
        return True
    return False


def _started(folder: Path) -> float:
    """When a run was made: its folder's name says so; else when it was asked for."""
    with contextlib.suppress(ValueError):
        made = datetime.datetime.strptime(f"{folder.name[:15]}+0000", "%Y%m%d-%H%M%S%z")
        return made.timestamp()
    with contextlib.suppress(OSError):
        return (folder / REQUEST).stat().st_mtime
    return 0.0
