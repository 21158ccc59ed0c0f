"""How much of the processor is left for this process: sampled all the time, at next to no cost.

A thread of its own looks, because a batch of a prompt can take seconds and a busy machine should
be known before the first one. Knows nothing of models and threads.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]  # it ships no types

from engine.hardware import processor_seconds

_AWAKE = 0.1
"""Seconds between samples while somebody asks; systems count processor time in steps of 0.01."""
_ASLEEP = 0.25
_FALLS_ASLEEP = 2.0
_KEPT = 32
_WINDOW = 0.4
"""Cores that the process which asks for replies may use without counting as another program: it
shows the text, and with fewer threads it would show it later."""


class Sample(NamedTuple):
    """Processor seconds up to a time, all from any zero: what this process had or could have had,
    and what the one that started it had."""

    time: float
    usable: float
    parent: float = 0.0


class Load:
    """Samples until it is closed. May be asked from any thread; `heard` is called on its own."""

    def __init__(self) -> None:
        self.heard: Callable[[], None] | None = None
        self._samples: deque[Sample] = deque([_sample()], maxlen=_KEPT)
        self._asked = time.monotonic()
        self._wake = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)
        self._thread.start()

    def usable_cores(self, seconds: float, since: float = 0.0) -> float | None:
        """Cores this process had or could have had in the last `seconds` or a little more, but not
        before `since` (of `time.monotonic`). None where no such time was measured yet.
        """
        was_asleep = time.monotonic() - self._asked > _FALLS_ASLEEP
        self._asked = time.monotonic()
        if was_asleep:
            self._wake.set()
        samples = [sample for sample in tuple(self._samples) if sample.time >= since]
        return usable_cores(samples, seconds)

    def close(self) -> None:
        self._closed = True
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            awake = time.monotonic() - self._asked <= _FALLS_ASLEEP
            self._wake.wait(_AWAKE if awake else _ASLEEP)
            self._wake.clear()
            self._samples.append(_sample())
            if self.heard is not None:
                self.heard()


def usable_cores(samples: list[Sample], seconds: float) -> float | None:
    """Usable cores between the last sample and the latest that is `seconds` older, or the oldest
    where they are younger; None where that is too short to say."""
    if len(samples) < 2:
        return None
    last = samples[-1]
    older = [sample for sample in samples if last.time - sample.time >= seconds]
    first = older[-1] if older else samples[0]
    if last.time - first.time < _AWAKE / 2:
        return None
    seconds = last.time - first.time
    parent = min((last.parent - first.parent) / seconds, _WINDOW)
    return (last.usable - first.usable) / seconds + parent


def _sample() -> Sample:
    """What others use of the processors this process may run on is not usable, except by programs
    that give way to all others. What the host of a virtual machine takes is not, either."""
    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    usable = time.process_time()
    for number, times in enumerate(psutil.cpu_times(percpu=True)):
        if allowed is None or number in allowed:
            usable += times.idle + getattr(times, "iowait", 0.0) + getattr(times, "nice", 0.0)
    return Sample(time.monotonic(), usable, processor_seconds(os.getppid()))
