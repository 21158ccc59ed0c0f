"""A thread that owns a connection to the index, so that nobody else ever waits for the disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from engine.documents.index.index import Index
from engine.documents.line import Line

T = TypeVar("T")


class Owner:
    """The index at `path`, opened on a thread of its own with the first call, and made where it is
    missing. `reads`: nothing is written, and a missing index is an empty one."""

    def __init__(self, path: Path, name: str, *, reads: bool = False) -> None:
        self.path = path
        self._reads = reads
        self._line = Line(name, str(path))
        self._index: Index | None = None  # belongs to the thread

    def call(self, function: Callable[[Index], T]) -> Future[T]:
        """Run `function` on the thread, in the order of the calls. Never blocks. An error in the
        future is a PunaError; what `function` did not mean to raise is a Bug."""
        return self._line.call(lambda: function(self._opened()))

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
            if found is None:
                return Index.empty()  # not kept: there may be one at the next call
            self._index = found
        return self._index

    def _close(self) -> None:
        if self._index is not None:
            self._index.close()
            self._index = None
