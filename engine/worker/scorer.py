"""`python -m engine.worker.scorer THREADS`: how well a model expects given tokens.

Answers each `Row` with its `Losses`, as frames, one after the other; the model stays open between
rows, its adapters are set anew for each. Of a batch only the marked positions have logits, since
for a small model these cost more than all else. It runs on the processor alone, so that the figures
do not depend on a graphics card. Writes no reply.
"""

from __future__ import annotations

import ctypes
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

import llama_cpp
import numpy as np
import numpy.typing as npt

from engine import gguf
from engine.errors import Bug, ModelRejected, NotEnoughMemory, PromptTooLong, PunaError
from engine.files import fingerprint, writing
from engine.gguf import Gguf
from engine.losses import Losses, Row
from engine.memory import available_memory, check_fits, needed, stepped
from engine.messages import Tuning
from engine.worker.adapters import Adapters
from engine.worker.context import Context
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.model import Job
from engine.worker.native_log import NativeLog
from engine.worker.process import (
    harden,
    prefer_to_be_killed,
    stay_in_background,
    take_standard_streams,
)
from engine.worker.vocabulary import Vocabulary

Floats: TypeAlias = npt.NDArray[np.float32]

_OUTPUTS = 32
"""Positions whose logits are computed at once: of a vocabulary of 262,144 that is 33 MB."""
_LEAST_CONTEXT = 512


class OpenedModel:
    """One model file, its context and its adapters. Close it."""

    def __init__(self, path: Path, n_threads: int, log: NativeLog) -> None:
        """Raises PunaError where the file is no model to chat with, or llama.cpp refuses it."""
        self._log = log
        self._job = Job(0)
        self._seen = fingerprint(path)
        self._file: Gguf = gguf.open_model(path)
        gguf.require_chat(self._file)
        check_fits(self._file, _LEAST_CONTEXT, available_memory())
        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = 0
        none = (ctypes.c_void_p * 1)(None)
        params.devices = ctypes.cast(none, ctypes.c_void_p)
        self._model = llama_cpp.llama_model_load_from_file(os.fsencode(path), params)
        if not self._model:
            raise ModelRejected(str(path), log.last_error or "no reason was given")
        self.vocabulary = Vocabulary(self._model)
        self._context = Context(
            self._model,
            _LEAST_CONTEXT,
            n_threads,
            Tuning(gpu_layers=0),
            lambda: None,
            log,
            n_outputs=_OUTPUTS,
        )
        self._adapters = Adapters(self._model, self._file, log)
        if not self._context.opened:
            self.close()
            raise ModelRejected(str(path), log.last_error or "no reason was given")

    def changed(self) -> bool:
        """Whether the file is no longer the one that was opened."""
        return fingerprint(self._file.path) != self._seen

    def tokens_of(self, row: Row) -> tuple[Sequence[int], Sequence[int]]:
        """Tokens and marks of a row."""
        if not row.text:
            return row.tokens, row.marks
        tokens = [*self.vocabulary.beginning(()), *self.vocabulary.encode(row.text)]
        return tokens, range(1, len(tokens))

    def expected(self, row: Row) -> Iterator[tuple[int, Floats]]:
        """Each marked token, and the logits it was expected by. Raises PunaError."""
        tokens, marks = self.tokens_of(row)
        before = {mark - 1 for mark in marks}
        n_tokens = max(before, default=-1) + 1  # what follows changes nothing
        self._make_room(n_tokens)
        self._context.clear()
        self._adapters.apply(self._context, row.adapters, self._job)
        start = 0
        for size in _batches(n_tokens, before, self._context.n_batch):
            part = range(start, start + size)
            wanted = [at for at in part if at in before]
            if not self._context.decode(
                tokens[start : start + size], logits={at - start for at in wanted}
            ):
                raise PromptTooLong(n_tokens, self._context.n_ctx)
            for at in wanted:
                yield tokens[at + 1], self._logits(at - start)
            start += size

    def close(self) -> None:
        self._context.close()
        self._adapters.close()
        llama_cpp.llama_model_free(self._model)

    def _make_room(self, n_tokens: int) -> None:
        trained = self._file.context_length
        if trained and n_tokens > trained:
            raise PromptTooLong(n_tokens, trained, n_ctx_max=trained)
        n_ctx = max(_LEAST_CONTEXT, stepped(n_tokens))
        if self._context.opened:
            if n_ctx <= self._context.n_ctx:
                return
            self._context.clear()
        available = available_memory()
        if not self._context.grow(n_ctx):
            need = needed(self._file, n_ctx).total
            raise NotEnoughMemory(str(self._file.path), need, available, n_ctx, 0)

    def _logits(self, index: int) -> Floats:
        """Those of a position of the last batch; valid until the next one."""
        pointer = llama_cpp.llama_get_logits_ith(self._context.pointer, index)
        if not pointer:
            raise Bug("llama_get_logits_ith returned NULL")
        return np.ctypeslib.as_array(pointer, (self.vocabulary.size,))


def _batches(n_tokens: int, wanted: set[int], n_batch: int) -> Iterator[int]:
    """Sizes of batches: none with more than `_OUTPUTS` wanted positions, its last one counted."""
    size = outputs = 0
    for at in range(n_tokens):
        size += 1
        outputs += at in wanted
        if size == n_batch or outputs == _OUTPUTS - 1:
            yield size
            size = outputs = 0
    if size:
        yield size


def loss_of(token: int, logits: Floats) -> float:
    """How surprising a token is, in nats: the logarithm of one over its probability."""
    highest = logits.max()
    total = np.exp(logits - highest).sum(dtype=np.float64)
    return float(np.log(total) + highest - logits[token])


class Scorer:
    """Holds one model. Ends with its process."""

    def __init__(self, n_threads: int) -> None:
        self._n_threads = n_threads
        self._log = NativeLog()
        self._path = ""
        self._opened: OpenedModel | None = None
        llama_cpp.llama_backend_init()

    def score(self, row: Row) -> Losses:
        """Answer one row; what cannot be answered is told as `error`."""
        try:
            opened = self._open(row.model)
            losses = self._write(opened, row) if row.file else self._read(opened, row)
            return Losses(tuple(losses), opened.vocabulary.size)
        except PunaError as error:
            return Losses(error=error.info())
        except Exception:  # noqa: BLE001 - told as what it is, and the next row is answered
            return Losses(error=Bug(traceback.format_exc()).info())

    def _read(
        self, opened: OpenedModel, row: Row, keep: Callable[[Floats], object] | None = None
    ) -> list[float]:
        losses = []
        for token, logits in opened.expected(row):
            losses.append(loss_of(token, logits))
            if keep is not None:
                keep(logits)
        return losses

    def _write(self, opened: OpenedModel, row: Row) -> list[float]:
        with writing(Path(row.file)) as file:
            return self._read(opened, row, lambda logits: file.write(logits.tobytes()))

    def _open(self, path: str) -> OpenedModel:
        if self._opened is None or path != self._path or self._opened.changed():
            if self._opened is not None:
                self._opened.close()
                self._opened = None
            self._opened, self._path = OpenedModel(Path(path), self._n_threads, self._log), path
        return self._opened


def main() -> None:
    reader, writer = take_standard_streams()
    prefer_to_be_killed()
    if "--background" in sys.argv:
        stay_in_background()
    harden()
    rows, answers = FrameReader(reader, Row), FrameWriter(writer)
    scorer = Scorer(int(sys.argv[1]))
    while (row := rows.read()) is not None:
        answers.write(scorer.score(row))


if __name__ == "__main__":
    main()
