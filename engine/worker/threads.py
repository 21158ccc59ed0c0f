"""How many threads to compute with: all while the machine is idle, fewer when others need it.

Threads of one computation wait for each other at every step, so one that shares its core with
another program stops all of them: two threads beside two busy programs are slower than one
(measured: a fifth of the speed and less). Therefore never more threads than there are cores left.
Pure decisions; knows no llama.cpp.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

UsableCores = Callable[[float, float], "float | None"]
"""Cores that could be used in the last so many seconds, but not before a time; None if unknown."""

_DOWN_AFTER, _UP_AFTER = 0.2, 0.4
"""Seconds of load a decision is made on."""
_SHORT = 0.4
"""A thread may lack so much of a core: windows and drivers always take a little."""
_FREE = 0.25
"""So little may be missing of a core before one more thread is used: less, so that the number of
threads does not swing."""
_REST, _MOST_REST = 0.4, 6.4
"""Seconds before threads are added again; doubled each time that turned out wrong."""
_WRONG_WITHIN = 2.0


class Governor:
    """Says how many of `most` threads to use; asked before every batch."""

    def __init__(
        self, most: int, usable: UsableCores, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = self._threads = most
        self._usable = usable
        self._clock = clock
        self._changed = self._added = 0.0
        self._rest = _REST

    def threads(self) -> int:
        """The number of threads for the next batch."""
        if self._most > 1:
            self._decide()
        return self._threads

    def crowded(self, since: float) -> bool:
        """Whether there are fewer cores than threads, in the time since a batch was begun. May be
        asked from any thread."""
        usable = self._usable(_DOWN_AFTER, max(since, self._changed))
        return self._threads > 1 and usable is not None and usable < self._threads - _SHORT

    def _decide(self) -> None:
        now, threads = self._clock(), self._threads
        lately = self._usable(_DOWN_AFTER, self._changed)
        if lately is not None and lately < threads - _SHORT and threads > 1:
            wrong = now - self._added < _WRONG_WITHIN
            self._rest = min(2 * self._rest, _MOST_REST) if wrong else _REST
            self._set(int(lately + _SHORT), now)
        elif threads < self._most and now - self._changed >= self._rest:
            steadily = self._usable(_UP_AFTER, self._changed)
            if steadily is not None and min(steadily, lately or 0) >= threads + 1 - _FREE:
                self._added = now
                self._set(int(min(steadily, lately or 0) + _FREE), now)

    def _set(self, threads: int, now: float) -> None:
        self._threads, self._changed = max(1, min(threads, self._most)), now


class ThreadLog:
    """With how many threads each token was read, as in `Receipt.threads`: (position, threads)
    where it changed."""

    def __init__(self, log: Sequence[tuple[int, int]] = ()) -> None:
        self._changes = list(log)

    def log(self) -> tuple[tuple[int, int], ...]:
        return tuple(self._changes)

    def read(self, position: int, threads: int) -> None:
        """A batch that begins at `position` was read with so many threads."""
        if not self._changes or self._changes[-1][1] != threads:
            self._changes.append((position, threads))

    def cut(self, length: int) -> None:
        """All but the first `length` tokens were taken back."""
        while self._changes and self._changes[-1][0] >= length:
            self._changes.pop()

    def at(self, position: int) -> int | None:
        """The threads at a position; None before the first known one."""
        return next((n for start, n in reversed(self._changes) if start <= position), None)
