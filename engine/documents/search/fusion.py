"""Several rankings become one: reciprocal rank fusion.

A ranking knows places alone, so that scores of different kinds need not be compared. Source:
Cormack, Clarke, Buettcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank
Learning Methods", SIGIR 2009. Knows no chunk and no database.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Final

K: Final = 10
"""How little the first places stand out. Measured: 10 finds the first hit more often than the 60 of
the paper, whose rankings were a thousand long."""
MEANING: Final = 1.2
"""What a place by meaning counts beside one by words: a little more, so that two first places are
no tie. Measured, as K was, with `tests/bench/bench_recall.py`."""


@dataclass(slots=True)
class Place:
    """Where one thing stands: its best place by words and by meaning, from 1, 0 where it is in no
    such ranking; `score` counts only beside others of the same fusion."""

    words: int = 0
    meaning: int = 0
    score: float = 0.0


@dataclass(slots=True)
class Fusion:
    """Adds up rankings. `places` by the number of the thing ranked."""

    places: dict[int, Place] = field(default_factory=dict)

    def add_words(self, ranked: Sequence[int], ignored: Set[int] = frozenset()) -> None:
        """Add a ranking by words, the best first; what is `ignored` gains nothing by it."""
        for rank, number in enumerate(ranked, 1):
            place = self.places.setdefault(number, Place())
            place.words = min(place.words or rank, rank)
            if number not in ignored:
                place.score += 1 / (K + rank)

    def add_meaning(self, ranked: Sequence[int]) -> None:
        """Add a ranking by meaning, the best first."""
        for rank, number in enumerate(ranked, 1):
            place = self.places.setdefault(number, Place())
            place.meaning = min(place.meaning or rank, rank)
            place.score += MEANING / (K + rank)
