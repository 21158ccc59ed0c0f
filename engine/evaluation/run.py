"""A judgement as seen from outside: its process started, heard, ended. Knows no metric."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import msgspec

from engine import crash
from engine.child import start
from engine.errors import Bug, PunaError
from engine.evaluation.records import Answer, Event, Failed, Judge, Scored
from engine.files import storage_error
from engine.worker.frames import FrameError, FrameReader, FrameWriter

_LAST = 4000
"""Bytes of what it said that are looked at."""


class Evaluation:
    """One judgement in a process of its own, so that libraries of metrics never load in ours.

    `on_event` hears Progress and Answer on a thread of its own, then Scored or Failed, exactly
    once; nothing any more once `close` was called, which cancels it.
    """

    def __init__(self, judge: Judge, on_event: Callable[[Event], None]) -> None:
        self._judge = judge
        self._on_event = on_event
        self._closed = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        # a file never fills up, as a pipe does
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        # Linux ends a child with the thread that started it: this one stays as long
        self._thread = threading.Thread(target=self._run, name="evaluation", daemon=True)
        self._thread.start()

    def close(self, timeout: float = 5.0) -> None:
        """End the process, and with it what it started. May be called at any moment, repeatedly."""
        self._closed.set()
        with self._starting:
            process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                _pipe(process.stdin).close()  # end of input ends it
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout)
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)
            self._words.close()

    def __enter__(self) -> Evaluation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        try:
            with self._starting:
                if self._closed.is_set():
                    return
                self._process = start("engine.evaluation", stderr=self._words.fileno())
            with contextlib.suppress(BrokenPipeError, ValueError):  # its end is told below
                FrameWriter(_pipe(self._process.stdin)).write(self._judge)
            self._tell(self._end_of(self._process))
        except OSError as error:
            self._tell(Failed(storage_error(Path(sys.executable), error).info()))
        except FrameError as error:
            self._tell(Failed(Bug(f"{error} in a judgement").info()))

    def _end_of(self, process: subprocess.Popen[bytes]) -> Scored | Failed:
        """Pass on what is told until the end."""
        answers: list[Answer] = []
        # mypy cannot see that a union of types is what msgspec decodes to
        with _pipe(process.stdout) as stream:
            reader: FrameReader[Event] = FrameReader(stream, Event)  # type: ignore[arg-type]  # a union
            while (event := reader.read()) is not None:
                match event:
                    case Scored(scores=scores):
                        return Scored(msgspec.structs.replace(scores, answers=tuple(answers)))
                    case Failed():
                        return event
                    case Answer():
                        answers.append(event)
                self._tell(event)
        return Failed(self._why(process.wait()).info())

    def _tell(self, event: Event) -> None:
        if not self._closed.is_set():
            self._on_event(event)

    def _why(self, code: int) -> PunaError:
        """It ended without an answer."""
        size = self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, size - _LAST))
        words = self._words.read().decode("utf-8", "replace")
        return crash.explain(code, words, self._judge.model, file_changed=False)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
