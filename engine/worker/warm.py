"""The states of several chats, kept in memory: what a context had read when it left one.

Found by what they read, not by their chat: so an edited message, another reply and another branch
profit too. The one used longest ago gives way. Knows no llama.cpp.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from engine.worker.checkpoints import Checkpoints
from engine.worker.reach import State, common


@dataclass(frozen=True, slots=True)
class Kind:
    """What two states must have in common to be of use to the same context: the model, how it is
    run, and the adapters on it."""

    model: str
    adapters: str = ""


@dataclass(slots=True, eq=False)
class Kept:
    """The state of a chat. `chat` is its key, empty for one of which nothing is written."""

    kind: Kind
    chat: str
    tokens: list[int]
    batches: tuple[tuple[int, int], ...]
    threads: tuple[tuple[int, int], ...]
    state: State
    checkpoints: Checkpoints = field(repr=False)

    @property
    def size(self) -> int:
        """Bytes of memory."""
        return self.state.size + sum(copy.size for copy in self.checkpoints.copies)

    def reach(self, tokens: Sequence[int]) -> int:
        """How many of `tokens` need not be read again with this, at most all but the last, whose
        logits are wanted."""
        most = min(common(self.tokens, tokens), len(tokens) - 1)
        return self.checkpoints.way(self.state.mark, most).length


class Warm:
    """Kept states, of all models. `room` tells how many bytes they may have in all."""

    def __init__(self, room: Callable[[int], int]) -> None:
        self._room = room
        self._kept: list[Kept] = []  # the one used last is the last

    @property
    def kept(self) -> tuple[Kept, ...]:
        return tuple(self._kept)

    @property
    def size(self) -> int:
        return sum(kept.size for kept in self._kept)

    def best(self, kind: Kind, tokens: Sequence[int]) -> tuple[Kept | None, int]:
        """The state that spares most of reading `tokens`, and how many of them."""
        best: Kept | None = None
        most = 0
        for kept in self.kept:
            if kept.kind == kind and (reach := kept.reach(tokens)) > most:
                best, most = kept, reach
        return best, most

    def make_room(self, size: int) -> bool:
        """Drop states until one of `size` bytes fits; False where none that large does."""
        room = self._room(self.size)
        if size > room:
            return False
        while self._kept and self.size + size > room:
            del self._kept[0]
        return True

    def add(self, kept: Kept) -> None:
        """Keep a state, which stands for older ones of its chat where it spares as much."""
        for old in self.kept:
            same = old.chat == kept.chat and old.kind == kept.kind
            if same and kept.reach([*old.tokens, -1]) >= len(old.tokens) - _SPARED:
                self._kept.remove(old)
        self._kept.append(kept)

    def use(self, kept: Kept) -> None:
        """It was of use: others give way first, unless it gave way itself meanwhile."""
        if kept in self._kept:
            self._kept.remove(kept)
            self._kept.append(kept)

    def drop(self, kept: Kept) -> None:
        if kept in self._kept:
            self._kept.remove(kept)

    def forget(self, chats: Collection[str]) -> None:
        """Drop what is kept of these chats."""
        self._kept = [kept for kept in self._kept if kept.chat not in chats]


_SPARED = 256
"""Tokens that are read again rather than kept a whole state for: an older reply, as a rule."""
