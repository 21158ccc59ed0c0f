"""The embedders an index works with: the one wanted, and the one its vectors were made by.

They are the same but for the time in which another is filled behind the one that is asked. Knows no
SQL; each model runs in a process of its own (`engine.embedding`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.embedding import e5
from engine.errors import ModelNotFound
from engine.files import Cancelled, fingerprint, shown
from engine.paths import Home

_IDLE: Final = 600.0

if TYPE_CHECKING:  # numpy loads with the first text
    from engine.embedding.embedder import Embedder


class Embedders:
    """Embedders that are open, by the paths of their models. Any thread may use it."""

    def __init__(
        self,
        home: Home,
        wanted: Path | None,
        *,
        idle: float = _IDLE,
        in_background: bool = True,
    ) -> None:
        """`wanted` None is the embedder that comes with Puna. Processes that were not used for
        `idle` seconds end, and are started again when they are. `in_background`: they leave the
        processor to other programs."""
        self._home = home
        self._idle = idle
        self._in_background = in_background
        self._used = 0.0
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._wanted = wanted
        self._open: dict[Path, Embedder] = {}
        self._busy = False
        self._closed = False

    def want(self, path: Path | None) -> None:
        """Use another embedder from now on."""
        self._wanted = path

    def locate(self, cancelled: Cancelled | None = None) -> Path:
        """The model that is wanted; Puna's own is built at its first use.

        Raises PunaError, and `Stopped` as soon as `cancelled` returns True.
        """
        path = self._wanted
        if path is None:
            return e5.ensure(self._home, None, cancelled)
        if not path.is_file():
            raise ModelNotFound(shown(path))
        return path

    def sign(self) -> str:
        """What changes when the embedder that is wanted does; costs nothing to ask."""
        path = self._wanted or self._home.models.absolute() / e5.NAME
        return f"{shown(path)} {fingerprint(path)}"

    def at(self, path: Path) -> Embedder:
        """The embedder of a model. Its process starts with the first text."""
        from engine.embedding.embedder import Embedder

        with self._lock:
            self._used = time.monotonic()
            if self._timer is None and not self._closed:
                self._wait(self._idle)
            if path not in self._open:
                self._open[path] = made = Embedder(path, in_background=self._in_background)
                made.hold(self._busy)
                if self._closed:
                    made.close()
            return self._open[path]

    def keep(self, paths: Sequence[Path]) -> None:
        """End the processes of all other models."""
        with self._lock:
            gone = [self._open.pop(path) for path in list(self._open) if path not in paths]
        for embedder in gone:
            embedder.close()

    def hold(self, busy: bool) -> None:
        """While `busy`, no passages are embedded, so that a reply has the computer for itself."""
        with self._lock:
            self._busy = busy
            for embedder in self._open.values():
                embedder.hold(busy)

    @property
    def busy(self) -> bool:
        """Whether a reply goes first."""
        return self._busy

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closed = True
            timer, self._timer = self._timer, None
        self.keep(())
        if timer is not None:
            timer.cancel()
            timer.join()

    def _wait(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._rest)
        self._timer.name = "puna-embedders"
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        """End the processes, unless they were used meanwhile."""
        with self._lock:
            left = self._used + self._idle - time.monotonic()
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            if left > 0 and not self._closed:
                self._wait(left)
                return
        self.keep(())
