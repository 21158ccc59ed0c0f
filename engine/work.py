"""A request under way: what the engine thread is told and keeps of it, and how its asker ends it.

Knows no process and no thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.messages import (
    AdapterUse,
    Configure,
    Embed,
    Event,
    Forget,
    Generate,
    Load,
    Measure,
    ModelSpec,
)

Sink = Callable[[Event], None]
"""Hears the events of one job, on the engine thread; a request that is refused at once, on the
caller's. Must return soon and not raise."""


class Job:
    """A request under way. `cancel` may be called at any moment, from any thread, repeatedly."""

    def __init__(self, number: int, cancel: Callable[[int], None]) -> None:
        self.id = number
        self._cancel = cancel

    def cancel(self) -> None:
        """End the job soon; it still ends with exactly one Finished or Failed."""
        self._cancel(self.id)


@dataclass(slots=True)
class Work:
    """A job and how far it is. `kill_at`: on the clock that never goes back, when its process is
    ended if it was cancelled and goes on."""

    request: Load | Generate | Embed | Measure
    sink: Sink
    kill_at: float | None = None
    begun: bool = False
    sent: int = 0

    @property
    def model(self) -> ModelSpec:
        request = self.request
        if isinstance(request, Generate | Measure):
            return request.request.model
        return request.model

    @property
    def adapters(self) -> tuple[AdapterUse, ...]:
        request = self.request
        return request.request.adapters if isinstance(request, Generate | Measure) else ()

    @property
    def measures(self) -> str | None:
        """What it is done for beside the jobs; None for a job."""
        if not isinstance(self.request, Measure):
            return None
        return "text" if self.request.text else "tokens"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A job is asked for."""

    job: int
    work: Work


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A job is to end."""

    job: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Something to tell the process that no job waits for."""

    message: Configure | Forget


class Closed:
    """Asks the thread to end."""
