"""The thread that has formulas drawn, one after the other, and owns the process that does it.

The process starts with the first formula and ends after a minute without any. Knows no window:
pictures go to one function, which is called on this thread.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import subprocess
import threading
from collections.abc import Callable
from typing import IO, Final

from engine.child import start
from engine.formulas.typeset import Formula, Picture
from engine.worker.frames import FrameError, FrameReader, FrameWriter

TIME_LIMIT: Final = 2.0
"""Seconds a formula may take; most take five thousandths of one."""
_START_LIMIT: Final = 30.0  # on a busy computer
_IDLE: Final = 60.0
_MOST_LOSSES: Final = 3  # in a row; then what waits is given up too

_log = logging.getLogger(__name__)


class FormulaQueue:
    """Draws formulas in the order they came. `drawn` gets each with its picture or error."""

    def __init__(
        self, drawn: Callable[[Formula, Picture], None], time_limit: float = TIME_LIMIT
    ) -> None:
        self._drawn = drawn
        self._time_limit = time_limit
        self._waiting: queue.SimpleQueue[Formula | None] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._closing = False
        self._losses = 0

    def draw(self, formula: Formula) -> None:
        """Ask for a picture. Called on one thread only, as `close`."""
        if self._closing:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="formulas", daemon=True)
            self._thread.start()
        self._waiting.put(formula)

    def close(self) -> None:
        """End the thread and its process. No picture comes after that."""
        self._closing = True
        self._waiting.put(None)
        if self._thread is not None:
            if (process := self._process) is not None:
                process.kill()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._closing:
            try:
                formula = self._waiting.get(timeout=_IDLE if self._process else None)
            except queue.Empty:
                self._end()
                continue
            if formula is not None and not self._closing:
                picture = self._ask(formula)
                if not self._closing:
                    self._drawn(formula, picture)
        self._end()

    def _ask(self, formula: Formula) -> Picture:
        if self._losses >= _MOST_LOSSES:
            if self._waiting.empty():
                self._losses = 0  # the next message may try again
            return Picture(error="the formulas before it took too long")
        try:
            process = self._process or self._start()
            picture = self._exchange(process, formula, self._time_limit)
        except (OSError, FrameError) as error:
            _log.info("no formulas: %s", error)
            picture = None
        if picture is None:
            self._losses += 1
            self._end()
            return Picture(error="it takes too long or too much memory")
        self._losses = 0
        return picture

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the process and wait until it is ready. Raises OSError where it is not."""
        process = self._process = start("engine.formulas.process", stderr=subprocess.DEVNULL)
        self._pictures = FrameReader(_pipe(process.stdout), Picture)
        if self._exchange(process, None, _START_LIMIT) is None:
            raise OSError("the process for formulas did not start")
        return process

    def _exchange(
        self, process: subprocess.Popen[bytes], formula: Formula | None, limit: float
    ) -> Picture | None:
        """The answer to `formula`, or None if the process ended or had to be ended."""
        watch = threading.Timer(limit, process.kill)
        watch.name = "formulas-watch"
        watch.start()
        try:
            if self._closing:  # `close` may have looked before there was a process
                return None
            if formula is not None:
                FrameWriter(_pipe(process.stdin)).write(formula)
            return self._pictures.read()
        finally:
            watch.cancel()
            watch.join()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(stream).close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
