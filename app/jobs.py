"""Long work beside the window: an import, an export, a copy of everything. One after the other.

On a thread of its own, so that hours of copying hold up no saving of a setting. Knows nothing of
what the work is.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.errors import ErrorInfo
from engine.files import Cancelled, Progress, Stopped

T = TypeVar("T")
Work = Callable[[Progress, Cancelled], T]
"""Work that tells (done, total) and looks at times whether it is to stop; then raises `Stopped`."""

TELL_EVERY: Final = 0.1  # seconds between two tellings of progress
_STOPPED: Final = object()


class Job(QObject):
    """One piece of work, waiting or under way. Ends with exactly one of its last three signals."""

    progressed = Signal(object, object)  # done, total: may pass 2**31
    finished = Signal(object)  # what the work returned
    failed = Signal(object)  # ErrorInfo
    stopped = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ended = False
        self._cancelled = threading.Event()

    @Slot()
    def cancel(self) -> None:
        """End as soon as the work looks; also before it began."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Whether it is to stop. Callable on any thread."""
        return self._cancelled.is_set()


class Jobs(QObject):
    """Starts work and brings what it tells to the GUI thread, through the bridge."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="app-jobs")
        self._running: set[Job] = set()

    def start(self, work: Work[T]) -> Job:
        """Do `work` once what was started before is done."""
        job = Job(self)
        self._running.add(job)
        tell: Callable[[tuple[int, int]], None] = self._bridge.caller(
            lambda news: self._on_progress(job, news)
        )

        def run() -> object:
            try:
                if job.is_cancelled():
                    return _STOPPED
                return work(_throttled(tell), job.is_cancelled)
            except Stopped:
                return _STOPPED

        def done(result: object) -> None:
            self._end(job)
            job.stopped.emit() if result is _STOPPED else job.finished.emit(result)

        def failed(error: ErrorInfo) -> None:
            self._end(job)
            job.failed.emit(error)

        self._bridge.deliver(self._pool.submit(run), done, failed)
        return job

    def close(self) -> None:
        """Have all work stop, and wait for it: what it writes is whole or not there."""
        for job in self._running:
            job.cancel()
        self._pool.shutdown(wait=True)

    def _on_progress(self, job: Job, news: tuple[int, int]) -> None:
        if not job.ended:
            job.progressed.emit(*news)

    def _end(self, job: Job) -> None:
        job.ended = True
        self._running.discard(job)
        job.deleteLater()


def _throttled(tell: Callable[[tuple[int, int]], None]) -> Progress:
    """`tell`, but for what comes too soon after the telling before; the end is always told."""
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= TELL_EVERY or done == total:
            last = now
            tell((done, total))

    return progress
