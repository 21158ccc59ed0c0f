"""The states of several chats, kept in memory: what a context had read when it left one.

Found by what they read, not by their chat: so an edited message, another reply and another branch
profit too. The one used longest ago gives way. Knows no llama.cpp.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from engine.worker.checkpoints import Checkpoints
from engine.worker.reach import State, common

_SPARED = 256
"""Tokens that are read again rather than kept a whole state for: an older reply, as a rule."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What two states must have in common to be of use to the same context: the model, how it is
    run, and the adapters on it."""

    model: str
    adapters: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The state of a chat. `chat` is its key, empty for one of which nothing is written; `cost` the
    seconds it takes to read its tokens."""

    kind: Kind
    chat: str
    tokens: list[int]
    batches: tuple[tuple[int, int], ...]
    threads: tuple[tuple[int, int], ...]
    state: State
    checkpoints: Checkpoints = field(repr=False)
    cost: float = 0.0

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return self.state.size + sum(copy.size for copy in self.checkpoints.copies)

    def fits(self, kind: Kind, n_ctx: int) -> bool:
        """Whether a context of that kind can take it over."""
        return self.kind == kind and len(self.tokens) <= n_ctx

    def reach(self, tokens: Sequence[int]) -> int:
        """How many of `tokens` need not be read again with this, at most all but the last, whose
        logits are wanted."""
        most = min(common(self.tokens, tokens), len(tokens) - 1)
        return self.checkpoints.way(self.state.mark, most).length

    def reach_of(self, other: Kept) -> int:
        """How many tokens of another state this one spares."""
        return self.reach([*other.tokens, -1]) if other.kind == self.kind else 0

    def is_like(self, other: Kept) -> bool:
        """Whether it read the same in the same way."""
        return (self.kind, self.chat, self.tokens) == (other.kind, other.chat, other.tokens)

    def without_copies(self) -> Kept:
        """The same, as a note of what is on disk."""
        bare = [State(copy.mark, bytearray()) for copy in self.checkpoints.copies]
        at = self.checkpoints
        points = Checkpoints(at.window, recurrent=at.recurrent, copies=bare)
        return replace(self, state=State(self.state.mark, bytearray()), checkpoints=points)


def spares(new: Kept, old: Kept) -> bool:
    """Whether `new` stands for an older state of its chat: it spares about as much."""
    return new.chat == old.chat and new.reach_of(old) >= max(1, len(old.tokens) - _SPARED)


class Warm:
    """Kept states, of all models. `room` tells how many bytes they may have in all, when they have
    so many. For several threads."""

    def __init__(self, room: Callable[[int], int]) -> None:
        self._room = room
        self._lock = threading.Lock()  # guards what follows
        self._kept: list[Kept] = []  # the one used last is the last
        self._forgotten: set[str] = set()

    @property
    def kept(self) -> tuple[Kept, ...]:
        with self._lock:
            return tuple(self._kept)

    @property
    def size(self) -> int:
        return sum(kept.size for kept in self.kept)

    def best(
        self, kind: Kind, tokens: Sequence[int], n_ctx: int = sys.maxsize
    ) -> tuple[Kept | None, int]:
        """The state that spares most of reading `tokens`, and how many of them; one that a context
        of `n_ctx` tokens has room for."""
        best: Kept | None = None
        most = 0
        for kept in self.kept:
            if kept.fits(kind, n_ctx) and (reach := kept.reach(tokens)) > most:
                best, most = kept, reach
        return best, most

    def make_room(self, size: int) -> bool:
        """Drop states until one of `size` bytes fits; False where none that large does."""
        with self._lock:
            used = sum(kept.size for kept in self._kept)
            room = self._room(used)
            if size > room:
                return False
            while self._kept and used + size > room:
                used -= self._kept.pop(0).size
        return True

    def add(self, kept: Kept) -> None:
        """Keep a state, which stands for older ones of its chat where it spares as much."""
        with self._lock:
            if kept.chat in self._forgotten:
                return
            self._kept = [old for old in self._kept if not spares(kept, old)]
            self._kept.append(kept)

    def use(self, kept: Kept) -> None:
        """It was of use: others give way first."""
        with self._lock:
            if kept in self._kept:
                self._kept.remove(kept)
                self._kept.append(kept)

    def drop(self, kept: Kept) -> None:
        with self._lock:
            if kept in self._kept:
                self._kept.remove(kept)

    def forget(self, chats: Collection[str]) -> None:
        """Drop what is kept of these chats, and keep nothing more of them."""
        with self._lock:
            self._forgotten.update(chat for chat in chats if chat)
            self._kept = [kept for kept in self._kept if kept.chat not in self._forgotten]

    def remember(self, chat: str) -> None:
        """It is being asked again, after all."""
        with self._lock:
            self._forgotten.discard(chat)

    def is_forgotten(self, chat: str) -> bool:
        with self._lock:
            return chat in self._forgotten
