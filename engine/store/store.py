"""One thread that owns the database, so that nobody else ever waits for the disk.

Knows no SQL, and no Qt: results come as futures. What can be read is read while nothing can be
written, and the disk is tried again until it can.
"""

from __future__ import annotations

import logging
import math
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Literal, TypeVar

import msgspec

from engine.errors import Bug, ErrorInfo, PunaError, StorageError
from engine.store.chats import Chats
from engine.store.connection import IN_MEMORY, Connection
from engine.store.database import open_database, open_in_memory
from engine.store.fulfil import fulfil
from engine.store.reading import open_for_reading
from engine.store.writers import Writer

T = TypeVar("T")

log = logging.getLogger(__name__)


class StoreState(msgspec.Struct, frozen=True):
    """What can be done with the database; `error` says why not everything.

    `open`: all. `reading`: chats can be read, and every write fails. `closed`: nothing.
    """

    mode: Literal["open", "reading", "closed"]
    error: ErrorInfo | None = None


class Store:
    """The database at `path`, opened on a thread of its own; None: one in memory, for temporary
    chats. A context manager: leaving closes.

    Replies that an ended program left unfinished are marked `interrupted` before the first call.
    Where the database cannot be written or opened, what fails has the error that says why, and it
    is tried again every `retry` s. `on_state` hears on the store's thread how it was opened and
    every change of that; it must return at once.
    """

    def __init__(
        self,
        path: Path | None,
        on_state: Callable[[StoreState], None] | None = None,
        *,
        retry: float = 5.0,
    ) -> None:
        self.path = path or IN_MEMORY
        self._on_state = on_state
        self._retry = retry
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        # These belong to the thread.
        self._state: StoreState | None = None
        self._connection: Connection | None = None
        self._writer: Writer | None = None
        self._chats: Chats | PunaError = StorageError(str(self.path), "it is not open yet")
        self._idle_at = math.inf  # when to index or to try again, if there is no call until then
        self._thread = threading.Thread(target=self._serve, name="puna-store", daemon=True)
        self._thread.start()

    def call(self, function: Callable[[Chats], T]) -> Future[T]:
        """Run `function` on the store's thread, in the order of the calls. Never blocks.

        Writes that belong together go into one `with chats.transaction():` inside of it. An error
        in the future is a PunaError; what `function` did not mean to raise is a Bug.
        """

        def work() -> T:
            if isinstance(self._chats, PunaError):
                raise self._chats.with_traceback(None)
            return function(self._chats)

        return self._put(work)

    def reopen(self, replace: Callable[[], T]) -> Future[T]:
        """Close the database, let `replace` put another file in its place, and open it again."""

        def work() -> T:
            self._close_all()
            try:
                return replace()
            finally:
                self._open()

        return self._put(work)

    def close(self, timeout: float = 10.0) -> bool:
        """Do what was called before, then close. False where that took longer than `timeout` s."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _put(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._closing:
            if not self._closed:
                self._queue.put(partial(fulfil, future, work))
                return future
        error = StorageError(str(self.path), "it is closed already", "Start Puna again.")
        future.set_exception(error)
        return future

    # On the thread.

    def _serve(self) -> None:
        self._open()
        while True:
            try:
                run = self._queue.get(timeout=self._pause())
            except Empty:
                self._idle()
                continue
            if run is None:
                break
            run()
            if self._writes:
                self._idle_at = min(self._idle_at, time.monotonic())  # it may have words to index
        self._tidy()
        self._close_all()

    @property
    def _writes(self) -> bool:
        return self._state is not None and self._state.mode == "open"

    def _pause(self) -> float | None:
        """Seconds to wait for a call; None for any time."""
        return None if self._idle_at == math.inf else max(0.0, self._idle_at - time.monotonic())

    def _idle(self) -> None:
        if not self._writes:
            self._open()
            return
        self._idle_at = math.inf
        try:
            if isinstance(self._chats, Chats) and self._connection is not None:
                self._idle_at = self._tend(self._chats, self._connection)
        except PunaError as error:
            log.debug("words are indexed later: %s", error)
            self._idle_at = time.monotonic() + self._retry
        except Exception:  # a fault of ours must not end the thread
            log.exception("the index cannot be brought up to date")
            self._idle_at = time.monotonic() + self._retry

    def _tend(self, chats: Chats, connection: Connection) -> float:
        """Do a little of what waits for nobody; when there is more to do."""
        with connection.patience(0):
            if chats.search.index():
                return time.monotonic()
            tidy = chats.bin.tidy()
        return math.inf if tidy else time.monotonic() + self._retry

    def _tidy(self) -> None:
        """What was put off while a reply was written is not left for the next start."""
        try:
            if self._writes and isinstance(self._chats, Chats) and self._connection is not None:
                with self._connection.patience(0):
                    self._chats.bin.tidy()
        except PunaError as error:
            log.warning("traces of erased chats are removed later: %s", error)

    def _open(self) -> None:
        """Open the database as well as can be. A copy that is being read stays until then."""
        if self._connection is not None and self._connection.path == self.path:
            self._close_all()  # it could share with the next one that nothing may be written
        try:
            connection, writer = self._opened()
        except PunaError as error:
            self._open_less(error)
        else:
            self._close_all()
            self._connection, self._writer = connection, writer
            self._chats = Chats(connection, writer)
            self._idle_at = time.monotonic()
            self._tell(StoreState("open"))

    def _opened(self) -> tuple[Connection, Writer | None]:
        try:
            if self.path == IN_MEMORY:
                return open_in_memory(), None
            connection = open_database(self.path)
            writer: Writer | None = None
            try:
                writer = Writer(self.path)
                writer.sweep()
                _interrupt_streaming(Chats(connection, writer))
            except BaseException:
                _close(connection, writer)
                raise
        except PunaError:
            raise
        except Exception as error:
            raise Bug(traceback.format_exc()) from error
        return connection, writer

    def _open_less(self, error: PunaError) -> None:
        self._idle_at = time.monotonic() + self._retry
        if self._connection is None:
            try:
                self._connection = open_for_reading(self.path, error)
                self._chats = Chats(self._connection)
            except PunaError:
                self._chats = error
        if self._connection is None:
            self._tell(StoreState("closed", error.info()))
        else:
            self._connection.refusal = error
            self._tell(StoreState("reading", error.info()))

    def _tell(self, state: StoreState) -> None:
        if state != self._state:
            self._state = state
            if state.error is not None:
                log.debug("the database is %s: %s", state.mode, state.error.message)
            if self._on_state is not None:
                try:
                    self._on_state(state)
                except Exception:  # as in `_idle`
                    log.exception("who listens to the store has a fault")

    def _close_all(self) -> None:
        _close(self._connection, self._writer)
        self._connection = self._writer = None


def _interrupt_streaming(chats: Chats) -> None:
    try:
        chats.interrupt_streaming()
    except Bug as error:
        # It must not keep the chats from being read.
        log.warning("replies left unfinished could not be marked: %s", error)


def _close(connection: Connection | None, writer: Writer | None) -> None:
    try:
        if connection is not None:
            connection.close()
        if writer is not None:
            writer.close()
    except PunaError as error:
        # Commits are in the write-ahead file already; the next opening reads them from there.
        log.warning("closing the database: %s", error)
