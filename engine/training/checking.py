"""Examples checked with a model's own vocabulary and template, in a process of its own: how many
tokens they are, which rows the template refuses, and what exactly the model will see of one.

Knows neither llama.cpp nor torch: the process is `engine.training.checker_process`.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from engine import crash
from engine.child import start
from engine.errors import Bug, ErrorInfo, InvalidInput
from engine.examples.records import Example, RowFault
from engine.worker.frames import FrameError, FrameReader, FrameWriter

MOST_FAULTS = 1_000
"""Faults that are told one by one."""
_LAST = 4_000
"""Bytes of what the process said last that are looked at."""

# Requests. End of input means: exit.


class Open(msgspec.Struct, frozen=True, tag="open", forbid_unknown_fields=True):
    """The first frame: which model, and which template instead of its own."""

    model: str
    template: str = ""


class Count(msgspec.Struct, frozen=True, tag="count", forbid_unknown_fields=True):
    """Count the examples of a file of ours (`engine.examples.files`), instead of any counted
    before. `max_length` in tokens, 0 for no limit."""

    data: str
    max_length: int = 0


class Preview(msgspec.Struct, frozen=True, tag="preview", forbid_unknown_fields=True):
    """Show an example as the model will see it, also while others are counted."""

    example: Example


# Events.


class Counting(msgspec.Struct, frozen=True, tag="counting", forbid_unknown_fields=True):
    """So many examples are counted of all."""

    done: int
    total: int


class Counted(msgspec.Struct, frozen=True, tag="counted", forbid_unknown_fields=True):
    """What the examples of a file are in tokens; those of `faults` and `too_long` rows left out.

    `trained_tokens` are those that are learnt. `longest` and `median` of one example. `carried` is
    the template that has to travel in an adapter, empty where it is the model's own. `faults` are
    the first MOST_FAULTS of `refused` and `too_long` rows.
    """

    data: str
    examples: int
    tokens: int
    trained_tokens: int
    longest: int
    median: int
    too_long: int = 0
    refused: int = 0
    faults: tuple[RowFault, ...] = ()
    carried: str = ""


class Previewed(msgspec.Struct, frozen=True, tag="previewed", forbid_unknown_fields=True):
    """An example as text, in runs that are learnt or not; control tokens as they are written."""

    row: int
    tokens: int
    trained_tokens: int
    pieces: tuple[tuple[str, bool], ...]


class Refused(msgspec.Struct, frozen=True, tag="refused", forbid_unknown_fields=True):
    """An example cannot be shown, or a file not be counted: the row is 0 then."""

    row: int
    error: ErrorInfo


class Ended(msgspec.Struct, frozen=True, tag="ended", forbid_unknown_fields=True):
    """The process ended by itself: the model cannot be opened, or it crashed. The last event."""

    error: ErrorInfo


Request = Count | Preview
Event = Counting | Counted | Previewed | Refused | Ended


class Checker:
    """A process that checks examples for one model and template. Close it.

    `on_event` is called on a thread of its own, and not any more once `close` has returned.
    """

    def __init__(self, model: Path, template: str, on_event: Callable[[Event], None]) -> None:
        self._open = Open(str(model), template)
        self._on_event = on_event
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # guards what follows
        self._waiting: list[Request] | None = []
        self._writer: FrameWriter | None = None
        self._thread = threading.Thread(target=self._run, name="checker", daemon=True)
        self._thread.start()

    def count(self, data: Path, max_length: int = 0) -> None:
        """Ask for Counted, with Counting before it; or Refused for a file that cannot be read."""
        self._send(Count(str(data), max_length))

    def preview(self, example: Example) -> None:
        """Ask for Previewed or Refused. Raises InvalidInput for an example that is too long."""
        if len(msgspec.msgpack.encode(example)) > 1_000_000:
            raise InvalidInput("example", "it is longer than 1 MB", "Divide it into several.")
        self._send(Preview(example))

    def close(self) -> None:
        """End the process, whatever it is doing. Not called by `on_event`."""
        self._closed = True
        if self._process is not None:
            self._process.kill()  # it holds nothing that could be lost
        self._thread.join()

    def __enter__(self) -> Checker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, request: Request) -> None:
        with self._lock:
            if self._waiting is not None:  # it is not started yet
                self._waiting.append(request)
            elif self._writer is not None:
                with contextlib.suppress(OSError):  # it ended: told by Ended
                    self._writer.write(request)

    def _run(self) -> None:
        """The thread's work. It starts the process itself: on Linux a child that is to die with its
        parent dies with the thread that started it."""
        with tempfile.TemporaryFile() as words:
            try:
                process = self._start(words)
            except OSError as error:
                self._tell(Ended(crash.not_started(str(error)).info()))
                return
            ended = self._read(process)
            process.wait()
            with self._lock, contextlib.suppress(OSError):
                self._writer = None
                _pipe(process.stdin).close()
            if not ended:
                self._tell(Ended(_reason(process.returncode, words)))

    def _start(self, words: IO[bytes]) -> subprocess.Popen[bytes]:
        """Raises OSError where it cannot be started."""
        with self._lock:
            waiting, self._waiting = self._waiting or [], None
            process = start("engine.training.checker_process", stderr=words.fileno())
            self._process = process
            if self._closed:  # before there was a process to be killed
                process.kill()
            self._writer = FrameWriter(_pipe(process.stdin))
            with contextlib.suppress(OSError):
                for frame in (self._open, *waiting):
                    self._writer.write(frame)
        return process

    def _read(self, process: subprocess.Popen[bytes]) -> bool:
        """Pass events on until the process ends; whether it said why."""
        with _pipe(process.stdout) as stream:
            # mypy cannot see that a union of types is what msgspec decodes to
            reader: FrameReader[Event] = FrameReader(stream, Event)  # type: ignore[arg-type]  # a union
            try:
                while (event := reader.read()) is not None:
                    self._tell(event)
                    if isinstance(event, Ended):
                        return True
            except FrameError as error:
                process.kill()
                self._tell(Ended(Bug(str(error)).info()))
                return True
        return False

    def _tell(self, event: Event) -> None:
        if not self._closed:
            self._on_event(event)


def _reason(code: int, words: IO[bytes]) -> ErrorInfo:
    size = words.seek(0, os.SEEK_END)
    words.seek(max(0, size - _LAST))
    said = words.read().decode("utf-8", "replace")
    return crash.explain(code, said, "", file_changed=False).info()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
