"""A GGUF model on llama.cpp's low-level API: opening it, and answering with it.

The high-level class of llama-cpp-python is not used: it cannot cancel a load or a prefill and does
not check what the C functions return. Knows no frames and no chats; `engine.worker.main` calls it.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import llama_cpp
import msgspec

from engine import gguf
from engine.errors import Bug, InvalidInput, ModelRejected, NotEnoughMemory
from engine.files import fingerprint
from engine.gguf import Gguf
from engine.hardware import physical_cores
from engine.memory import (
    available_memory,
    check_fits,
    default_context,
    largest_context,
    needed,
)
from engine.messages import ChatRequest, Finished, Loaded, Measured, ModelInfo, ModelSpec
from engine.offload import Plan, plans
from engine.offload_memory import OffloadMemory
from engine.worker.adapters import Adapters, adapters_signature
from engine.worker.context import Context
from engine.worker.devices import devices
from engine.worker.keeper import Keeper
from engine.worker.kinds import model_kind, short_context
from engine.worker.load import Load
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.native_log import NativeLog
from engine.worker.opening import open_by_plan
from engine.worker.prompting import Prompting
from engine.worker.recall import Recall
from engine.worker.reply import Reply
from engine.worker.versions import engine_version
from engine.worker.vocabulary import Vocabulary

_STEP = 256
"""llama.cpp rounds the context up to a multiple of this."""


class LlamaModel:
    """One open model with one context. Used by one thread; closed by `close`."""

    def __init__(self, spec: ModelSpec, file: Gguf, log: NativeLog, keeper: Keeper) -> None:
        self._path = Path(spec.path)
        self._fingerprint = fingerprint(self._path)
        self._spec = spec
        self._file = file
        self._log = log
        self._keeper = keeper
        self._machine = Load()
        self._model: int | None = None
        self._context: Context | None = None
        self._prompting: Prompting | None = None
        self._adapters: Adapters | None = None
        self._counting: Prompting | None = None
        self._thinking = False
        self._recall: Recall | None = None
        self._job: Job | None = None

    @classmethod
    def open(
        cls,
        spec: ModelSpec,
        job: Job,
        progress: Callable[[float], None],
        keeper: Keeper,
        remembered: Path | None = None,
    ) -> LlamaModel:
        """Check the file and the memory, then load. Raises Cancelled or PunaError.

        `remembered` is the file where it is kept what graphics cards did not take.
        """
        path = Path(spec.path)
        file = gguf.open_model(path)
        gguf.require_chat(file)
        llama_cpp.llama_backend_init()
        found, available = devices(), available_memory()
        n_ctx = _context_size(spec, file, available)

        def attempt(plan: Plan) -> LlamaModel:
            check_fits(file, n_ctx, available_memory(), elsewhere=plan.elsewhere)
            _check_trained(spec, file)
            made = cls(msgspec.structs.replace(spec, tuning=plan.tuning), file, NativeLog(), keeper)
            try:
                made._load(job, progress)
                made._make_context(n_ctx)
            except BaseException:
                made.close()
                raise
            return made

        every = plans(file, n_ctx, found, spec.tuning, available)
        memory = OffloadMemory(remembered, engine_version())
        return open_by_plan(path, n_ctx, found, every, memory, attempt)

    @property
    def info(self) -> ModelInfo:
        """What was opened, with the context as large as it is now."""
        context = self._opened()
        return ModelInfo(
            path=str(self._path),
            name=self._file.name,
            architecture=self._file.architecture,
            n_ctx=context.n_ctx,
            n_ctx_train=llama_cpp.llama_model_n_ctx_train(self._model),
            n_threads=context.n_threads,
            size=self._file.size,
            n_params=llama_cpp.llama_model_n_params(self._model),
            has_template=self._file.chat_template is not None,
            thinking=self._thinking,
        )

    def changed(self) -> bool:
        lost = self._context is not None and not self._context.opened
        return lost or fingerprint(self._path) != self._fingerprint

    def close(self) -> None:
        self._machine.close()
        for prompting in (self._prompting, self._counting):
            if prompting is not None:
                prompting.close()
        if self._context is not None:
            self._context.close()
        if self._adapters is not None:
            self._adapters.close()
        if self._model:
            llama_cpp.llama_model_free(self._model)
        self._log.close()
        self._context = self._model = self._prompting = self._counting = None
        self._adapters = self._recall = None

    def generate(self, request: ChatRequest, job: Job, emit: Emit) -> Finished:
        context = self._opened()
        assert self._prompting is not None
        assert self._adapters is not None
        assert self._recall is not None
        self._job = job
        try:
            adapters = self._adapters.apply(context, request.adapters, job)
            reply = Reply(
                self.info,
                context,
                self._vocabulary,
                self._prompting,
                self._recall,
                request,
                adapters,
                job,
                emit,
                self._most(),
                partial(self._grow, job, emit),
            )
            return reply.run()
        finally:
            self._job = None

    def rest(self, *, parting: bool) -> None:
        if self._recall is not None:
            self._recall.rest(parting=parting)

    def measure(self, request: ChatRequest, job: Job, *, text: bool) -> Measured:
        context = self._opened()
        assert self._recall is not None
        reach = partial(self._recall.reach, adapters=adapters_signature(request.adapters))
        if self._counting is None:  # its own: the other is in use on another thread
            assert self._model is not None
            vocabulary = Vocabulary(self._model)
            self._counting = Prompting(vocabulary, self._file.chat_template)
        sizes = context.n_ctx, self._most()
        return self._counting.measured(request, job, sizes, reach, text=text)

    def _grow(self, job: Job, emit: Emit, least: int, wanted: int) -> bool:
        """Make the context hold `least` tokens, or as many of those `wanted` as there is memory
        for, where its size was left to us. Raises NotEnoughMemory where not even the old one can be
        had again."""
        context = self._opened()
        assert self._adapters is not None
        most = 0 if self._spec.n_ctx else self._most(context.state_size())
        wanted = max(least, wanted, 2 * context.n_ctx)
        n_ctx = min(-(-wanted // _STEP) * _STEP, most)
        if n_ctx < least:
            return False
        grown = context.grow(n_ctx)
        if not context.opened:
            need = needed(self._file, n_ctx).total
            raise NotEnoughMemory(str(self._path), need, available_memory(), n_ctx, 0)
        self._adapters.apply_again(context)
        if grown:
            emit(Loaded(job.id, self.info))
        return grown

    def _most(self, spare: int = 0) -> int:
        """The largest context there is memory for, if this one gives its memory back and `spare`
        bytes are needed beside it."""
        n_ctx = self._opened().n_ctx
        own = needed(self._file, n_ctx, self._spec.tuning.kv_type).private
        most = largest_context(self._file, available_memory() + own - spare)
        short = short_context(self._file)
        if n_ctx <= short and not self._spec.n_ctx:  # what was read would be wrong in a larger one
            most = min(most, short)
        return max(n_ctx, most)

    def _opened(self) -> Context:
        if self._context is None:
            raise Bug("the model is closed")
        return self._context

    def _load(self, job: Job, progress: Callable[[float], None]) -> None:
        last = 0.0

        def report(done: float, _data: object) -> bool:
            nonlocal last
            if done - last >= 0.01 or done >= 1:
                last = done
                progress(done)
            return not job.cancelled

        params = llama_cpp.llama_model_default_params()
        callback = llama_cpp.llama_progress_callback(report)
        params.progress_callback = callback
        params.n_gpu_layers = self._spec.tuning.gpu_layers
        none = (ctypes.c_void_p * 1)(None)
        if params.n_gpu_layers == 0:  # and no memory of a card for anything else
            params.devices = ctypes.cast(none, ctypes.c_void_p)
        self._model = llama_cpp.llama_model_load_from_file(os.fsencode(self._path), params)
        if job.cancelled:
            raise Cancelled
        if not self._model:
            raise ModelRejected(str(self._path), self._log.last_error or "no reason was given")
        self._vocabulary = Vocabulary(self._model)
        self._prompting = Prompting(self._vocabulary, self._file.chat_template)
        self._adapters = Adapters(self._model, self._file, self._log)
        self._prompting.begin()
        self._thinking = self._prompting.offers_thinking(job)

    def _make_context(self, n_ctx: int) -> None:
        tuning = self._spec.tuning
        n_threads = min(self._spec.n_threads or tuning.n_threads or sys.maxsize, physical_cores())
        assert self._model is not None
        usable = self._machine.usable_cores
        context = Context(
            self._model, n_ctx, n_threads, tuning, lambda: self._job, self._log, usable
        )
        self._machine.heard = context.reconsider
        if not context.opened:
            need, available = needed(self._file, n_ctx).total, available_memory()
            if need > available:
                raise NotEnoughMemory(str(self._path), need, available, n_ctx, 0)
            raise ModelRejected(str(self._path), self._log.last_error or "no reason was given")
        self._context = context
        self._recall = Recall(context, self._keeper, model_kind(self._file, tuning, n_ctx))


def _context_size(spec: ModelSpec, file: Gguf, available: int) -> int:
    """Tokens of context to open, with so many bytes of free memory."""
    wanted = spec.n_ctx or default_context(file, available)
    return -(-wanted // _STEP) * _STEP


def _check_trained(spec: ModelSpec, file: Gguf) -> None:
    trained = file.context_length
    if spec.n_ctx and trained and spec.n_ctx > trained:
        raise InvalidInput(
            "context size",
            f"{spec.n_ctx:,} tokens are more than the {trained:,} this model was trained for",
            f"Set it to {trained:,} or less, or to 0 to let Puna choose.",
        )
