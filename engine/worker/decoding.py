"""Token by token: the loop between a prompt that was read and the end of a reply.

Knows no prompt and no request: what it needs of them is told. Sends nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.messages import Reason
from engine.worker.context import Context
from engine.worker.model import Job
from engine.worker.sampler import Sampler
from engine.worker.stops import TextStream
from engine.worker.vocabulary import Vocabulary


class Decoding:
    """Continues what `context` has read, at most `limit` tokens far; 0 for as far as there is room.

    `say` gets the text as it becomes certain. `tokens` are the reply's own, the last of which the
    context may not have read; the token that ends a reply is not among them.
    """

    def __init__(
        self,
        context: Context,
        vocabulary: Vocabulary,
        sampler: Sampler,
        text: TextStream,
        job: Job,
        say: Callable[[str], None],
        limit: int,
    ) -> None:
        self._context = context
        self._vocabulary = vocabulary
        self._sampler = sampler
        self._text = text
        self._job = job
        self._say = say
        self._limit = limit
        self.tokens: list[int] = []

    def run(self) -> Reason:
        """Decode until the reply ends. Raises Cancelled when that happens inside llama.cpp."""
        context = self._context
        room = context.n_ctx - len(context.tokens)
        while True:
            if self._job.cancelled:
                return "cancelled"
            token = self._sampler.sample(context.pointer)
            if self._vocabulary.is_end(token):
                return "stop"
            self.tokens.append(token)
            self._say(self._text.feed(self._vocabulary.bytes_of(token)))
            if self._text.stopped:
                return "stop"
            if len(self.tokens) == self._limit:
                return "length"
            if len(self.tokens) >= room or not context.decode([token]):
                return "context"
