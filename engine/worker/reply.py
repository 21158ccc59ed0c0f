"""One reply of an open model: prompt, prefill, decoding. Opens and keeps nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from engine.errors import PromptTooLong
from engine.messages import ChatRequest, Finished, ModelInfo, Prefill, Reason, Receipt, Stats
from engine.overflow import reply_room
from engine.prompt import THINK
from engine.worker.constraint import constraint_of
from engine.worker.context import Context
from engine.worker.decoding import Decoding
from engine.worker.draft import Draft
from engine.worker.fitted import fitted_prompt
from engine.worker.model import Cancelled, Emit, Job
from engine.worker.outlet import Outlet
from engine.worker.prompting import Prompt, Prompting
from engine.worker.recall import Recall
from engine.worker.receipt import digest_of, receipt
from engine.worker.replay import Replay
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
        recall: Recall,
        request: ChatRequest,
        adapters: str,
        job: Job,
        emit: Emit,
        n_ctx_max: int,
        grow: Callable[[int, int], bool],
    ) -> None:
        """`adapters` is the signature of those set; `n_ctx_max` is what the context could be;
        `grow` makes it hold so many tokens at least, and as many as are wanted where it can."""
        self._info = info
        self._n_ctx_max = n_ctx_max
        self._grow = grow
        self._context = context
        self._vocabulary = vocabulary
        self._prompting = prompting
        self._recall = recall
        self._request = request
        self._adapters = adapters
        self._job = job
        self._emit = emit
        self._outlet = Outlet(job.id, emit)
        self._began = time.perf_counter()
        self._encoded: float | None = None
        self._prefilled: float | None = None
        self._prompt_tokens = 0
        self._cached = 0
        self._tokens: list[int] = []
        self._draft: Draft | None = None
        self._seed = request.sampling.seed
        self._prompt: list[int] = []
        self._ended = False
        then = request.replay
        self._replay = Replay(then, context, vocabulary, job) if then else None

    def run(self) -> Finished:
        try:
            reason = self._generate()
        except Cancelled:
            reason = "cancelled"
        finally:
            if self._replay is not None:
                self._replay.close()
        made = self._receipt()
        replay = self._replay.result(made) if self._replay else None
        return Finished(self._job.id, reason, self._stats(), made, replay)

    def _generate(self) -> Reason:
        request = self._request
        self._make_room()
        sizes = self._context.n_ctx, self._n_ctx_max
        prompt = fitted_prompt(
            self._prompting, request, sizes, self._job, self._emit, self._summarise
        )
        strip = prompt.opens_line and not request.continue_reply
        text = TextStream(prompt.stops, strip_start=strip)
        constraint = constraint_of(request, prompt, self._vocabulary)
        with Sampler(
            request.sampling, self._vocabulary, self._info.n_ctx_train, constraint
        ) as sampler:
            self._seed = sampler.seed
            self._prefill(prompt)
            if prompt.thinking:
                self._outlet.say(THINK)
            sampler.remember(prompt.tokens)
            return self._decode(sampler, text, prompt.tokens)

    def _decode(self, sampler: Sampler, text: TextStream, prompt: list[int]) -> Reason:
        try:
            if self._replay is not None:
                self._tokens = self._replay.tokens
                return self._replay.run(sampler, text, self._outlet.say)
            reason = self._decoding(sampler, text, prompt).run()
            self._ended = reason == "stop" and not text.stopped
            return reason
        finally:
            self._outlet.say(text.flush())
            self._outlet.flush()

    def _decoding(self, sampler: Sampler, text: TextStream, prompt: list[int]) -> Decoding:
        drafts = self._request.draft and self._context.rolls_back
        self._draft = Draft(prompt) if drafts else None
        decoding = Decoding(
            self._context,
            self._vocabulary,
            sampler,
            text,
            self._job,
            self._say,
            self._request.max_tokens,
            self._draft,
            lambda: self._grow(self._context.n_ctx + 1, 0),
        )
        self._tokens = decoding.tokens
        return decoding

    def _summarise(self, request: ChatRequest, emit: Emit) -> Finished:
        return Reply(
            self._info,
            self._context,
            self._vocabulary,
            self._prompting,
            self._recall,
            request,
            self._adapters,
            self._job,
            emit,
            self._n_ctx_max,
            self._grow,
        ).run()

    def _make_room(self) -> None:
        """Grow the context for a prompt it does not hold together with a reply, where it can. One
        that no context holds is cut at the largest, unless it is to be refused."""
        request, n_ctx, most = self._request, self._context.n_ctx, self._n_ctx_max
        if most <= n_ctx:
            return
        tokens = most
        with suppress(PromptTooLong):  # far too long to be counted
            tokens = len(self._prompting.whole_prompt(request, self._job, most).tokens)
        wanted = tokens + reply_room(most, request.max_tokens)
        if wanted > n_ctx:
            least = tokens if request.overflow == "ask" else n_ctx
            self._grow(max(n_ctx, least) + 1, wanted)

    def _prefill(self, prompt: Prompt) -> None:
        context, tokens = self._context, prompt.tokens
        self._encoded = time.perf_counter()
        self._prompt, self._prompt_tokens = tokens, len(tokens)
        adapters = self._adapters
        if self._replay is not None:
            self._recall.begin_anew(self._request.chat, adapters)
            self._emit(Prefill(self._job.id, 0, len(tokens)))
            self._replay.read(tokens, lambda n: self._emit(Prefill(self._job.id, n, len(tokens))))
            self._prefilled = time.perf_counter()
            return
        self._cached = self._recall.begin(tokens, self._request.chat, adapters)
        began = self._encoded = time.perf_counter()
        self._emit(Prefill(self._job.id, self._cached, len(tokens)))
        while (start := len(context.tokens)) < len(tokens):
            if self._job.cancelled:
                raise Cancelled
            stop = self._recall.next_stop(len(tokens), prompt.turn)
            if not context.decode(tokens[start:stop]):
                raise PromptTooLong(len(tokens), context.n_ctx)
            self._emit(Prefill(self._job.id, stop, len(tokens)))
        self._prefilled = time.perf_counter()
        self._recall.took(len(tokens) - self._cached, self._prefilled - began)

    def _say(self, text: str) -> None:
        self._outlet.say(text)
        if len(self._tokens) == 1:
            self._recall.checkpoint()  # behind the first token, which somebody waits for

    def _receipt(self) -> Receipt:
        made = receipt(
            self._request,
            self._info,
            seed=self._seed,
            template=None if self._request.raw else self._prompting.template,
            engine=engine_version(),
        )
        return msgspec.structs.replace(
            made,
            tokens=tuple(self._tokens),
            cached_tokens=self._cached,
            ended=self._ended,
            threads=self._context.threads.log(),
            batches=self._context.batches.log(),
            restored=self._context.restored,
            prompt_sha256=digest_of(self._prompt),
        )

    def _stats(self) -> Stats:
        now = time.perf_counter()
        prefilled = self._prefilled or now
        prefill_s, decode_s = prefilled - (self._encoded or now), now - prefilled
        read = self._prompt_tokens - self._cached if self._prefilled else 0
        made = len(self._tokens)
        return Stats(
            prompt_tokens=self._prompt_tokens,
            cached_tokens=self._cached,
            completion_tokens=made,
            prefill_s=prefill_s,
            decode_s=decode_s if self._prefilled else 0.0,
            ttft_s=(self._outlet.first or now) - self._began,
            prefill_tokens_per_s=read / prefill_s if prefill_s else 0.0,
            decode_tokens_per_s=made / decode_s if decode_s and self._prefilled else 0.0,
            drafted_tokens=self._draft.drafted if self._draft else 0,
            accepted_tokens=self._draft.accepted if self._draft else 0,
        )
