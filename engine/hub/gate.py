"""The one gate for every network call: shut, nothing leaves the computer.

Knows no protocol. Whoever opens a connection asks it first, and says what for.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence

import msgspec

from engine.errors import Offline

_KEPT = 200


class Call(msgspec.Struct, frozen=True):
    """A network call that was made: `at` in seconds since 1970, to `host`, for `purpose`."""

    at: float
    host: str
    purpose: str


class Gate:
    """Thread-safe. `offline`: shut from the beginning."""

    def __init__(self, *, offline: bool = False) -> None:
        self._lock = threading.Lock()
        self._offline = offline
        self._calls: deque[Call] = deque(maxlen=_KEPT)

    @property
    def offline(self) -> bool:
        return self._offline

    def set_offline(self, offline: bool) -> None:
        """Shut or open it. What is under way notices at its next `check`."""
        self._offline = offline

    def check(self) -> None:
        """Raise `Offline` where it is shut: called again and again while bytes come."""
        if self._offline:
            raise Offline

    def enter(self, host: str, purpose: str) -> None:
        """Before a connection to `host` is used. Raises `Offline` where it is shut."""
        self.check()
        with self._lock:
            self._calls.append(Call(time.time(), host, purpose))

    def calls(self) -> Sequence[Call]:
        """The last calls, oldest first."""
        with self._lock:
            return tuple(self._calls)
