"""The process of the raw loop, as those see it who measure with it.

Knows nothing of what is compared.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
from typing import IO

from engine.child import start
from engine.files import Cancelled, Stopped
from engine.trial import Speed, Trial
from engine.worker.frames import FrameError, FrameReader, FrameWriter

_POLL = 0.1
_WAIT = 2.0


class RawLoop:
    """Measures one trial after the other in a process of its own. A context manager."""

    def __init__(self, cancelled: Cancelled) -> None:
        self._cancelled = cancelled
        self._process = start("engine.worker.rawloop", stderr=subprocess.DEVNULL)
        self._answers: queue.SimpleQueue[Speed | None] = queue.SimpleQueue()
        self._writer = FrameWriter(_pipe(self._process.stdin))
        self._reader = threading.Thread(target=self._read, name="raw-loop", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def measure(self, trial: Trial) -> Speed:
        """The speed of one trial. Raises `Stopped` as soon as `cancelled` returns True."""
        try:
            self._writer.write(trial)
        except OSError:
            return _ended()
        while True:
            if self._cancelled():
                raise Stopped
            with contextlib.suppress(queue.Empty):
                return self._answers.get(timeout=_POLL) or _ended()

    def __enter__(self) -> RawLoop:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # it holds nothing that could be lost
        self._process.wait(_WAIT)
        self._reader.join(_WAIT)
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()

    def _read(self) -> None:
        with _pipe(self._process.stdout) as stream, contextlib.suppress(FrameError, OSError):
            reader = FrameReader(stream, Speed)
            while (speed := reader.read()) is not None:
                self._answers.put(speed)
        self._answers.put(None)


def _ended() -> Speed:
    return Speed(error="the process ended")


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
