"""What the events of a run add up to: how far it is, its curves, and what became of it.

Knows neither where events come from nor how they are shown: live ones and those that an earlier
start left are taken alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from engine.errors import ErrorInfo
from engine.training.records import (
    Broken,
    Done,
    Estimate,
    Evaluated,
    Event,
    NotSaved,
    Paused,
    Prepared,
    Preparing,
    Saved,
    Skipped,
    Step,
    Verifying,
)

State = Literal["preparing", "running", "paused", "verifying", "finished", "stopped", "failed"]

MOST_POINTS: Final = 2_000
MOST_SMOOTHED: Final = 20


class Series:
    """Points of a curve, at most 2,000: beyond, each stands for the mean of several steps."""

    def __init__(self) -> None:
        self.x: list[float] = []
        self.y: list[float] = []
        self._each = 1
        self._waiting: list[tuple[float, float]] = []

    def add(self, x: float, y: float) -> None:
        self._waiting.append((x, y))
        if len(self._waiting) < self._each:
            return
        count = len(self._waiting)
        self.x.append(sum(at for at, _ in self._waiting) / count)
        self.y.append(sum(value for _, value in self._waiting) / count)
        self._waiting.clear()
        if len(self.x) >= MOST_POINTS:
            self._each *= 2
            self.x, self.y = _halved(self.x), _halved(self.y)


class Progress:
    """A run so far. `take` everything it told, in order."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.stage: Preparing | None = None
        self.prepared: Prepared | None = None
        self.step: Step | None = None
        self.evaluated: Evaluated | None = None
        self.best: Evaluated | None = None
        self.first: Evaluated | None = None  # of step 0: what it was taught from
        self.saved: Saved | None = None
        self.not_saved: ErrorInfo | None = None
        self.end: Done | Broken | None = None
        self.paused = False
        self.verifying = False
        self.training = Series()
        self.held_out = Series()
        self.rate = Series()
        for event in events:
            self.take(event)

    @property
    def state(self) -> State:
        """What it is doing, or how it ended."""
        if isinstance(self.end, Broken):
            return "failed"
        if self.end is not None:
            return "finished" if self.end.adapter else "stopped"
        if self.verifying:
            return "verifying"
        if self.paused:
            return "paused"
        return "preparing" if self.step is None and self.prepared is None else "running"

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        if isinstance(self.end, Done) and self.end.reason in ("done", "early"):
            return 1.0
        return self.step.step / max(1, self.step.steps) if self.step is not None else 0.0

    @property
    def adapter(self) -> str:
        """The file it made; empty where there is none."""
        return self.end.adapter if isinstance(self.end, Done) else ""

    def take(self, event: Event) -> None:
        """Add what it told now."""
        match event:
            case Preparing():
                self.stage = event
            case Prepared():
                self._begin(event)
            case Step():
                self._step(event)
            case Evaluated():
                self._evaluate(event)
            case Saved():
                self.saved, self.not_saved = event, None
            case NotSaved():
                self.not_saved = event.error
            case Paused():
                self.paused = True
            case Verifying():
                self.verifying = True
            case Done() | Broken():
                self.end = event
                self.paused = self.verifying = False
            case Skipped() | Estimate():
                pass  # told in the log alone

    def _begin(self, prepared: Prepared) -> None:
        """It begins, or goes on after it was interrupted, from its last checkpoint."""
        self.prepared = prepared
        self.paused = self.verifying = False
        self.end = None
        if prepared.from_step < (self.step.step if self.step else 0):
            # Steps behind the checkpoint are made again: of these only the later telling counts.
            for series in (self.training, self.held_out, self.rate):
                _cut(series, prepared.from_step)

    def _step(self, step: Step) -> None:
        self.step = step
        self.paused = False
        self.training.add(step.step, step.loss)
        self.rate.add(step.step, step.lr)

    def _evaluate(self, evaluated: Evaluated) -> None:
        self.evaluated = evaluated
        if evaluated.step == 0:
            self.first = evaluated
        if evaluated.best:
            self.best = evaluated
        self.held_out.add(evaluated.step, evaluated.loss)


def smoothed(values: Sequence[float]) -> list[float]:
    """A running mean of about the last twenty values, of a short curve of fewer: single steps jump
    about."""
    over = min(MOST_SMOOTHED, max(2, len(values) // 10))
    keep = 1 - 1 / over
    mean, weight, result = 0.0, 0.0, []
    for value in values:
        mean, weight = keep * mean + (1 - keep) * value, keep * weight + (1 - keep)
        result.append(mean / weight)
    return result


def _halved(values: list[float]) -> list[float]:
    return [sum(values[at : at + 2]) / len(values[at : at + 2]) for at in range(0, len(values), 2)]


def _cut(series: Series, after: int) -> None:
    kept = sum(1 for x in series.x if x <= after)
    del series.x[kept:]
    del series.y[kept:]
