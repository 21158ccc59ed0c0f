"""From the draft to a run: its examples written, an estimate asked for, the run started.

Knows no widgets, and not how a run is trained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.training.desk import TrainingDesk
from app.training.draft import Draft, written
from engine.errors import ErrorInfo
from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.hub.adapters import SHIPPED
from engine.paths import Home
from engine.training.records import Estimate, Probe, Settings, Train

_DATA, _HELD_OUT = "examples.jsonl", "held_out.jsonl"
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_LONGEST_NAME = 60

State = Literal["none", "measuring", "known", "failed"]


class _Drafted(NamedTuple):
    """A draft as it was when it was asked for: another thread writes it."""

    model: str
    examples: Sequence[Example]
    name: str
    start: str
    judged: Sequence[Example]

    @classmethod
    def of(cls, draft: Draft) -> _Drafted:
        name = draft.name.strip()
        return cls(draft.model, draft.examples, name, draft.start, draft.judged)


class Launch(QObject):
    """`estimate` and `error` are what the last measurement of this draft brought; `fast`: it was
    of the fast mode."""

    changed = Signal()
    started = Signal(str)  # id of the run
    failed = Signal(object)  # ErrorInfo

    def __init__(
        self,
        home: Home,
        draft: Draft,
        desk: TrainingDesk,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._draft = draft
        self._desk = desk
        self._bridge = bridge
        self._turn = 0
        self.state: State = "none"
        self.estimate: Estimate | None = None
        self.error: ErrorInfo | None = None
        self.fast = False
        self.starting = False
        desk.estimated.connect(self._on_estimated)

    def measure(self, settings: Settings) -> None:
        """Try the run for some seconds, and tell what the whole of it would take. Not beside a
        run: either would be slower than it is."""
        if self._desk.state != "idle":
            return
        self._desk.end_probe()
        self._turn += 1
        turn, folder, draft = self._turn, self._home.training / "draft", _Drafted.of(self._draft)
        self.fast = settings.fast
        self._show("measuring")

        def done(train: Train) -> None:
            if turn == self._turn:
                self._desk.probe(Probe(train))

        def failed(error: ErrorInfo) -> None:
            if turn == self._turn:
                self._on_estimated(error)

        self._bridge.run(lambda: self._written(folder, draft, settings), done, failed)

    @Slot()
    def forget(self) -> None:
        """What was measured does not hold any more."""
        self._turn += 1
        self._desk.end_probe()
        self._show("none")

    def start(self, settings: Settings) -> None:
        """Begin the run. `started` tells its id."""
        draft = _Drafted.of(self._draft)
        self.forget()
        self.starting = True
        self.changed.emit()

        def write() -> Train:
            return self._written(self._desk.runs.new(draft.name), draft, settings)

        def done(train: Train) -> None:
            self.starting = False
            self._desk.start(train)
            self.started.emit(Path(train.folder).name)
            self.changed.emit()

        def refused(error: ErrorInfo) -> None:
            self.starting = False
            self.changed.emit()
            self.failed.emit(error)

        self._bridge.run(write, done, refused)

    def _written(self, folder: Path, draft: _Drafted, settings: Settings) -> Train:
        """The examples on the disk, and the request of the run of them."""
        folder.mkdir(parents=True, exist_ok=True)
        data, judged = folder / _DATA, folder / _HELD_OUT
        write_examples(data, written(draft.examples))
        if draft.judged:
            write_examples(judged, draft.judged)
        # Runs that were interrupted may yet write theirs.
        taken = [one.request.out for one in self._desk.runs.list() if one.request is not None]
        return Train(
            model=draft.model,
            data=str(data),
            folder=str(folder),
            out=str(free_file(self._home.adapters, draft.name, taken)),
            name=draft.name,
            eval_data=str(judged) if draft.judged else "",
            start=draft.start,
            settings=settings,
        )

    @Slot(object)
    def _on_estimated(self, found: Estimate | ErrorInfo) -> None:
        if self.state != "measuring":
            return
        if isinstance(found, Estimate):
            self.estimate = found
            self._show("known")
        else:
            self.error = found
            self._show("failed")

    def _show(self, state: State) -> None:
        if state in ("none", "measuring"):
            self.estimate, self.error = None, None
        self.state = state
        self.changed.emit()


def free_file(folder: Path, name: str, taken: Iterable[str] = ()) -> Path:
    """A file of that name that is not there yet, and is none of `taken`. Touches the disk."""
    stem = _UNFIT.sub(" ", name).strip(" .")[:_LONGEST_NAME] or "adapter"
    path, number = folder / f"{stem}.gguf", 2
    names = {SHIPPED, *(Path(each).name.casefold() for each in taken)}
    while path.exists() or path.name.casefold() in names:
        path, number = folder / f"{stem} {number}.gguf", number + 1
    return path
