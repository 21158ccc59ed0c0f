"""`python -m engine.worker.rawloop`: a model as fast as llama.cpp runs it, with nothing around it.

What all figures are held against: one `llama_decode` and one `llama_sampler_sample` a token, on the
same thread pool as replies. Answers each `Trial` with a `Speed`, as frames; the model stays open
between trials, the context while it fits. Nobody's reply is made with it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

import llama_cpp

from engine.trial import Speed, Trial
from engine.worker.context import context_params
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.native_log import NativeLog
from engine.worker.pool import ThreadPool
from engine.worker.process import harden, prefer_to_be_killed, take_standard_streams


class RawLoop:
    """Holds one model and one context. Ends with its process."""

    def __init__(self) -> None:
        self._log = NativeLog()
        self._path = ""
        self._model: int | None = None
        self._made: tuple[object, ...] = ()
        self._context: int | None = None
        self._pool: ThreadPool | None = None
        llama_cpp.llama_backend_init()

    def measure(self, trial: Trial) -> Speed:
        """Run one trial; what llama.cpp refuses is told as `error`."""
        if not self._open(trial):
            return Speed(error=self._log.last_error or "llama.cpp gave no reason")
        tokens = self._tokens(trial.text)
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self._context), True)
        began = time.perf_counter()
        n_batch = llama_cpp.llama_n_batch(self._context)
        for start in range(0, len(tokens), n_batch):
            if not self._decode(tokens[start : start + n_batch]):
                return Speed(error=f"{len(tokens)} tokens of text have no room")
        llama_cpp.llama_synchronize(self._context)
        read = time.perf_counter()
        wrote = self._write(trial.reply)
        return Speed(len(tokens), len(tokens) / (read - began), trial.reply / wrote)

    def _write(self, count: int) -> float:
        """Seconds for so many tokens, each the likeliest; also behind the end of a reply."""
        sampler = llama_cpp.llama_sampler_chain_init(llama_cpp.llama_sampler_chain_default_params())
        llama_cpp.llama_sampler_chain_add(sampler, llama_cpp.llama_sampler_init_greedy())
        one = (llama_cpp.llama_token * 1)()
        began = time.perf_counter()
        for _ in range(count):
            one[0] = llama_cpp.llama_sampler_sample(sampler, self._context, -1)
            llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(one, 1))
        took = time.perf_counter() - began
        llama_cpp.llama_sampler_free(sampler)
        return took

    def _decode(self, tokens: Sequence[int]) -> bool:
        room = (llama_cpp.llama_token * len(tokens))(*tokens)
        batch = llama_cpp.llama_batch_get_one(room, len(tokens))
        return bool(llama_cpp.llama_decode(self._context, batch) == 0)

    def _tokens(self, text: str) -> list[int]:
        data = text.encode()
        room = len(data) + 8
        tokens = (llama_cpp.llama_token * room)()
        vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        count = llama_cpp.llama_tokenize(vocabulary, data, len(data), tokens, room, True, False)
        return list(tokens[:count])

    def _open(self, trial: Trial) -> bool:
        if trial.path != self._path:
            self._close_context()
            if self._model:
                llama_cpp.llama_model_free(self._model)
            params = llama_cpp.llama_model_default_params()
            self._model = llama_cpp.llama_model_load_from_file(os.fsencode(trial.path), params)
            self._path = trial.path if self._model else ""
        wanted = trial.n_ctx, trial.tuning
        if self._model and self._made != wanted:
            self._close_context()
            n_threads = trial.tuning.n_threads
            params = context_params(self._model, trial.n_ctx, n_threads, trial.tuning)
            self._context = llama_cpp.llama_init_from_model(self._model, params)
            if self._context:
                self._pool = ThreadPool(self._context, n_threads)
                self._made = wanted
        return bool(self._context)

    def _close_context(self) -> None:
        if self._pool is not None:
            self._pool.close()
        if self._context:
            llama_cpp.llama_free(self._context)
        self._context = self._pool = None
        self._made = ()


def main() -> None:
    reader, writer = take_standard_streams()
    prefer_to_be_killed()
    harden()
    trials, speeds = FrameReader(reader, Trial), FrameWriter(writer)
    loop = RawLoop()
    while (trial := trials.read()) is not None:
        speeds.write(loop.measure(trial))


if __name__ == "__main__":
    main()
