"""The engine process as the engine thread sees it: send a request, hear events, hear of its end.

Two daemon threads read its streams, so that nothing ever blocks on a full pipe; what they hear goes
to one function. Knows no jobs: `engine.engine` decides what a death means.
"""

from __future__ import annotations

import collections
import contextlib
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from engine import crash
from engine.child import start
from engine.errors import Bug, InvalidInput
from engine.messages import Event, Request
from engine.worker.frames import LIMIT, FrameError, FrameReader, FrameWriter

_RING = 64 << 10
"""Bytes kept of what the process wrote to standard error."""
_WAIT = 2.0
_END = 4.0
"""Seconds for the process to write what it keeps, once its input is closed."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A process ended: its exit code (below zero: a signal) and the end of its standard error."""

    child: Child
    code: int
    last_words: str


class Child:
    """One engine process. `hear` gets (child, event) pairs and one Gone, from other threads."""

    def __init__(self, hear: Callable[[Gone | tuple[Child, Event]], None], *arguments: str) -> None:
        """Raises EngineCrash when the process cannot be started. `arguments` are for it."""
        try:
            self._process = start("engine.worker", *arguments)
        except OSError as error:
            raise crash.not_started(str(error)) from error
        self._hear = hear
        self._writer = FrameWriter(_pipe(self._process.stdin))
        self._words: collections.deque[bytes] = collections.deque()
        self._readers = [
            threading.Thread(target=self._read_events, name="engine-events", daemon=True),
            threading.Thread(target=self._read_words, name="engine-stderr", daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, request: Request) -> None:
        """Raises InvalidInput when the request is too long, OSError when the process is gone."""
        try:
            self._writer.write(request)
        except FrameError as error:
            raise InvalidInput(
                "message", f"it is longer than {LIMIT >> 20} MiB", "Shorten the text."
            ) from error

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> Gone:
        """Wait for the end of a process that was killed."""
        code = self._process.wait()
        for reader in self._readers:
            if reader is not threading.current_thread():
                reader.join(_WAIT)
        return Gone(self, code, b"".join(self._words).decode("utf-8", "replace"))

    def close(self) -> None:
        """Ask the process to end by closing its input; kill it when it does not.

        Only the thread that sends may call it: a pipe must not be closed under a write.
        """
        self._hear = _ignore
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self.kill()
        self.wait()

    def _read_events(self) -> None:
        stream = _pipe(self._process.stdout)
        # mypy cannot see that a union of types is what msgspec decodes to
        reader: FrameReader[Event] = FrameReader(stream, Event)  # type: ignore[arg-type]  # a union
        with stream:
            try:
                while (event := reader.read()) is not None:
                    self._hear((self, event))
            except FrameError as error:
                self.kill()
                self._words.append(f"\n{Bug(str(error))}".encode())
        code = self._process.wait()
        self._readers[1].join(_WAIT)
        self._hear(Gone(self, code, b"".join(self._words).decode("utf-8", "replace")))

    def _read_words(self) -> None:
        kept = 0
        with _pipe(self._process.stderr) as stream:
            while chunk := stream.read1(4096):  # type: ignore[attr-defined] # a BufferedReader, as Popen makes it
                self._words.append(chunk)
                kept += len(chunk)
                while kept > _RING:
                    kept -= len(self._words.popleft())


def _ignore(_: object) -> None:
    """Hears nothing more: the engine is closing."""


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
