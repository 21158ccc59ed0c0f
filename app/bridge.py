"""The one door from every asynchronous result to Qt: engine events, store results, file work.

Other threads append to a deque; a timer on the GUI thread drains it, and runs only while something
is awaited. The pending text of a job is joined into one event a drain, so a fast model costs one
rendering a tick and never a backlog. Knows nothing of chats or widgets.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from engine.errors import Bug, ErrorInfo, PunaError
from engine.messages import Event, Failed, Finished, Text

T = TypeVar("T")
Sink = Callable[[Event], None]

DRAIN_MS = 33

log = logging.getLogger(__name__)


class Bridge(QObject):
    """Brings results to the GUI thread. Its methods are called there; its sinks from anywhere."""

    failed = Signal(object)  # ErrorInfo of a result nobody else wanted to handle
    _called = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrived: deque[Callable[[], None]] = deque()
        self._awaited = 0
        self._unsent: dict[_Door, None] = {}
        self._files = ThreadPoolExecutor(max_workers=1, thread_name_prefix="app-files")
        self._timer = QTimer(self, interval=DRAIN_MS)
        self._timer.timeout.connect(self._drain)
        self._called.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    def caller(self, handler: Callable[[T], None]) -> Callable[[T], None]:
        """A function callable on any thread at any time, for news nobody asked for and that are
        rare: `handler` is called with its argument on this thread."""

        def call(news: T) -> None:
            self._arrived.append(lambda: handler(news))
            self._called.emit()

        return call

    def sink(self, handler: Sink) -> Sink:
        """A sink for one job, callable on any thread; `handler` gets its events on this thread.

        Events keep their order, text is joined, and whatever follows the job's end is dropped.
        """
        self._await()
        door = _Door(handler)
        return lambda event: self._arrived.append(lambda: self._pass(door, event))

    def deliver(
        self,
        future: Future[T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        """Call `done` with the result of `future` on this thread, or `failed` with its error."""
        self._await()
        future.add_done_callback(
            lambda finished: self._arrived.append(lambda: self._settle(finished, done, failed))
        )

    def run(
        self,
        function: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        """Do file work on the one worker thread, in the order asked for, and deliver its result."""
        self.deliver(self._files.submit(function), done, failed)

    def close(self) -> None:
        """Finish the file work that was asked for, and deliver nothing more."""
        self._timer.stop()
        self._called.disconnect(self._drain)
        self._files.shutdown(wait=True)
        self._arrived.clear()

    def _await(self) -> None:
        # A timer can only be started from its own thread.
        assert QThread.currentThread() is self.thread()
        self._awaited += 1
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _drain(self) -> None:
        # Only what has arrived by now: a handler that asks for more is served in the next drain.
        for _ in range(len(self._arrived)):
            _guarded(self._arrived.popleft())
        for door in list(self._unsent):
            _guarded(lambda door=door: self._flush(door))  # type: ignore[misc]  # bound now
        if self._awaited == 0 and not self._arrived:
            self._timer.stop()

    def _pass(self, door: _Door, event: Event) -> None:
        if door.ended:
            return
        if isinstance(event, Text):
            door.pieces.append(event.text)
            door.job = event.job
            self._unsent[door] = None
            return
        self._flush(door)
        if isinstance(event, Finished | Failed):
            door.ended = True
            self._awaited -= 1
        door.handler(event)

    def _flush(self, door: _Door) -> None:
        self._unsent.pop(door, None)
        if door.pieces:
            text = "".join(door.pieces)
            door.pieces.clear()
            door.handler(Text(door.job, text))

    def _settle(
        self,
        future: Future[T],
        done: Callable[[T], None] | None,
        failed: Callable[[ErrorInfo], None] | None,
    ) -> None:
        self._awaited -= 1
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            (failed or self.failed.emit)(error_info(error))
        elif done is not None:
            done(future.result())


class _Door:
    """What the bridge knows of one job: who handles it, and its text not yet passed on."""

    __slots__ = ("ended", "handler", "job", "pieces")

    def __init__(self, handler: Sink) -> None:
        self.handler = handler
        self.pieces: list[str] = []
        self.job = 0
        self.ended = False


def error_info(error: BaseException) -> ErrorInfo:
    """An exception as data to be worded; one not raised on purpose is our bug, and is logged."""
    if isinstance(error, PunaError):
        return error.info()
    log.error("unexpected error", exc_info=error)
    return Bug("".join(traceback.format_exception(error))).info()


def _guarded(call: Callable[[], None]) -> None:
    """Call, so that one handler's fault is reported and keeps nothing from the others."""
    try:
        call()
    except Exception:  # noqa: BLE001  # reported by the hook; the results after it still arrive
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]  # set: we are handling one
