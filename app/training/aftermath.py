"""What can be done with a run that ended: named, exported, deleted and brought back.

All of it is done on other threads. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.jobs import Job, Jobs
from app.training.desk import TrainingDesk
from app.training.outcome import Outcome
from app.training.shown_run import ShownRun
from engine.assistants import Assistant
from engine.files import Cancelled, Progress, write_atomic
from engine.hub.adapter_files import export_adapter, rename_adapter
from engine.paths import Home
from engine.training.journal import REQUEST, read_request
from engine.training.trash import RunTrash, TrashedRun


class Aftermath(QObject):
    """`deleted` brings what puts the run back, `renamed` the id of one with another name."""

    deleted = Signal(str, object)  # its name, a function
    renamed = Signal(str)
    exported = Signal(object)  # the file, a text
    refused = Signal(object)  # ErrorInfo

    def __init__(
        self,
        desk: TrainingDesk,
        outcome: Outcome,
        home: Home,
        jobs: Jobs,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._outcome = outcome
        self._home = home
        self._jobs = jobs
        self._bridge = bridge
        self._trash = RunTrash(home)

    def rename(self, run: ShownRun, name: str) -> None:
        """Call a run, its adapter and its assistant by another name."""
        folder, run_id, adapter = run.folder, run.run_id, run.progress.adapter

        def work() -> None:
            if adapter and Path(adapter).is_file():
                rename_adapter(Path(adapter), name)
            train = read_request(folder)
            if train is not None:
                named = msgspec.structs.replace(train, name=name)
                data = msgspec.json.format(msgspec.json.encode(named), indent=2)
                write_atomic(folder / REQUEST, data + b"\n")

        def done(_: None) -> None:
            if adapter:
                self._outcome.rename(adapter, name)
            self.renamed.emit(run_id)
            self._desk.refresh()

        self._bridge.run(work, done, self.refused.emit)

    def export(self, run: ShownRun, target: str) -> Job:
        """Copy the adapter to a file of the user's."""
        path, home = Path(run.progress.adapter), self._home

        def work(progress: Progress, cancelled: Cancelled) -> str:
            export_adapter(path, Path(target), home, progress, cancelled)
            return target

        job = self._jobs.start(work)
        job.finished.connect(self.exported)
        job.failed.connect(self.refused)
        return job

    def delete(self, run: ShownRun) -> None:
        """Set a run aside, with its adapter and its assistant. `deleted` brings the way back."""
        folder, name, adapter = run.folder, run.name, run.progress.adapter
        trash = self._trash

        def work() -> TrashedRun:
            files = [Path(adapter)] if adapter and self._home.owns(Path(adapter)) else []
            return trash.take(name, folder, *files)

        def done(trashed: TrashedRun) -> None:
            assistant = self._outcome.remove(adapter) if adapter else None
            self._desk.refresh()
            self.deleted.emit(name, self._way_back(trashed, assistant))

        self._bridge.run(work, done, self.refused.emit)

    def empty(self) -> None:
        """Erase what was deleted: nothing of it can come back any more."""
        self._bridge.run(self._trash.empty)

    def _way_back(self, trashed: TrashedRun, assistant: Assistant | None) -> Callable[[], None]:
        def back(_: None) -> None:
            if assistant is not None:
                self._outcome.put_back(assistant)
            self._desk.refresh()

        def undo() -> None:
            self._bridge.run(lambda: self._trash.put_back(trashed), back, self.refused.emit)

        return undo
