"""How fast bytes come: over the last seconds, so that a pause shows and a hiccup does not."""

from __future__ import annotations

from collections import deque
from typing import Final

_SECONDS: Final = 5.0
_STEP: Final = 0.1


class Meter:
    """Bytes per second. Times are of one clock that only goes on, in seconds."""

    def __init__(self) -> None:
        self._counts: deque[tuple[float, int]] = deque()
        self._began: float | None = None

    def add(self, now: float, count: int) -> None:
        """So many bytes came."""
        if self._began is None:
            self._began = now  # the first piece came before this moment, in an unknown time
            return
        if self._counts and now - self._counts[-1][0] < _STEP:
            at, before = self._counts.pop()
            self._counts.append((at, before + count))
        else:
            self._counts.append((now, count))
        while self._counts[0][0] < now - _SECONDS:
            self._counts.popleft()

    def speed(self, now: float) -> float:
        """Bytes per second now; 0 where it is not known yet."""
        if self._began is None:
            return 0.0
        seconds = min(now - self._began, _SECONDS)
        recent = sum(count for at, count in self._counts if at >= now - _SECONDS)
        return recent / seconds if seconds >= _STEP else 0.0
