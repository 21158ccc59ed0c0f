"""The runs: what there are, the one that is under way, and what it tells. It outlives the window,
which another language makes anew. Knows no widgets, and not how a model is trained.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.errors import ErrorInfo, TrainingError
from engine.training.records import (
    Broken,
    Command,
    Done,
    Estimate,
    Event,
    Pause,
    Paused,
    Probe,
    Resume,
    Step,
    Stop,
    Train,
)
from engine.training.runs import RunRecord, Runs

State = Literal["idle", "starting", "running", "paused", "ending"]


class Running(Protocol):
    """A process that trains, as `TrainingRun` is."""

    def send(self, command: Command) -> None: ...

    def close(self, timeout: float = 10.0) -> None: ...


Begin = Callable[[Train | Probe, Callable[[Event], None]], Running]
"""Starts the process of a run, which tells of itself on a thread of its own."""


class TrainingDesk(QObject):
    """One run at a time, or one probe. `records` are all runs as they were last listed; `told` and
    `ended` are of the run under way, `heard` all that it told so far. (`event` is a method of Qt.)
    """

    runs_changed = Signal()
    state_changed = Signal(str)
    told = Signal(object)  # Event
    ended = Signal(object)  # Done or Broken
    estimated = Signal(object)  # Estimate, or ErrorInfo where there is none
    refused = Signal(object)  # ErrorInfo

    def __init__(
        self, runs: Runs, begin: Begin, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.runs = runs
        self._begin = begin
        self._bridge = bridge
        self.records: Sequence[RunRecord] = ()
        self.train: Train | None = None
        self.live: Running | None = None
        self.state: State = "idle"
        self.heard: list[Event] = []
        self._stopped: Stop | None = None  # asked for, maybe before there was a process
        self._probing: Running | None = None
        self._probes = 0

    @property
    def live_id(self) -> str:
        """The id of the run under way: the name of its folder. Empty for none."""
        return Path(self.train.folder).name if self.train is not None else ""

    @property
    def progress(self) -> float | None:
        """How much of the run under way is done, from 0 to 1; None for none."""
        if self.train is None:
            return None
        last = next((one for one in reversed(self.heard) if isinstance(one, Step)), None)
        return last.step / last.steps if last is not None and last.steps else 0.0

    @Slot()
    def refresh(self) -> None:
        """Look again at which runs there are."""
        self._bridge.run(self.runs.list, self._on_listed, self.refused.emit)

    def start(self, train: Train) -> None:
        """Start a run, or go on with one whose folder is that of an earlier one."""
        if self.state != "idle":
            reason = "another run is under way"
            self.refused.emit(TrainingError("busy", reason, "Wait for it, or stop it.").info())
            return
        self.end_probe()
        self.train, self.heard, self._stopped = train, [], None
        self._set_state("starting")
        tell = self._bridge.caller(self._on_event)
        self._bridge.run(lambda: self._begin(train, tell), self._on_started, self._on_failed)

    @Slot()
    def pause(self) -> None:
        self._send(Pause())

    @Slot()
    def resume(self) -> None:
        if self.state == "paused":
            self._send(Resume())
            self._set_state("running")

    def stop(self, *, keep: bool) -> None:
        """End the run; with `keep` the best there is becomes the adapter."""
        if self.state == "idle":
            return  # it ended by itself just now
        self._stopped = Stop(keep)
        self._send(self._stopped)
        self._set_state("ending")

    def probe(self, probe: Probe) -> None:
        """Find out what a run would take. `estimated` tells."""
        self.end_probe()
        number = self._probes

        def hear(event: Event) -> None:
            if number == self._probes and isinstance(event, Estimate | Broken):
                self.end_probe()
                self.estimated.emit(event if isinstance(event, Estimate) else event.error)

        def started(running: Running) -> None:
            if number == self._probes:
                self._probing = running
            else:  # it is over, or was not wanted any more
                self._bridge.run(partial(running.close, 0.0))

        tell: Callable[[Event], None] = self._bridge.caller(hear)
        self._bridge.run(lambda: self._begin(probe, tell), started, self.estimated.emit)

    @Slot()
    def end_probe(self) -> None:
        """What is being found out is not wanted any more."""
        self._probes += 1
        probing, self._probing = self._probing, None
        if probing is not None:
            self._bridge.run(partial(probing.close, 0.0))

    def close(self) -> None:
        """Have the run write where it is, and wait a little for that."""
        for running in (self._probing, self.live):
            if running is not None:
                running.close()

    def _send(self, command: Command) -> None:
        if self.live is not None:
            self.live.send(command)

    def _on_started(self, running: Running) -> None:
        if self.train is None:  # it was over before it was heard of
            self._bridge.run(running.close)
            return
        self.live = running
        if self._stopped is not None:
            running.send(self._stopped)
        self.refresh()

    def _on_failed(self, error: ErrorInfo) -> None:
        self._on_event(Broken(error))

    def _on_event(self, event: Event) -> None:
        self.heard.append(event)
        if isinstance(event, Step) and self.state == "starting":
            self._set_state("running")
        elif isinstance(event, Paused) and self.state != "ending":
            self._set_state("paused")
        self.told.emit(event)
        if isinstance(event, Done | Broken):
            self._end(event)

    def _end(self, event: Done | Broken) -> None:
        live, self.live, self.train = self.live, None, None
        if live is not None:
            self._bridge.run(live.close)
        self._set_state("idle")
        self.ended.emit(event)
        self.refresh()

    def _on_listed(self, records: Sequence[RunRecord]) -> None:
        self.records = records
        self.runs_changed.emit()

    def _set_state(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
