"""The models on this computer as the window has them: listed, brought in, deleted and put back.

All of it is done on other threads. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.jobs import Job, Jobs
from engine.files import Cancelled, Progress
from engine.hub.library import Defaults, Library, Model, Trashed

How = Literal["here", "link", "copy"]


class Collection(QObject):
    """All models of the library, those of other programs and those that cannot be used, too."""

    changed = Signal()
    refused = Signal(object)  # ErrorInfo
    added = Signal(object)  # Model, at the user's wish
    trashed_one = Signal(object)  # Trashed, just now
    emptied = Signal(object)  # bytes that are free again

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        idle: Jobs,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        """`idle` does what nobody waits for and may take hours: hashing."""
        super().__init__(parent)
        self._library = library
        self._jobs = jobs
        self._idle = idle
        self._bridge = bridge
        self.known = False  # whether it was looked at all
        self.models: Sequence[Model] = ()
        self.trashed: Sequence[Trashed] = ()
        self._identified = False

    @Slot()
    def refresh(self) -> None:
        """Look again at what there is."""
        library = self._library

        def look() -> tuple[Sequence[Model], Sequence[Trashed]]:
            return tuple(library.everything()), tuple(library.trashed())

        self._bridge.run(look, self._on_listed, self.refused.emit)

    def named(self, name: str) -> Model | None:
        """The model of that id, as it was last seen."""
        return next((model for model in self.models if model.id == name), None)

    def at(self, path: Path) -> Model | None:
        """The model whose file that is."""
        return next((model for model in self.models if model.path == path), None)

    def add(self, path: Path, how: How) -> Job:
        """Take a file into the library. Ends with the Model; emits `added`."""
        library = self._library

        def work(progress: Progress, cancelled: Cancelled) -> Model:
            return library.add(path, how, progress, cancelled)

        job = self._jobs.start(work)
        job.finished.connect(self._on_added)
        return job

    def trash(self, model: Model) -> None:
        """Delete a model; `put_back` undoes it until the trash is emptied."""
        library = self._library

        def done(trashed: Trashed) -> None:
            self.trashed_one.emit(trashed)
            self.refresh()

        self._bridge.run(lambda: library.trash(model.id), done, self.refused.emit)

    def put_back(self, trashed: Trashed) -> None:
        """Undo `trash`."""
        library = self._library
        self._bridge.run(
            lambda: library.restore(trashed), lambda _: self.refresh(), self.refused.emit
        )

    @Slot()
    def empty_trash(self) -> None:
        """Delete for good what is in the trash."""

        def done(size: int) -> None:
            self.emptied.emit(size)
            self.refresh()

        self._bridge.run(self._library.empty_trash, done, self.refused.emit)

    def read_defaults(self, model: Model, done: Callable[[Defaults], None]) -> None:
        """Look up how a model is to be used, and call `done` with it."""
        library = self._library
        self._bridge.run(lambda: library.defaults(model.id), done, self.refused.emit)

    def set_defaults(self, model: Model, defaults: Defaults) -> None:
        """Use a model like this from the next chat on."""
        library = self._library
        self._bridge.run(lambda: library.set_defaults(model.id, defaults), None, self.refused.emit)

    def _on_listed(self, found: tuple[Sequence[Model], Sequence[Trashed]]) -> None:
        news = (self.models, self.trashed) != found or not self.known
        self.known = True
        self.models, self.trashed = found
        if news:
            self.changed.emit()
        if not self._identified:
            self._identify()

    def _identify(self) -> None:
        """Find out which files are the same, beside everything else; once is enough."""
        self._identified = True
        library = self._library
        job = self._idle.start(lambda _, cancelled: library.identify(cancelled))
        job.finished.connect(lambda _: self.refresh())

    @Slot(object)
    def _on_added(self, model: Model) -> None:
        self.refresh()
        # Told once it is listed: what is asked of the bridge comes in order.
        self._bridge.run(lambda: None, lambda _: self.added.emit(model))
