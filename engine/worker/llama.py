"""A GGUF model on llama.cpp's low-level API: opening it, and answering with it.

The high-level class of llama-cpp-python is not used: it cannot cancel a load or a prefill and does
not check what the C functions return. Knows no frames and no chats; `engine.worker.main` calls it.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

import llama_cpp

from engine import gguf
from engine.errors import Bug, InvalidInput, ModelRejected, NotEnoughMemory, PromptTooLong
from engine.files import fingerprint
from engine.gguf import Gguf
from engine.hardware import physical_cores
from engine.memory import available_memory, check_fits, default_context, needed
from engine.messages import (
    ChatRequest,
    Finished,
    ModelInfo,
    ModelSpec,
    Prefill,
    Reason,
    Receipt,
    Stats,
    Text,
)
from engine.prompt import (
    THINK,
    TRANSCRIPT_STOP,
    Piece,
    as_history,
    opens_thinking,
    plain_transcript,
)
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.pool import ThreadPool
from engine.worker.receipt import receipt
from engine.worker.sampler import Sampler
from engine.worker.stops import TextStream
from engine.worker.template import TemplateRenderer
from engine.worker.versions import engine_version
from engine.worker.vocabulary import Vocabulary

_log = logging.getLogger(__name__)
N_BATCH = 512
"""Tokens read at once in prefill."""
_N_OUTPUTS = 8
"""Most positions of a batch whose logits are wanted: keeps the compute buffer small."""
_STEP = 256
"""llama.cpp rounds the context up to a multiple of this."""
_ABORTED = 2
_NO_ROOM = 1
_LOG_WARN, _LOG_ERROR = 3, 4  # of ggml.h; the comment in llama_cpp._logger is out of date


class _Log:
    """What llama.cpp says: warnings and errors go to standard error, the last error is kept."""

    def __init__(self) -> None:
        self.last_error = ""
        # ctypes does not keep the callback alive; this object must, until it is closed
        self._callback = llama_cpp.llama_log_callback(self._hear)
        llama_cpp.llama_log_set(self._callback, None)

    def close(self) -> None:
        """Let llama.cpp write to standard error by itself, before the callback is freed."""
        llama_cpp.llama_log_set(llama_cpp.llama_log_callback(0), None)

    def _hear(self, level: int, text: bytes, _data: object) -> None:
        line = text.decode("utf-8", "replace").strip()
        if level == _LOG_ERROR and line and not line.startswith("llama_model_load_from_file"):
            self.last_error = line
        if level in (_LOG_WARN, _LOG_ERROR):
            os.write(2, text)


class LlamaModel:
    """One open model with one context. Used by one thread; closed by `close`."""

    def __init__(self, spec: ModelSpec, file: Gguf, log: _Log) -> None:
        self._path = Path(spec.path)
        self._fingerprint = fingerprint(self._path)
        self._file = file
        self._log = log
        self._model: int | None = None
        self._context: int | None = None
        self._pool: ThreadPool | None = None
        self._renderer: TemplateRenderer | None = None
        self._job: Job | None = None
        self._abort = llama_cpp.ggml_abort_callback(self._asked_to_abort)

    @classmethod
    def open(cls, spec: ModelSpec, job: Job, progress: Callable[[float], None]) -> LlamaModel:
        """Check the file and the memory, then load. Raises Cancelled or PunaError."""
        file = gguf.open_model(Path(spec.path))
        gguf.require_chat(file)
        n_ctx = _context_size(spec, file)
        n_threads = spec.n_threads or physical_cores()
        log = _Log()
        llama_cpp.llama_backend_init()
        made = cls(spec, file, log)
        try:
            made._load(job, progress)
            made._make_context(n_ctx, n_threads)
        except BaseException:
            made.close()
            raise
        return made

    @property
    def info(self) -> ModelInfo:
        return self._info

    def changed(self) -> bool:
        return fingerprint(self._path) != self._fingerprint

    def close(self) -> None:
        if self._renderer is not None:
            self._renderer.close()
        if self._pool is not None:
            self._pool.close()
        if self._context:
            llama_cpp.llama_free(self._context)
        if self._model:
            llama_cpp.llama_model_free(self._model)
        self._log.close()
        self._context = self._model = self._pool = self._renderer = None

    def generate(self, request: ChatRequest, job: Job, emit: Emit) -> Finished:
        self._job = job
        try:
            return _Reply(self, request, job, emit).run()
        finally:
            self._job = None

    # What a reply needs of its model.

    @property
    def context(self) -> int:
        if not self._context:
            raise Bug("the model is closed")
        return self._context

    @property
    def template(self) -> str | None:
        """The chat template in the model's file."""
        return self._file.chat_template

    def forget(self) -> None:
        """Empty the context, so that a reply depends on nothing before it."""
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)

    def decode(self, tokens: list[int]) -> bool:
        """Read tokens behind those read before; False when there is no room left for them.

        Raises Cancelled when the job was cancelled meanwhile.
        """
        batch = (llama_cpp.llama_token * len(tokens))(*tokens)
        result = llama_cpp.llama_decode(
            self.context, llama_cpp.llama_batch_get_one(batch, len(tokens))
        )
        if result == _ABORTED:
            raise Cancelled
        if result not in (0, _NO_ROOM):
            raise Bug(f"llama_decode returned {result}: {self._log.last_error}")
        return bool(result == 0)

    def prompt(self, request: ChatRequest, job: Job) -> tuple[list[Piece], bool]:
        """The prompt in pieces, and whether it is a plain transcript."""
        messages = as_history(request.messages)
        if request.raw:
            return [Piece(messages[-1].content, trusted=False)], False
        if self._file.chat_template is None:
            return plain_transcript(messages, continue_reply=request.continue_reply), True
        if self._renderer is None:
            vocabulary = self.vocabulary
            self._renderer = TemplateRenderer(
                self._file.chat_template, vocabulary.bos_text(), vocabulary.eos_text()
            )
        return self._renderer.render(messages, job, continue_reply=request.continue_reply), False

    # Opening.

    def _asked_to_abort(self, _data: object) -> bool:
        return self._job is not None and self._job.cancelled

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
        self._model = llama_cpp.llama_model_load_from_file(os.fsencode(self._path), params)
        if job.cancelled:
            raise Cancelled
        if not self._model:
            raise ModelRejected(str(self._path), self._log.last_error or "no reason was given")
        self.vocabulary = Vocabulary(self._model)

    def _make_context(self, n_ctx: int, n_threads: int) -> None:
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = n_ctx
        params.n_batch = params.n_ubatch = N_BATCH
        params.n_outputs_max = _N_OUTPUTS
        params.n_threads = params.n_threads_batch = n_threads
        params.swa_full = False  # nothing is rolled back yet, so the window is all that is needed
        params.no_perf = True
        params.abort_callback = self._abort
        self._context = llama_cpp.llama_init_from_model(self._model, params)
        if not self._context:
            need, available = needed(self._file, n_ctx).total, available_memory()
            if need > available:
                raise NotEnoughMemory(str(self._path), need, available, n_ctx, 0)
            raise ModelRejected(str(self._path), self._log.last_error or "no reason was given")
        self._pool = ThreadPool(self._context, n_threads)
        self._info = ModelInfo(
            path=str(self._path),
            name=self._file.name,
            architecture=self._file.architecture,
            n_ctx=n_ctx,
            n_ctx_train=llama_cpp.llama_model_n_ctx_train(self._model),
            n_threads=n_threads,
            size=self._file.size,
            n_params=llama_cpp.llama_model_n_params(self._model),
            has_template=self._file.chat_template is not None,
        )


