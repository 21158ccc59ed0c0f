"""Copies of what a memory cannot roll back, made at points of one text where it may have to go
back to. Few and bounded; none for a model with full attention. Knows no llama.cpp.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.worker.reach import Mark, State

_MOST = 3
_MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Way:
    """Back to `length` tokens, by a cut or with the help of a copy."""

    length: int
    copy: State | None = None


class Checkpoints:
    """The copies of one text, by how much of it they have read."""

    def __init__(self, window: int, *, recurrent: bool, copies: Iterable[State] = ()) -> None:
        self.window = window
        self.recurrent = recurrent
        self.copies = tuple(copies)

    @property
    def needed(self) -> bool:
        """Whether the model's memory cannot be cut anywhere."""
        return self.recurrent or self.window > 0

    def way(self, mark: Mark, length: int) -> Way:
        """How a memory gets back to `length` tokens, or to as many of them as it can."""
        if self._reaches(mark, length):
            return Way(length)
        best = Way(0)
        for copy in self.copies:
            if self._reaches(copy.mark, length):
                return Way(length, copy)
            if best.length < copy.mark.length <= length:
                best = Way(copy.mark.length, copy)
        return best

    def covers(self, mark: Mark, length: int) -> bool:
        """Whether `length` tokens are exactly within reach."""
        return self.way(mark, length).length == length

    def add(self, copy: State) -> None:
        """Keep one more; those that read least give way."""
        others = [c for c in self.copies if c.mark.length != copy.mark.length]
        kept = sorted([*others, copy], key=lambda c: c.mark.length)[-_MOST:]
        while kept and sum(c.size for c in kept) > _MOST_BYTES:
            del kept[0]
        self.copies = tuple(kept)

    def cut(self, length: int) -> None:
        """The text goes on differently behind `length` tokens."""
        cut = (self._cut(copy, length) for copy in self.copies)
        self.copies = tuple(copy for copy in cut if copy is not None)

    def _cut(self, copy: State, length: int) -> State | None:
        if copy.mark.length <= length:
            return copy
        if not self._reaches(copy.mark, length):
            return None
        return replace(copy, mark=Mark(length, copy.mark.oldest))

    def _reaches(self, mark: Mark, length: int) -> bool:
        return mark.reaches(length, self.window, recurrent=self.recurrent)
