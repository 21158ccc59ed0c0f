"""The scorer process, as those see it who judge with it: losses of tokens, and their logits.

Knows nothing of what is judged.
"""

from __future__ import annotations

import contextlib
import os
import queue
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NoReturn, TypeAlias

import numpy as np
import numpy.typing as npt

from engine import crash
from engine.child import start
from engine.errors import PromptTooLong, raised_again
from engine.files import Cancelled, Stopped
from engine.hardware import physical_cores
from engine.losses import Losses, Row
from engine.messages import AdapterUse
from engine.worker.frames import FrameError, FrameReader, FrameWriter

Floats: TypeAlias = npt.NDArray[np.float32]

_POLL = 0.1
_WAIT = 2.0
_LAST = 4000
"""Bytes of what it said that are looked at."""
_MOST_TOKENS = 150_000
"""Of one row; more do not fit into a frame."""


class Scorer:
    """Asks a model, in a process of its own, how well it expects given tokens.

    Used by one thread; a context manager. `n_threads` 0 leaves one core to others. `in_background`:
    it computes only where no other program wants to; a child of a process that does is one that
    does. Every call raises PunaError where it cannot be answered, and `Stopped` as soon as
    `cancelled` returns True.
    """

    def __init__(
        self,
        cancelled: Cancelled = lambda: False,
        *,
        n_threads: int = 0,
        in_background: bool = False,
    ) -> None:
        self._cancelled = cancelled
        self._folder = tempfile.TemporaryDirectory(prefix="puna-")
        # a file never fills up, as a pipe does
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        self._process = start(
            "engine.worker.scorer",
            str(n_threads or max(1, physical_cores() - 1)),
            *["--background"] * in_background,
            stderr=self._words.fileno(),
        )
        self._model = ""
        self._answers: queue.SimpleQueue[Losses | None] = queue.SimpleQueue()
        self._writer = FrameWriter(_pipe(self._process.stdin))
        self._reader = threading.Thread(target=self._read, name="scorer", daemon=True)
        self._reader.start()

    def losses(
        self,
        model: Path,
        tokens: Sequence[int],
        marks: Sequence[int],
        adapters: Sequence[AdapterUse] = (),
    ) -> tuple[float, ...]:
        """Nats of each token at the positions `marks`, which rise from 1 on."""
        return self._ask(Row(str(model), tuple(tokens), tuple(marks), "", tuple(adapters))).losses

    def losses_of_text(
        self, model: Path, text: str, adapters: Sequence[AdapterUse] = ()
    ) -> tuple[float, ...]:
        """Nats of each token of a text but the first one."""
        return self._ask(Row(str(model), text=text, adapters=tuple(adapters))).losses

    def logits(
        self,
        model: Path,
        tokens: Sequence[int],
        marks: Sequence[int],
        adapters: Sequence[AdapterUse] = (),
    ) -> Floats:
        """The logits that the tokens at `marks` were expected by; shape (marks, vocabulary)."""
        path = Path(self._folder.name) / "logits"
        row = Row(str(model), tuple(tokens), tuple(marks), "", tuple(adapters), str(path))
        n_vocab = self._ask(row).n_vocab
        try:
            return np.fromfile(path, np.float32).reshape(len(marks), n_vocab)
        finally:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """End the process; it holds nothing that could be lost."""
        self._process.kill()
        self._process.wait(_WAIT)
        self._reader.join(_WAIT)
        with contextlib.suppress(OSError):
            _pipe(self._process.stdin).close()
        self._words.close()
        self._folder.cleanup()

    def __enter__(self) -> Scorer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, row: Row) -> Losses:
        if len(row.tokens) > _MOST_TOKENS:
            raise PromptTooLong(len(row.tokens), _MOST_TOKENS)
        self._model = row.model
        with contextlib.suppress(OSError):  # it is gone; the end of its answers is on its way
            self._writer.write(row)
        while True:
            if self._cancelled():
                raise Stopped
            with contextlib.suppress(queue.Empty):
                answer = self._answers.get(timeout=_POLL)
                break
        if answer is None:
            self._raise_why()
        if answer.error is not None:
            raise raised_again(answer.error)
        return answer

    def _raise_why(self) -> NoReturn:
        """There is no answer and never will be: the process ended."""
        self._answers.put(None)
        code = self._process.wait(_WAIT)
        size = self._words.seek(0, os.SEEK_END)
        self._words.seek(max(0, size - _LAST))
        words = self._words.read().decode("utf-8", "replace")
        raise crash.explain(code, words, self._model, file_changed=False)

    def _read(self) -> None:
        with _pipe(self._process.stdout) as stream, contextlib.suppress(FrameError, OSError):
            reader = FrameReader(stream, Losses)
            while (answer := reader.read()) is not None:
                self._answers.put(answer)
        self._answers.put(None)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    """A stream that was asked for as a pipe is there."""
    assert stream is not None
    return stream
