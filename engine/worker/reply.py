"""One reply of an open model: prompt, prefill, then token by token. Opens and keeps nothing."""

from __future__ import annotations

import time

from engine.errors import PromptTooLong
from engine.messages import ChatRequest, Finished, ModelInfo, Prefill, Reason, Receipt, Stats, Text
from engine.prompt import THINK
from engine.worker.context import Context
from engine.worker.fitted import fitted_prompt
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.prompting import Prompting
from engine.worker.receipt import receipt
from engine.worker.sampler import Sampler
from engine.worker.stops import TextStream
from engine.worker.versions import engine_version
from engine.worker.vocabulary import Vocabulary


class Reply:
    """Makes one reply with the context of a model, then is done with."""

    def __init__(
        self,
        info: ModelInfo,
        context: Context,
        vocabulary: Vocabulary,
        prompting: Prompting,
        request: ChatRequest,
        job: Job,
        emit: Emit,
        n_ctx_max: int,
    ) -> None:
        self._info = info
        self._n_ctx_max = n_ctx_max
        self._context = context
        self._vocabulary = vocabulary
        self._prompting = prompting
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
        request = self._request
        sizes = self._context.n_ctx, self._n_ctx_max
        prompt = fitted_prompt(
            self._prompting, request, sizes, self._job, self._emit, self._summarise
        )
        strip = prompt.transcript and not request.continue_reply
        text = TextStream(prompt.stops, strip_start=strip)
        self._prefill(prompt.tokens)
        if prompt.thinking:
            self._emit(Text(self._job.id, THINK))
        sampler = Sampler(request.sampling, self._vocabulary, self._info.n_ctx_train)
        self._seed = sampler.seed
        try:
            sampler.remember(prompt.tokens)
            return self._decode(sampler, text)
        finally:
            self._say(text.flush())
            sampler.close()

    def _summarise(self, request: ChatRequest, emit: Emit) -> Finished:
        return Reply(
            self._info,
            self._context,
            self._vocabulary,
            self._prompting,
            request,
            self._job,
            emit,
            self._n_ctx_max,
        ).run()

    def _prefill(self, prompt: list[int]) -> None:
        context = self._context
        self._encoded = time.perf_counter()
        self._prompt_tokens = len(prompt)
        context.clear()
        self._emit(Prefill(self._job.id, 0, len(prompt)))
        for start in range(0, len(prompt), context.n_batch):
            if self._job.cancelled:
                raise Cancelled
            if not context.decode(prompt[start : start + context.n_batch]):
                raise PromptTooLong(len(prompt), context.n_ctx)
            self._emit(Prefill(self._job.id, len(context.tokens), len(prompt)))
        self._prefilled = time.perf_counter()

    def _decode(self, sampler: Sampler, text: TextStream) -> Reason:
        context, job, vocabulary = self._context, self._job, self._vocabulary
        limit = self._request.max_tokens or context.n_ctx
        room = context.n_ctx - self._prompt_tokens
        while True:
            if job.cancelled:
                return "cancelled"
            token = sampler.sample(context.pointer)
            if vocabulary.is_end(token):
                return "stop"
            self._tokens += 1
            self._say(text.feed(vocabulary.bytes_of(token)))
            if text.stopped:
                return "stop"
            if self._tokens >= limit:
                return "length"
            if self._tokens >= room or not context.decode([token]):
                return "context"

    def _say(self, text: str) -> None:
        if text:
            self._first = self._first or time.perf_counter()
            self._emit(Text(self._job.id, text))

    def _receipt(self) -> Receipt:
        return receipt(
            self._request,
            self._info,
            seed=self._seed,
            template=None if self._request.raw else self._prompting.template,
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
