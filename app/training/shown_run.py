"""The run that is looked at: what was asked for, all that it told, and what it left.

Files are read on other threads. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.training.comparing import Question, questions_of
from app.training.desk import TrainingDesk
from app.training.earlier import rows_of
from app.training.progress import Progress
from engine.errors import ErrorInfo, PunaError
from engine.examples.records import Example
from engine.gguf.adapter import Adapter, read_adapter
from engine.paths import Home
from engine.training.journal import read_events, read_request
from engine.training.records import Broken, Event, Prepared, Step, Train

_FINAL = ("not_finite", "diverges", "checkpoint", "nothing")
"""Faults of a run that going on cannot mend."""


@dataclass(frozen=True, slots=True)
class _Left:
    """What is on disk of a run, and what a live one told until then: so many events."""

    train: Train | None
    progress: Progress
    events: list[Event]
    heard: int
    unseen: Sequence[Example]  # rows that were kept for judging
    learnt: Sequence[Example]


class ShownRun(QObject):
    """`other`: another run is shown, and all of it was read. `heard`: it told something.
    `adapter_read`: what its file says of itself.
    `events` are all but the steps."""

    other = Signal()
    heard = Signal(object)  # Event
    adapter_read = Signal()
    failed = Signal(object)  # ErrorInfo

    def __init__(
        self, desk: TrainingDesk, home: Home, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runs = home.training / "runs"
        self._bridge = bridge
        self.run_id = ""
        self.train: Train | None = None
        self.progress = Progress()
        self.events: list[Event] = []
        self.unseen: Sequence[Example] = ()
        self.learnt: Sequence[Example] = ()
        self.adapter: Adapter | None = None
        desk.told.connect(self._on_told)

    @property
    def folder(self) -> Path:
        return self._runs / self.run_id

    @property
    def live(self) -> bool:
        """Whether it is under way now."""
        return bool(self.run_id) and self._desk.live_id == self.run_id

    @property
    def interrupted(self) -> bool:
        """Whether it neither runs nor ended: the computer or Puna was stopped."""
        return not self.live and self.progress.end is None

    @property
    def resumable(self) -> bool:
        """Whether it may go on from where it was: not where the same would only happen again."""
        end = self.progress.end
        if self.live or self.train is None:
            return False
        if isinstance(end, Broken):
            return end.error.values.get("fault") not in _FINAL
        return end is None or not end.adapter

    @property
    def name(self) -> str:
        return (self.train.name if self.train is not None else "") or self.run_id

    @property
    def questions(self) -> Sequence[Question]:
        """What can be asked without the adapter and with it: what it did not learn, if anything."""
        return questions_of(self.unseen or self.learnt)

    def show(self, run_id: str) -> None:
        """Read that run, and tell with `other` when it is there."""
        self.run_id = run_id
        folder = self.folder
        # One that just begins has written nothing yet.
        wanted = self._desk.train if self.live else None
        heard = list(self._desk.heard) if self.live else []

        def read() -> _Left:
            train, kept = read_request(folder) or wanted, read_events(folder)
            events = [*(_before(kept, heard) if wanted is not None else kept), *heard]
            notable: list[Event] = [event for event in events if not isinstance(event, Step)]
            return _Left(train, Progress(events), notable, len(heard), *_rows(train))

        def done(left: _Left) -> None:
            if self.run_id == run_id:
                self._take(left)

        self._bridge.run(read, done, self.failed.emit)

    @Slot()
    def again(self) -> None:
        """Its name may be another one now."""
        if self.run_id:
            self.show(self.run_id)

    def _take(self, left: _Left) -> None:
        self.train = left.train
        self.unseen, self.learnt = left.unseen, left.learnt
        self.progress, self.events = left.progress, left.events
        self.adapter = None
        if self.live:  # what it told while its folder was being read
            for event in self._desk.heard[left.heard :]:
                self._add(event)
        self.other.emit()
        self._look_at_adapter()

    @Slot(object)
    def _on_told(self, event: Event) -> None:
        if not self.live:
            return
        self._add(event)
        self.heard.emit(event)
        if self.progress.adapter:
            self._look_at_adapter()

    def _add(self, event: Event) -> None:
        self.progress.take(event)
        if not isinstance(event, Step):
            self.events.append(event)

    def _look_at_adapter(self) -> None:
        path = self.progress.adapter
        if not path:
            return

        def read() -> Adapter | None:
            try:
                return read_adapter(Path(path))
            except PunaError:
                return None  # deleted by another hand: there is nothing to do with it

        def done(adapter: Adapter | None) -> None:
            if self.progress.adapter == path:
                self.adapter = adapter
                self.adapter_read.emit()

        self._bridge.run(read, done, self._on_unreadable)

    def _on_unreadable(self, error: ErrorInfo) -> None:
        self.failed.emit(error)


def _before(kept: Sequence[Event], heard: Sequence[Event]) -> Sequence[Event]:
    """Of what was kept on disk, what was told before the process that runs now."""
    if not any(isinstance(event, Prepared) for event in heard):
        return kept
    starts = [at for at, event in enumerate(kept) if isinstance(event, Prepared)]
    return kept[: starts[-1]] if starts else ()


def _rows(train: Train | None) -> tuple[Sequence[Example], Sequence[Example]]:
    """The rows of a run, as far as they are still there."""
    try:
        return rows_of(train) if train is not None else ((), ())
    except PunaError:
        return (), ()  # moved since: there is nothing to compare by