class _Reply:
    """One reply: prompt, prefill, then a token at a time."""

    def __init__(self, model: LlamaModel, request: ChatRequest, job: Job, emit: Emit) -> None:
        self._model = model
        self._request = request
        self._job = job
        self._emit = emit
        self._began = time.perf_counter()
        self._encoded: float | None = None
        self._first: float | None = None
        self._prefilled: float | None = None
        self._prompt_tokens = 0
        self._tokens = 0
        self._seed = request.sampling.seed

    def run(self) -> Finished:
        try:
            reason = self._generate()
        except Cancelled:
            reason = "cancelled"
        return Finished(self._job.id, reason, self._stats(), self._receipt())

    def _generate(self) -> Reason:
        model, request = self._model, self._request
        n_ctx = model.info.n_ctx
        pieces, transcript = model.prompt(request, self._job)
        prompt = model.vocabulary.encode_prompt(pieces, n_ctx, self._job)
        if len(prompt) >= n_ctx:
            raise PromptTooLong(len(prompt), n_ctx)
        if not prompt:
            raise InvalidInput("message", "it is empty", "Write something, then send.")
        stop = (*request.sampling.stop, TRANSCRIPT_STOP) if transcript else request.sampling.stop
        text = TextStream(stop, strip_start=transcript and not request.continue_reply)
        self._prefill(prompt)
        if opens_thinking(pieces):
            self._emit(Text(self._job.id, THINK))
        sampler = Sampler(request.sampling, model.vocabulary, model.info.n_ctx_train)
        self._seed = sampler.seed
        try:
            sampler.remember(prompt)
            return self._decode(sampler, text)
        finally:
            self._say(text.flush())
            sampler.close()

    def _prefill(self, prompt: list[int]) -> None:
        self._encoded = time.perf_counter()
        self._prompt_tokens = len(prompt)
        self._model.forget()
        self._emit(Prefill(self._job.id, 0, len(prompt)))
        for start in range(0, len(prompt), N_BATCH):
            if self._job.cancelled:
                raise Cancelled
            batch = prompt[start : start + N_BATCH]
            if not self._model.decode(batch):
                raise PromptTooLong(len(prompt), self._model.info.n_ctx)
            self._emit(Prefill(self._job.id, start + len(batch), len(prompt)))
        self._prefilled = time.perf_counter()

    def _decode(self, sampler: Sampler, text: TextStream) -> Reason:
        model, job, vocabulary = self._model, self._job, self._model.vocabulary
        limit = self._request.max_tokens or model.info.n_ctx
        room = model.info.n_ctx - self._prompt_tokens
        while True:
            if job.cancelled:
                return "cancelled"
            token = sampler.sample(model.context)
            if vocabulary.is_end(token):
                return "stop"
            self._tokens += 1
            self._say(text.feed(vocabulary.bytes_of(token)))
            if text.stopped:
                return "stop"
            if self._tokens >= limit:
                return "length"
            if self._tokens >= room or not model.decode([token]):
                return "context"

    def _say(self, text: str) -> None:
        if text:
            self._first = self._first or time.perf_counter()
            self._emit(Text(self._job.id, text))

    def _receipt(self) -> Receipt:
        return receipt(
            self._request,
            self._model.info,
            seed=self._seed,
            template=None if self._request.raw else self._model.template,
            engine=engine_version(),
        )

    def _stats(self) -> Stats:
        now = time.perf_counter()
        prefilled = self._prefilled or now
        prefill_s, decode_s = prefilled - (self._encoded or now), now - prefilled
        read = self._prompt_tokens if self._prefilled else 0
        return Stats(
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._tokens,
            prefill_s=prefill_s,
            decode_s=decode_s if self._prefilled else 0.0,
            ttft_s=(self._first or now) - self._began,
            prefill_tokens_per_s=read / prefill_s if prefill_s else 0.0,
            decode_tokens_per_s=self._tokens / decode_s if decode_s and self._prefilled else 0.0,
        )


def _context_size(spec: ModelSpec, file: Gguf) -> int:
    """Tokens of context to open, checked against memory and against the model's training."""
    wanted = spec.n_ctx or default_context(file)
    n_ctx = -(-wanted // _STEP) * _STEP
    check_fits(file, n_ctx, available_memory())
    trained = file.context_length
    if spec.n_ctx and trained and spec.n_ctx > trained:
        raise InvalidInput(
            "context size",
            f"{spec.n_ctx:,} tokens are more than the {trained:,} this model was trained for",
            f"Set it to {trained:,} or less, or to 0 to let Puna choose.",
        )
    return n_ctx
