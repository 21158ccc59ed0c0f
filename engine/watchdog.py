"""How long the engine process may be silent about a job before it is taken for hung.

A load that hangs burns the processor; one that waits for a slow disk does not, and is given time.
A reply is given long: one batch of a prompt may take a slow computer minutes. Ends no process.
"""

from __future__ import annotations

import time
from pathlib import Path

from engine.hardware import processor_seconds
from engine.messages import Event, Loaded, Ready

LOAD_SECONDS, LOAD_SECONDS_PER_GB = 12.0, 10.0
REPLY_SECONDS, REPLY_SECONDS_PER_GB = 120.0, 120.0
_BUSY = 0.2
"""The share of one processor above which a silent load is no wait for a disk."""
_PATIENCE = 10
"""How many times as long a load may be silent that does wait."""
_GB = 1e9


class Watchdog:
    """Watches one process at one job at a time. Times are those of `time.monotonic`."""

    def __init__(self) -> None:
        self.job: int | None = None
        self.deadline: float | None = None
        self._pid = 0
        self._size = 0.0
        self._loaded = False
        self._heard = 0.0
        self._processor = 0.0

    def begin(self, job: int, pid: int, path: str) -> None:
        """The process `pid` is at this job now, with the model `path`."""
        self.job, self._pid, self._loaded = job, pid, False
        self._size = _gigabytes(path)
        self._reset()

    def rest(self) -> None:
        """There is nothing to be heard of."""
        self.job = self.deadline = None

    def hear(self, event: Event) -> None:
        """The process said something."""
        if event.job == self.job:
            self._loaded = self._loaded or isinstance(event, Loaded | Ready)
            self._reset()

    def silent_for(self) -> float:
        """The seconds of a silence that is a hang; 0 for none, or none yet."""
        now = time.monotonic()
        if self.deadline is None or now < self.deadline:
            return 0.0
        silent = now - self._heard
        busy = processor_seconds(self._pid) - self._processor >= _BUSY * silent
        if self._loaded or busy or silent >= _PATIENCE * self._allowed:
            return silent
        self.deadline = now + self._allowed
        return 0.0

    def _reset(self) -> None:
        self._heard = time.monotonic()
        self.deadline = self._heard + self._allowed
        if not self._loaded:
            self._processor = processor_seconds(self._pid)

    @property
    def _allowed(self) -> float:
        if self._loaded:
            return REPLY_SECONDS + REPLY_SECONDS_PER_GB * self._size
        return LOAD_SECONDS + LOAD_SECONDS_PER_GB * self._size


def _gigabytes(path: str) -> float:
    try:
        return Path(path).stat().st_size / _GB
    except (OSError, ValueError):  # a scripted model is no file
        return 0.0
