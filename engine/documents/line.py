"""One thread that does what it is told, in order, and promises the results. Knows no work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from engine.errors import StorageError
from engine.store.fulfil import fulfil

T = TypeVar("T")


class Line:
    """A thread called `name`, which starts with the first call. `path` is named where it is
    closed already."""

    def __init__(self, name: str, path: str) -> None:
        self._path = path
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def call(self, work: Callable[[], T]) -> Future[T]:
        """Do `work` behind what was called before. Errors in the future are PunaErrors."""
        future: Future[T] = Future()
        try:
            self._pool.submit(fulfil, future, work)
        except RuntimeError:
            future.set_exception(closed(self._path))
        return future

    def close(self) -> None:
        """Do what was called before, then end."""
        self._pool.shutdown()


def closed(path: str) -> StorageError:
    """What is said to who comes too late."""
    return StorageError(path, "it is closed already", "Start Puna again.")
