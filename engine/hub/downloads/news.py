"""Tells of changes on a thread of its own: at once where it matters, else ten times a second.

While something is under way and nothing changes, it tells every second, so that a speed falls.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

_SECONDS: Final = 0.1
_QUIET_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)


class News:
    """Calls `tell` after changes, many at once, and now and then while `busy` says so. Its methods
    never wait, but for `close`."""

    def __init__(self, tell: Callable[[], None], busy: Callable[[], bool]) -> None:
        self._tell = tell
        self._busy = busy
        self._news = threading.Condition()
        self._changed = self._urgent = self._closed = False
        self._thread = threading.Thread(target=self._run, name="downloads-news", daemon=True)
        self._thread.start()

    def changed(self, *, urgent: bool) -> None:
        """Something changed. `urgent`: a person may be waiting to see it."""
        if self._changed and (self._urgent or not urgent):
            return  # known already; pieces come by the thousand
        with self._news:
            self._changed = True
            self._urgent = self._urgent or urgent
            self._news.notify()

    def close(self) -> None:
        """Tell what is untold, and nothing more."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._thread.join()

    def _run(self) -> None:
        told = -_SECONDS
        while self._due(told):
            told = time.monotonic()
            try:
                self._tell()
            except Exception:  # noqa: BLE001 - a listener must not end the news
                _log.exception("a listener to downloads failed")

    def _due(self, told: float) -> bool:
        """Wait until there is something to tell, and the time for it; False at the end."""
        with self._news:
            while not self._closed:
                left = told + _SECONDS - time.monotonic()
                if self._urgent or (self._changed and left <= 0):
                    break
                if self._changed:
                    self._news.wait(left)
                elif not self._news.wait(_QUIET_SECONDS if self._busy() else None):
                    self._changed = True
            due = self._changed
            self._changed = self._urgent = False
            return due
