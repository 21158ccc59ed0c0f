"""A training run as seen from outside: its process started, heard, paused and stopped.

Knows neither torch nor what is trained.
"""

from __future__ import annotations

import collections
import contextlib
import signal
import subprocess
import threading
from collections.abc import Callable
from typing import IO, Final

from engine.child import start
from engine.errors import ErrorInfo, TrainingError
from engine.hardware import physical_cores
from engine.training.records import Broken, Command, Done, Estimate, Event, Probe, Step, Train
from engine.worker.frames import FrameError, FrameReader, FrameWriter

_RING: Final = 16 << 10
"""Bytes kept of what the process wrote to standard error."""
_KILL: Final = 5.0
_ENDS = Done | Broken | Estimate
_MEMORY: Final = (
    "Close other programs, then resume the run; choose shorter examples if it stays so."
)
_AGAIN: Final = "Resume the run: it goes on from its last checkpoint."


class TrainingRun:
    """One run, or one probe, in a process of its own. Close it, from any thread.

    `on_event` hears all events on a thread of this run; the last is `Done`, `Estimate` or `Broken`,
    exactly once, whatever becomes of the process.
    """

    def __init__(self, request: Train | Probe, on_event: Callable[[Event], None]) -> None:
        self._on_event = on_event
        self._closing = False
        self._step = 0
        self._last: Event | None = None
        self._words: collections.deque[bytes] = collections.deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._sending = threading.Lock()
        try:
            self._process = start("engine.training", variables=_variables(request))
        except OSError as error:
            self._refused = str(error)
        self._listener = threading.Thread(target=self._listen, name="training-run", daemon=True)
        if self._process is not None:
            self._writer = FrameWriter(_pipe(self._process.stdin))
            with contextlib.suppress(OSError):  # it ended at once: the listener tells why
                self._writer.write(request)
            self._reader = threading.Thread(
                target=self._read_words, args=(self._process,), name="training-words", daemon=True
            )
            self._reader.start()
        self._listener.start()

    @property
    def pid(self) -> int:
        """0 where no process could be started."""
        return self._process.pid if self._process else 0

    @property
    def ended(self) -> bool:
        """Whether the last event was told."""
        return not self._listener.is_alive()

    def send(self, command: Command) -> None:
        """Tell it to pause, to resume or to stop; what has ended does not hear it."""
        with self._sending, contextlib.suppress(OSError, ValueError):
            if self._process is not None and not self._closing:
                self._writer.write(command)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the last event; whether it came. Not from `on_event`."""
        self._listener.join(timeout)
        return self.ended

    def close(self, timeout: float = 10.0) -> None:
        """End it: with a checkpoint, where it is quick enough; killed after `timeout` seconds."""
        with self._sending:
            self._closing = True
            if self._process is not None:
                with contextlib.suppress(OSError):
                    _pipe(self._process.stdin).close()
        if self._process is not None:
            try:
                self._process.wait(timeout)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if threading.current_thread() is not self._listener:
            self._listener.join(_KILL)

    def _listen(self) -> None:
        if self._process is None:
            self._hear(Broken(_not_started(self._refused)))
            return
        stream = _pipe(self._process.stdout)
        # mypy cannot see that a union of types is what msgspec decodes to
        events: FrameReader[Event] = FrameReader(stream, Event)  # type: ignore[arg-type]  # a union
        with stream:
            try:
                while (event := events.read()) is not None:
                    self._hear(event)
            except (FrameError, OSError) as error:
                self._process.kill()
                self._words.append(f"\n{error}".encode())
        code = self._process.wait()
        self._reader.join(_KILL)
        with self._sending, contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        if not isinstance(self._last, _ENDS):
            if self._closing:
                self._hear(Done("cancelled", "", self._step, 0.0, 0.0))
            else:
                words = b"".join(self._words).decode("utf-8", "replace")
                self._hear(Broken(_explained(code, words)))

    def _hear(self, event: Event) -> None:
        if isinstance(self._last, _ENDS):
            return
        self._last = event
        if isinstance(event, Step):
            self._step = event.step
        self._on_event(event)

    def _read_words(self, process: subprocess.Popen[bytes]) -> None:
        kept = 0
        with _pipe(process.stderr) as stream:
            while chunk := stream.read1(4096):  # type: ignore[attr-defined] # a BufferedReader, as Popen makes it
                self._words.append(chunk)
                kept += len(chunk)
                while kept > _RING:
                    kept -= len(self._words.popleft())


def _variables(request: Train | Probe) -> dict[str, str]:
    """The environment of a process that computes: threads wait without spinning, since the chat
    wants the processor, too."""
    settings = request.run.settings if isinstance(request, Probe) else request.settings
    threads = str(settings.threads or max(physical_cores() - 1, 1))
    return {
        "OMP_WAIT_POLICY": "PASSIVE",
        "OMP_NUM_THREADS": threads,
        "MKL_NUM_THREADS": threads,
    }


def _not_started(reason: str) -> ErrorInfo:
    return TrainingError(
        "not_started", f"its process could not be started: {reason}", "Close other programs."
    ).info()


def _explained(code: int, words: str) -> ErrorInfo:
    """Why a process ended that did not say so itself: by a signal (below zero), or by a fault."""
    if code == -getattr(signal, "SIGKILL", 9):
        reason = "its process was ended by the system, most likely because memory ran out"
        return TrainingError("killed", reason, _MEMORY).info()
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    said = f": {lines[-1][:300]}" if lines else ""
    reason = f"its process ended unexpectedly (code {code}){said}"
    return TrainingError("ended", reason, _AGAIN).info()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
