"""A thread that owns a connection to the index, so that nobody else ever waits for the disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Final, TypeVar

from engine.documents.index.index import Index
from engine.documents.line import Line

T = TypeVar("T")

_PATIENCE: Final = 60.0
"""Seconds to wait for another program: a large file is one transaction."""


class Owner:
    """The index at `path`, opened on a thread of its own with the first call, and made where it is
    missing. `reads`: nothing is written, and a missing index is an empty one."""

    def __init__(self, path: Path, name: str, *, reads: bool = False) -> None:
        self.path = path
        self._reads = reads
        self._line = Line(name, str(path))
        # These belong to the thread.
        self._index: Index | None = None
        self._empty: Index | None = None

    def call(self, function: Callable[[Index], T]) -> Future[T]:
        """Run `function` on the thread, in the order of the calls. Never blocks. An error in the
        future is a PunaError; what `function` did not mean to raise is a Bug."""

        def work() -> T:
            index = self._opened()
            with index.patience(_PATIENCE):
                return function(index)

        return self._line.call(work)

    def do(self, function: Callable[[Index], T]) -> T:
        """As `call`, and wait for it: not on a GUI thread."""
        return self.call(function).result()

    def reached(self) -> Future[None]:
        """Done as soon as all is that was called before."""
        return self._line.call(lambda: None)

    def close(self) -> None:
        """Do what was called before, then close."""
        self._line.call(self._close).result()
        self._line.close()

    def _opened(self) -> Index:
        if self._index is None:
            found = Index.read(self.path) if self._reads else Index.open(self.path)
            if found is None:  # there may be one at the next call
                self._empty = self._empty or Index.empty()
                return self._empty
            self._index = found
        return self._index

    def _close(self) -> None:
        for index in (self._index, self._empty):
            if index is not None:
                index.close()
        self._index = self._empty = None
