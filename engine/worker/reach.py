"""How far back the memory of a context can go, and copies of it. Knows no llama.cpp.

Keys and values of full attention can be cut anywhere. A sliding window keeps only the newest
positions (of every layer that has one), and a recurrent layer only its last state: there, going
back needs a copy that was made in time.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A memory that has read `length` tokens and kept the positions from `oldest` on."""

    length: int
    oldest: int

    def reaches(self, length: int, window: int, *, recurrent: bool) -> bool:
        """Whether it can be cut to `length` tokens. The next token of a model with a `window` sees
        at most so many positions before it."""
        if length == self.length:
            return True
        if recurrent or length > self.length:
            return False
        return self.oldest <= max(0, length - window)

    def copied(self, window: int) -> Mark:
        """The mark of a copy: of a window llama.cpp copies only what the next token sees."""
        return Mark(self.length, max(self.oldest, self.length - window) if window else self.oldest)


@dataclass(frozen=True, slots=True)
class State:
    """A copy of a memory, as llama.cpp wrote it; without `data` only the mark of one on disk."""

    mark: Mark
    data: mmap.mmap | bytearray

    @property
    def size(self) -> int:
        return len(self.data)


def common(a: Sequence[int], b: Sequence[int]) -> int:
    """How many tokens two lists begin with alike."""
    low, high = 0, min(len(a), len(b))
    while low < high:  # comparing slices is faster than a loop over tokens
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
