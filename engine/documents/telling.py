"""Passes news on: no more often than anybody can look, and lets no fault of a listener through."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from engine.documents.news import Changed, News
from engine.documents.records import Progress

_PAUSE: Final = 0.25
"""Seconds between two of the same kind."""

log = logging.getLogger(__name__)


class Teller:
    """Tells one listener, from any thread. `progress` is what was told last."""

    def __init__(self, tell: Callable[[News], None] | None) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._changed: set[str] = set()
        self._changed_at = self._progress_at = 0.0
        self.progress: Progress | None = None

    def changed(self, *collections: str) -> None:
        """Files of collections are others now; told soon, at the latest by `flush`."""
        with self._lock:
            self._changed.update(collections)
            if time.monotonic() - self._changed_at < _PAUSE:
                return
        self.flush()

    def flush(self) -> None:
        """Tell what changed."""
        with self._lock:
            changed, self._changed = tuple(sorted(self._changed)), set()
            self._changed_at = time.monotonic()
        if changed:
            self.tell(Changed(changed))

    def is_due(self) -> bool:
        """Whether it is time to say how far it is."""
        return time.monotonic() - self._progress_at >= _PAUSE

    def go_on(self, progress: Progress) -> None:
        """Say how far it is."""
        self._progress_at = time.monotonic()
        self.progress = progress
        self.tell(progress)

    def end(self, news: Iterable[News]) -> None:
        """Nothing is under way any more."""
        self.flush()
        self.progress = None
        for one in news:
            self.tell(one)

    def tell(self, news: News) -> None:
        """Tell it now."""
        if self._tell is not None:
            try:
                self._tell(news)
            except Exception:  # it must not end the thread
                log.exception("who listens to the documents has a fault")
