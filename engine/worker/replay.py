"""A reply made again as its receipt says: the same batches, the same threads, token against token.

The tokens that are read are those of the receipt, and each is compared with the one that is picked
now, up to the first that differs. Knows no template and no drafting: a batch of several tokens in
the reply is one of guesses that were checked, whatever made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import llama_cpp

from engine.errors import InvalidInput, PromptTooLong
from engine.messages import Reason, Receipt, ReplayResult
from engine.worker.batches import Batch, batches, total
from engine.worker.context import N_OUTPUTS, Context
from engine.worker.model import Cancelled, Job
from engine.worker.receipt import difference, digest_of
from engine.worker.sampler import Sampler
from engine.worker.stops import TextStream
from engine.worker.vocabulary import Vocabulary

NEAR = 0.1
"""Logits closer to each other than this are near a tie: rounding decides between them."""


class Replay:
    """Makes the reply of `then` again. First `read`, then `run`, then `result`; at last `close`.

    `tokens` are those that were the same.
    """

    def __init__(self, then: Receipt, context: Context, vocabulary: Vocabulary, job: Job) -> None:
        if not then.tokens or not all(0 <= token < vocabulary.size for token in then.tokens):
            advice = "Regenerate the reply instead: the new one keeps all that is needed."
            raise InvalidInput("receipt", "the tokens of the reply are not known", advice)
        self._then = then
        self._context = context
        self._vocabulary = vocabulary
        self._job = job
        self.tokens: list[int] = []
        self._known: list[int] = []
        self._steps: Iterator[Batch] = iter(())
        self._repeats = False  # the batches are those of the receipt
        self._near = False
        self._found: ReplayResult | None = None

    def read(self, prompt: Sequence[int], told: Callable[[int], None]) -> None:
        """Read the prompt; `told` hears how many tokens were read. Raises Cancelled, PromptTooLong.

        The context has read nothing. In the batches of the receipt where it is the same prompt,
        else in full ones.
        """
        context, size = self._context, self._context.n_batch
        self._known = [*prompt, *self._then.tokens]
        steps = self._recorded(prompt)
        self._repeats = steps is not None
        if steps is None:
            sizes = (min(size, len(prompt) - at) for at in range(0, len(prompt), size))
            steps = [Batch(n, n) for n in sizes]
        self._steps = iter(steps)
        if all(at >= 0 and threads > 0 for at, threads in self._then.threads):
            context.repeat_threads(self._then.threads)
        while len(context.tokens) < len(prompt):
            if self._job.cancelled:
                raise Cancelled
            if not self._take(next(self._steps), logits=False):
                raise PromptTooLong(len(prompt), context.n_ctx)
            told(len(context.tokens))

    def run(self, sampler: Sampler, text: TextStream, say: Callable[[str], None]) -> Reason:
        """Pick token after token until one differs, or all are the same."""
        then = self._then
        for place in self._places():
            if self._job.cancelled:
                return "cancelled"
            token = sampler.sample(self._context.pointer, place)
            ended = self._vocabulary.is_end(token)
            count = len(self.tokens)
            wanted = then.tokens[count] if count < len(then.tokens) else None
            if (ended and wanted is not None) or (not ended and token != wanted):
                self._differs(count, wanted, None if ended else token, place)
                return "stop"
            if wanted is not None:
                count += 1
                self.tokens.append(token)
                say(text.feed(self._vocabulary.bytes_of(token)))
            if count == len(then.tokens) and (ended or not then.ended):
                self._found = ReplayResult(True, count)
                return "stop"
        return "context"

    def close(self) -> None:
        """Let the context choose its threads again."""
        self._context.repeat_threads(())

    def result(self, now: Receipt) -> ReplayResult | None:
        """What came of it, with the reason where it differs; None where it was cancelled. `now` is
        the receipt of this reply."""
        found = self._found
        if found is None or found.same:
            return found
        reason = difference(self._then, now)
        if not reason and not self._repeats:
            reason = "batches"
        if not reason:
            reason = "restored" if self._then.restored else ""
        if not reason:
            reason = "near_tie" if self._near else "unknown"
        return ReplayResult(False, found.tokens, found.then, found.now, reason)

    def _recorded(self, prompt: Sequence[int]) -> list[Batch] | None:
        """The batches of the receipt, where they can be repeated with this prompt."""
        then, context = self._then, self._context
        most = min(total(then.batches), len(self._known))
        read = batches(then.batches, context.n_batch)
        if digest_of(prompt) != then.prompt_sha256 or read is None:
            return None
        if not len(prompt) <= most == total(then.batches) <= context.n_ctx:
            return None
        steps, there = [], 0
        for batch in read:
            if there < len(prompt) < there + batch.kept:
                return None
            if there >= len(prompt) and batch.size > N_OUTPUTS:
                return None
            there += batch.kept
            steps.append(batch)
        return steps

    def _places(self) -> Iterator[int]:
        """Where the logits of each next token are, reading on as the reply was read."""
        yield -1
        while True:
            batch = next(self._steps, Batch(1, 1))
            if not self._take(batch, logits=batch.size > 1):
                return
            yield from range(batch.kept) if batch.size > 1 else (-1,)

    def _take(self, batch: Batch, *, logits: bool) -> bool:
        """Read a batch. What was taken back is not known: its numbers do not count, its size does,
        so any token stands for it."""
        context = self._context
        start = len(context.tokens)
        tokens = self._known[start : start + batch.kept] or self._known[-1:]
        tokens += tokens[-1:] * (batch.size - len(tokens))
        if start + batch.size > context.n_ctx or not context.decode(tokens, logits=logits):
            return False
        if batch.kept < batch.size and not context.truncate(start + batch.kept):
            self._repeats = False  # cannot be rolled back: it counts as a difference
            return False
        return True

    def _differs(self, count: int, then: int | None, now: int | None, place: int) -> None:
        self._found = ReplayResult(False, count, self._text(then), self._text(now))
        if then is not None and now is not None:
            logits = llama_cpp.llama_get_logits_ith(self._context.pointer, place)
            self._near = abs(logits[then] - logits[now]) < NEAR

    def _text(self, token: int | None) -> str:
        return "" if token is None else self._vocabulary.bytes_of(token).decode("utf-8", "replace")
