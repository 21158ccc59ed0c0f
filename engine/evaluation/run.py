"""A judgement as seen from outside: its process started, heard, ended. Knows no metric."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from typing import IO

import msgspec

from engine import crash
from engine.child import start
from engine.errors import PunaError
from engine.evaluation.records import Answer, Event, Failed, Judge, Scored
from engine.worker.frames import FrameError, FrameReader, FrameWriter

_LAST = 4000
"""Bytes of what it said that are looked at."""


class Evaluation:
    """One judgement in a process of its own, so that libraries of metrics never load in ours.

    `on_event` hears Progress and Answer on a thread of its own, then Scored or Failed, exactly
    once; nothing any more once `close` was called, which cancels it.
    """

    def __init__(self, judge: Judge, on_event: Callable[[Event], None]) -> None:
        self._on_event = on_event
        self._closed = threading.Event()
        # a file never fills up, as a pipe does
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._process = start("engine.evaluation", stderr=self._words.fileno())
        self._model = judge.model
        with contextlib.suppress(OSError):  # it is gone; its end is told by the thread
            FrameWriter(_pipe(self._process.stdin)).write(judge)
        self._thread = threading.Thread(target=self._read, name="evaluation", daemon=True)
        self._thread.start()

    def close(self, timeout: float = 5.0) -> None:
        """End the process, and with it what it started. May be called at any moment, repeatedly."""
        self._closed.set()
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()  # end of input ends it
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout)
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)
        self._words.close()

    def __enter__(self) -> Evaluation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self) -> None:
        answers: list[Answer] = []
        # mypy cannot see that a union of types is what msgspec decodes to
        with _pipe(self._process.stdout) as stream, contextlib.suppress(FrameError, OSError):
            reader: FrameReader[Event] = FrameReader(stream, Event)  # type: ignore[arg-type]
            while (event := reader.read()) is not None:
                if isinstance(event, Answer):
                    answers.append(event)
                if isinstance(event, Scored):
                    scores = msgspec.structs.replace(event.scores, answers=tuple(answers))
                    event = Scored(scores)
                self._tell(event)
                if isinstance(event, Scored | Failed):
                    return
        self._tell(Failed(self._why().info()))

    def _tell(self, event: Event) -> None:
        if not self._closed.is_set():
            self._on_event(event)

    def _why(self) -> PunaError:
        """It ended without an answer."""
        code = self._process.wait()
        if self._closed.is_set():
            return crash.explain(code, "", self._model, file_changed=False)
        size = self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, size - _LAST))
        words = self._words.read().decode("utf-8", "replace")
        return crash.explain(code, words, self._model, file_changed=False)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
