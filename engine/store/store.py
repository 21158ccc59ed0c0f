"""One thread that owns the database, so that nobody else ever waits for the disk.

Knows no SQL, and no Qt: results come as futures.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import TypeVar

from engine.errors import Bug, PunaError, StorageError
from engine.store.chats import Chats
from engine.store.connection import Connection
from engine.store.database import open_database

T = TypeVar("T")

log = logging.getLogger(__name__)


class Store:
    """The database at `path`, opened on a thread of its own. A context manager: leaving closes.

    Replies that an earlier run left unfinished are marked `interrupted` before the first call.
    Where the database cannot be opened, every call's future has the StorageError that says why.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._queue: SimpleQueue[Callable[[Chats | PunaError], None] | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self.call(_interrupt_streaming)
        self._thread = threading.Thread(target=self._serve, name="puna-store", daemon=True)
        self._thread.start()

    def call(self, function: Callable[[Chats], T]) -> Future[T]:
        """Run `function` on the store's thread, in the order of the calls. Never blocks.

        Writes that belong together go into one `with chats.transaction():` inside of it. An error
        in the future is a PunaError; what `function` did not mean to raise is a Bug.
        """
        future: Future[T] = Future()

        def run(chats: Chats | PunaError) -> None:
            if not future.set_running_or_notify_cancel():
                return
            if isinstance(chats, PunaError):
                future.set_exception(chats)
                return
            try:
                future.set_result(function(chats))
            except PunaError as error:
                future.set_exception(error)
            except Exception:  # noqa: BLE001 - travels on as a Bug, and the thread lives on
                future.set_exception(Bug(traceback.format_exc()))

        with self._closing:
            if not self._closed:
                self._queue.put(run)
                return future
        run(StorageError(str(self.path), "it is closed already", "Start Puna again."))
        return future

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

    def _serve(self) -> None:
        connection = self._open()
        chats = Chats(connection) if isinstance(connection, Connection) else connection
        while (run := self._queue.get()) is not None:
            run(chats)
        if isinstance(connection, Connection):
            _close(connection)

    def _open(self) -> Connection | PunaError:
        try:
            return open_database(self.path)
        except PunaError as error:
            return error
        except Exception:  # noqa: BLE001 - becomes the answer to every call
            return Bug(traceback.format_exc())


def _interrupt_streaming(chats: Chats) -> None:
    try:
        chats.interrupt_streaming()
    except PunaError as error:
        # A full disk must not keep the chats from being read.
        log.warning("replies left unfinished could not be marked: %s", error)


def _close(connection: Connection) -> None:
    try:
        connection.close()
    except PunaError as error:
        # Commits are in the write-ahead file already; the next opening reads them from there.
        log.warning("closing the database: %s", error)
