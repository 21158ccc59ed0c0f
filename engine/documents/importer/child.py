"""The importer process, as its parent has it: started, asked, watched and ended.

Its thread starts it, as on Linux a child that is to die with its parent dies with the thread that
started it; then the thread passes its answers on. Knows nothing of what is asked.
"""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time
from typing import IO, Final

import msgspec
import psutil  # type: ignore[import-untyped]  # it ships no types

from engine.child import start
from engine.documents.importer.limits import Limits
from engine.documents.importer.protocol import Answer, Request
from engine.worker.frames import FrameError, FrameReader, FrameWriter

_MOST_WAITING: Final = 16  # answers; then the process waits until some are taken
_PATIENCE: Final = 10  # times as long a file may take that does not use the processor
_NEARLY: Final = 0.75  # of the memory limit: what ended there ended for want of memory


class Child:
    """One importer process. Close it. For one thread at a time. Raises OSError if it does not
    start."""

    def __init__(self, limits: Limits, *, in_background: bool) -> None:
        self._limits = limits
        self._answers: queue.Queue[Answer | None] = queue.Queue(_MOST_WAITING)
        self._started: queue.SimpleQueue[subprocess.Popen[bytes] | OSError] = queue.SimpleQueue()
        arguments = [msgspec.json.encode(limits).decode()]
        if in_background:
            arguments.append("--background")
        self._thread = threading.Thread(
            target=self._run, args=arguments, name="importer", daemon=True
        )
        self._thread.start()
        started = self._started.get()
        if isinstance(started, OSError):
            self._thread.join()
            raise started
        self._process = started
        self._writer = FrameWriter(_pipe(started.stdin))
        self._watched = psutil.Process(started.pid)
        self._most_memory = 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, request: Request, size: int) -> None:
        """Ask for something about a file of `size` bytes. Raises OSError and FrameError."""
        self._allowed = self._limits.seconds(size)
        self._begun = self._heard = self._processor()
        self._heard_at = time.monotonic()
        self._writer.write(request)

    def answer(self, seconds: float) -> Answer | None:
        """The next answer, None where the process ended. Raises `queue.Empty` after `seconds`."""
        answer = self._answers.get(timeout=seconds)
        if answer is not None:
            self._heard, self._heard_at = self._processor(), time.monotonic()
        return answer

    def excess(self) -> str:
        """`time` or `memory` where it has taken more than its limits; else empty."""
        with contextlib.suppress(psutil.Error):
            self._most_memory = max(self._most_memory, self._watched.memory_info().rss)
        if self._most_memory > self._limits.memory:
            return "memory"
        used = self._processor()
        slow = used - self._heard > self._limits.page_seconds or used - self._begun > self._allowed
        silent = time.monotonic() - self._heard_at
        return "time" if slow or silent > _PATIENCE * self._limits.page_seconds else ""

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def fault(self) -> tuple[str, str]:
        """Why it ended, when it has: a fault of `DocumentError` and what the system says."""
        code = self._process.wait()
        if self._most_memory > _NEARLY * self._limits.memory:
            return "memory", "it needs too much memory"
        return "crashed", f"reading it ended the process that did (code {code})"

    def kill(self) -> None:
        """End the process at once. From any thread."""
        self._process.kill()

    def close(self) -> None:
        """End the process and its thread."""
        self._process.kill()
        while self._thread.is_alive():
            with contextlib.suppress(queue.Empty):
                self._answers.get(timeout=0.05)
        self._process.wait()
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()

    def _processor(self) -> float:
        try:
            times = self._watched.cpu_times()
        except psutil.Error:
            return self._heard if hasattr(self, "_heard") else 0.0
        return float(times.user + times.system)

    def _run(self, *arguments: str) -> None:
        try:
            process = start("engine.documents.importer", *arguments, stderr=subprocess.DEVNULL)
        except OSError as error:
            self._started.put(error)
            return
        self._started.put(process)
        with _pipe(process.stdout) as stream, contextlib.suppress(FrameError, OSError):
            answers: FrameReader[Answer] = FrameReader(stream, Answer)  # type: ignore[arg-type]  # a union
            while (answer := answers.read()) is not None:
                self._answers.put(answer)
        process.kill()  # what says no frames any more is of no use
        process.wait()
        self._answers.put(None)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
