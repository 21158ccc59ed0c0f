"""Token by token: the loop between a prompt that was read and the end of a reply.

With a draft several tokens are read at once, the guessed ones behind the one that is sure. Each is
sampled as ever from the logits before it; where that is the next guess, its logits are there
already, else what was read of the guesses is forgotten. So the draft changes the speed only.
Knows no prompt and no request: what it needs of them is told. Sends nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.errors import Bug
from engine.messages import Reason
from engine.worker.context import N_OUTPUTS, Context
from engine.worker.draft import Draft
from engine.worker.model import Job
from engine.worker.sampler import Sampler
from engine.worker.stops import TextStream
from engine.worker.vocabulary import Vocabulary


class Decoding:
    """Continues what `context` has read, at most `limit` tokens far; 0 for as far as there is room.

    `say` gets the text as it becomes certain. `tokens` are the reply's own, the last of which the
    context may not have read; the token that ends a reply is not among them. `grow` makes the
    context larger where that is possible, so that a reply ends only when that is not.
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
        draft: Draft | None = None,
        grow: Callable[[], bool] = lambda: False,
    ) -> None:
        self._context = context
        self._vocabulary = vocabulary
        self._sampler = sampler
        self._text = text
        self._job = job
        self._say = say
        self._draft = draft
        self._grow = grow
        self._wanted = limit
        self._read = len(context.tokens)
        self._set_limit()
        self._drafted = 0  # in the last batch
        self._guesses: list[int] = []  # of these, those not known to be right
        self._at = -1  # of the logits for the next token, in the last batch
        self.tokens: list[int] = []

    def run(self) -> Reason:
        """Decode until the reply ends. Raises Cancelled when that happens inside llama.cpp."""
        try:
            return self._run()
        finally:
            self._forget_guesses()

    def _run(self) -> Reason:
        while True:
            if self._job.cancelled:
                return "cancelled"
            token = self._sampler.sample(self._context.pointer, self._at)
            if self._vocabulary.is_end(token):
                return "stop"
            self.tokens.append(token)
            self._say(self._text.feed(self._vocabulary.bytes_of(token)))
            if self._text.stopped:
                return "stop"
            if len(self.tokens) >= self._limit and not self._has_grown():
                return self._end
            if not self._go_on(token):
                return "context"

    def _set_limit(self) -> None:
        room = self._context.n_ctx - self._read
        self._limit = min(self._wanted or room, room)
        self._end: Reason = "length" if 0 < self._wanted < room else "context"

    def _has_grown(self) -> bool:
        """Whether there is more room after all, where that is what ends the reply."""
        if self._end != "context" or self._limit == self._wanted:
            return False
        self._forget_guesses()  # their logits go, and the token before them is read again
        if not self._grow():
            return False
        self._set_limit()
        return True

    def _go_on(self, token: int) -> bool:
        """Get the logits behind `token`; False where the context has no room."""
        if self._draft is not None:
            self._draft.add(token)
        if self._guesses and self._guesses[0] == token:
            del self._guesses[0]
            self._at += 1
            return True
        self._forget_guesses()
        guesses = self._propose()
        read = self._context.decode([token, *guesses], logits=bool(guesses))
        if guesses and not read:
            guesses = []
            read = self._context.decode([token])
        self._guesses, self._drafted = guesses, len(guesses)
        self._at = 0 if guesses else -1
        return read

    def _propose(self) -> list[int]:
        """Tokens to read ahead: no more than the reply may have, less the one that is not read."""
        if self._draft is None:
            return []
        left = self._limit - len(self.tokens) - 1
        return self._draft.propose(min(left, N_OUTPUTS - 1, self._context.n_batch - 1))

    def _forget_guesses(self) -> None:
        """Leave in the context what is known to be right."""
        wrong, context = len(self._guesses), self._context
        if wrong and not context.truncate(len(context.tokens) - wrong):
            raise Bug("the context keeps what was drafted")
        if self._draft is not None:
            self._draft.settle(self._drafted, self._drafted - wrong)
        self._drafted, self._guesses = 0, []
