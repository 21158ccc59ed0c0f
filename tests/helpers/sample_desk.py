"""A desk of fine-tuning without a trainer: what a run tells is said by the test.

with trained(home) as bench:
    bench.write([...]); bench.view.show_run(bench.run_id)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMainWindow

from app.bridge import Bridge
from app.errors import ErrorWords
from app.item_choice import ItemChoice
from app.jobs import Jobs
from app.sample_runs import write_sample_run
from app.teaching import Teaching
from app.training.desk import TrainingDesk
from app.training.run_aids import RunAids
from app.training.run_view import RunView
from engine.assistants import Assistant
from engine.training.records import Event, Train

WAIT = 15_000
RUN = "20261122-120000-support-tone"


class KeptInMemory(ItemChoice[Assistant]):
    """Assistants that are saved at once."""

    def save(self, item: Assistant) -> None:
        number = item.id or 1 + max((each.id for each in self.own), default=0)
        item = msgspec.structs.replace(item, id=number)
        self.own = (*(each for each in self.own if each.id != number), item)
        self.changed.emit()
        self.saved.emit(item)

    def remove(self, item: Assistant) -> None:
        self.own = tuple(each for each in self.own if each.id != item.id)
        self.changed.emit()
        self.removed.emit(item)


class Spoken:
    """A run whose events are those of the test; `sent` is what it was told."""

    def __init__(self, tell) -> None:
        self.tell = tell
        self.sent: list[object] = []
        self.closed = False

    def send(self, command) -> None:
        self.sent.append(command)

    def close(self, timeout: float = 10.0) -> None:
        self.closed = True


class Restless:
    """Takes note whether the computer is to stay awake."""

    held = False

    def hold(self) -> None:
        self.held = True

    def release(self) -> None:
        self.held = False


class NoRuns:
    def list(self) -> Sequence[object]:
        return ()


class Bench:
    """Everything around the view of a run."""

    run_id = RUN

    def __init__(self, home, theme) -> None:
        self.home = home
        self.bridge = Bridge()
        self.jobs = Jobs(self.bridge)
        self.started: list[Spoken] = []
        self.desk = TrainingDesk(NoRuns(), self._begin, self.bridge)
        self.assistants = KeptInMemory()
        self.awake = Restless()
        self.teaching = Teaching(home, self.bridge)
        self.aids = RunAids(
            self.desk,
            self.assistants,
            home,
            self.jobs,
            self.teaching,
            self.bridge,
            awake=self.awake,
        )
        self.window = QMainWindow()
        self.view = RunView(self.desk, self.aids, ErrorWords(self.window), theme)
        self.window.setCentralWidget(self.view)
        self.window.resize(1000, 800)
        self.window.show()

    def _begin(self, _: object, tell) -> Spoken:
        self.started.append(Spoken(tell))
        return self.started[-1]

    def write(self, events: Sequence[Event], tongue: str = "en") -> Train:
        """Leave a run in the home, as an earlier day did."""
        return write_sample_run(self.home, RUN, "support-tone", tongue, events)

    def begin(self, qtbot) -> Spoken:
        """Start that run; returns what speaks for its process."""
        self.desk.start(self.write([]))
        qtbot.waitUntil(lambda: self.desk.live is not None, timeout=WAIT)
        return self.started[-1]

    def show(self, qtbot) -> RunView:
        """Look at that run, once it was read."""
        with qtbot.waitSignal(self.view.run.other, timeout=WAIT):
            self.view.show_run(RUN)
        return self.view

    def tell(self, qtbot, *events: Event) -> None:
        """Have the run tell these, and wait until the view heard them."""
        for event in events:
            self.started[-1].tell(event)
        heard = self.desk.heard
        qtbot.waitUntil(lambda: bool(heard) and heard[-1] is events[-1], timeout=WAIT)

    def close(self) -> None:
        self.window.hide()
        self.aids.close()
        self.desk.close()
        self.jobs.close()
        self.bridge.close()
        self.window.deleteLater()


@contextmanager
def trained(home, theme) -> Iterator[Bench]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    bench = Bench(home, theme)
    try:
        yield bench
    finally:
        bench.close()
        QLocale.setDefault(before)
