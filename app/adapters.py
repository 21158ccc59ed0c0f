"""The LoRA adapters there are, as the window has them: listed, brought in, checked with a model.

All of it is done on other threads. Does not know how they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.jobs import Job, Jobs
from engine.files import Cancelled, Progress
from engine.gguf.adapter import Adapter, read_adapter
from engine.hub.adapters import AdapterShelf


class AdapterChoice(QObject):
    """The adapters of the home. A setup names one of them by its file, any other by its path."""

    changed = Signal()
    added = Signal(object)  # Adapter, at the user's wish
    refused = Signal(object)  # ErrorInfo of a file that was to be added

    def __init__(
        self, shelf: AdapterShelf, jobs: Jobs, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._jobs = jobs
        self._bridge = bridge
        self.known: Sequence[Adapter] = ()

    @Slot()
    def refresh(self) -> None:
        """Look again at which there are."""
        self._bridge.run(self._shelf.list, self._on_listed)

    def named(self, name: str) -> Adapter | None:
        """The adapter of the home that a setup means by `name`."""
        path = self._shelf.path_of(name)
        return next((adapter for adapter in self.known if adapter.path == path), None)

    def add(self, name: str) -> Job:
        """Copy a file into the home. Emits `added` or `refused`."""

        def work(progress: Progress, cancelled: Cancelled) -> Adapter:
            return self._shelf.add(Path(name), progress, cancelled)

        job = self._jobs.start(work)
        job.finished.connect(self._on_added)
        job.failed.connect(self.refused)
        return job

    def check(self, name: str, model: Path) -> Job:
        """Find out whether the adapter meant by `name` is sound and fits a model; the job fails
        where it is not, or does not."""
        shelf = self._shelf

        def work(_: Progress, cancelled: Cancelled) -> None:
            shelf.check(read_adapter(shelf.path_of(name)), model, cancelled)

        return self._jobs.start(work)

    def _on_listed(self, adapters: Sequence[Adapter]) -> None:
        if list(adapters) != list(self.known):
            self.known = tuple(adapters)
            self.changed.emit()

    @Slot(object)
    def _on_added(self, adapter: Adapter) -> None:
        others = (known for known in self.known if known.path != adapter.path)
        self._on_listed(sorted((*others, adapter), key=lambda one: one.name.casefold()))
        self.added.emit(adapter)
