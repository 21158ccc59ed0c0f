"""Reading no token twice: what a context and the kept states have read of a new prompt is taken
over. One for each open model; knows no text and no sampling.

A prompt is compared by tokens with what the context has read and with all kept states that the same
model made with the same adapters; the longest common beginning wins.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.worker.batches import batch_end
from engine.worker.checkpoints import Checkpoints
from engine.worker.context import Context
from engine.worker.keeper import Keeper
from engine.worker.reach import common
from engine.worker.warm import Kept, Kind

_WORTH_LOADING = 8
"""Tokens a kept state must spare beyond the context to be put into it."""
_WORTH_KEEPING = 64
"""Tokens not kept yet that are worth a copy of the memory."""
_NEAR = 16
"""Tokens before a message that are read again rather than read in a batch of their own."""
_MEASURED = 32
"""Tokens read at once from which on their time tells how fast a model reads."""


class Recall:
    """What one context can take over. Used by its thread, but for `reach`."""

    def __init__(self, context: Context, keeper: Keeper, model: str) -> None:
        self._context = context
        self._keeper = keeper
        self._kind = Kind(model)
        self._chat = ""
        self._kept = 0  # tokens of the context that a kept state has, too
        self._cost = 0.0  # seconds to read a token
        self._checkpoints = self._none()

    def begin(self, tokens: Sequence[int], chat: str, adapters: str = "") -> int:
        """Have the context read as much of a prompt as can be taken over; how many tokens that is.
        Always fewer than all: the logits of the last are wanted."""
        kind = Kind(self._kind.model, adapters)
        self._keeper.warm.remember(chat)
        while True:
            here = self._reach_here(kind, tokens)
            more_than, n_ctx = here + _WORTH_LOADING, self._context.n_ctx
            found = self._keeper.best(kind, tokens, more_than, n_ctx)
            if found is None:
                break
            self._leave(0)
            if self._load(found):
                break
            self._keeper.drop(found)
        if kind != self._kind:
            self._leave(0)
            self._context.clear()
        length = self._cut(self._reach_here(kind, tokens))
        self._kind, self._chat = kind, chat
        return length

    def begin_anew(self, chat: str, adapters: str = "") -> None:
        """Have the context read a prompt from its first token on, without anything taken over."""
        self._leave(0)
        self._context.clear()
        self._cut(0)
        self._kind, self._chat = Kind(self._kind.model, adapters), chat

    def reach(self, tokens: Sequence[int], adapters: str = "") -> int:
        """How many tokens of a prompt would be taken over now. For any thread: a guess, where the
        context is being used."""
        kind = Kind(self._kind.model, adapters)
        here = min(common(list(self._context.tokens), tokens), len(tokens) - 1)
        return max(here if kind == self._kind else 0, self._keeper.reach(kind, tokens))

    def next_stop(self, length: int, turn: int) -> int:
        """Up to where the next batch of a prompt of `length` tokens goes. `turn` is where its last
        message begins: a checkpoint is made there, or a little before, for another message."""
        context, start = self._context, len(self._context.tokens)
        end = batch_end(start, context.n_batch, length)
        if not self._checkpoints.needed or not start <= turn < end:
            return end
        if turn - start > _NEAR:
            return turn
        self.checkpoint()
        return end

    def checkpoint(self) -> None:
        """Note the way back to here, where the memory has none by itself."""
        length = len(self._context.tokens)
        held = any(copy.mark.length == length for copy in self._checkpoints.copies)
        if not self._checkpoints.needed or held or not length:
            return
        if copy := self._context.state(partial=True):
            self._checkpoints.add(copy)

    def rest(self, *, parting: bool) -> None:
        """Keep a copy of what was read, while nothing else is to be done: when it is `parting`, and
        where other chats are kept, so that the context may soon be another's."""
        if self._keeper.warm.is_forgotten(self._chat):
            self._context.clear()
            self._cut(0)
        if parting or any(map(self._is_other, self._keeper.warm.kept)):
            self._leave(0, worth=1)

    def took(self, tokens: int, seconds: float) -> None:
        """So many tokens of a prompt were read in that time."""
        if tokens >= _MEASURED:
            self._cost = seconds / tokens

    def _is_other(self, kept: Kept) -> bool:
        """Whether a state is of another conversation, not of an earlier version of this one."""
        return common(kept.tokens, self._context.tokens) < len(kept.tokens) // 2

    def _reach_here(self, kind: Kind, tokens: Sequence[int]) -> int:
        if kind != self._kind:
            return 0
        most = min(common(self._context.tokens, tokens), len(tokens) - 1)
        return self._checkpoints.way(self._context.mark, most).length

    def _cut(self, length: int) -> int:
        """Have the context forget all but `length` tokens; how many are left."""
        context = self._context
        if len(context.tokens) - max(length, self._kept) >= _WORTH_KEEPING:
            self._leave(length)
        way = self._checkpoints.way(context.mark, length)
        back = context.truncate(length) if way.copy is None else context.go_back(way.copy, length)
        if not back:
            context.clear()
        self._checkpoints.cut(len(context.tokens))
        self._kept = min(self._kept, len(context.tokens))
        return len(context.tokens)

    def _leave(self, length: int, worth: int = _WORTH_KEEPING) -> None:
        """Keep what the context read before it goes on from `length`, where that is worth it."""
        context = self._context
        if len(context.tokens) - max(length, self._kept) < worth:
            return
        self._kept = len(context.tokens)  # tried once, also where there is no room
        copies = self._checkpoints.copies
        size = context.state_size() + sum(copy.size for copy in copies)
        if self._keeper.warm.make_room(size) and (state := context.state()):
            checkpoints = Checkpoints(context.window, recurrent=context.recurrent, copies=copies)
            read = list(context.tokens), context.batches.log(), context.threads.log()
            cost = self._cost * len(context.tokens)
            kept = Kept(self._kind, self._chat, *read, state, checkpoints, cost)
            self._keeper.warm.add(kept)

    def _load(self, kept: Kept) -> bool:
        if kept.kind != self._kind:
            self._context.clear()  # wiped: adapters may have left what no mask hides
        read = kept.tokens, kept.batches, kept.threads
        loaded = self._context.restore(kept.state, *read)
        self._checkpoints = self._none()
        if loaded:
            for copy in kept.checkpoints.copies:
                self._checkpoints.add(copy)
            self._kind, self._chat, self._kept = kept.kind, kept.chat, len(kept.tokens)
            self._cost = self._cost or kept.cost / len(kept.tokens)
            self._keeper.warm.use(kept)
        return loaded

    def _none(self) -> Checkpoints:
        return Checkpoints(self._context.window, recurrent=self._context.recurrent)
