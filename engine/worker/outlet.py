"""Where the text of a reply leaves the process: in frames, not more of them than anyone can see.

A frame wakes threads of the process that shows it, on cores that the next token is computed on.
Knows no model.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from engine.messages import Text
from engine.worker.model import Emit

EVERY = 0.025
"""Seconds between frames at least; a window draws every 0.033."""


class Outlet:
    """Sends the text of one job. `first` is when there was text for the first time."""

    def __init__(
        self, job: int, emit: Emit, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._job = job
        self._emit = emit
        self._clock = clock
        self._held: list[str] = []
        self._sent: float | None = None
        self.first: float | None = None

    def say(self, text: str) -> None:
        """Send text, with what was held; or hold it until the next, right after a frame."""
        if not text:
            return
        now = self._clock()
        self.first = self.first or now
        self._held.append(text)
        if self._sent is None or now - self._sent >= EVERY:
            self._send(now)

    def flush(self) -> None:
        """Send what is held: nothing follows soon."""
        if self._held:
            self._send(self._clock())

    def _send(self, now: float) -> None:
        text, self._sent = "".join(self._held), now
        self._held.clear()
        self._emit(Text(self._job, text))
