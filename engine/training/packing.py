"""Examples packed into passes of about one length, each with attention of its own.

A pass is decided once for a whole run: what the lower layers make of it can then be kept. Examples
of a pass do not see each other, so how they are put together changes nothing but the rounding.
Knows no model and no torch.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_OPEN: Final = 24
"""Passes that are filled at the same time; the fullest that has room takes an example."""


@dataclass(frozen=True, slots=True)
class Row:
    """One example as token numbers, with a 1 for each token that is to be learnt."""

    tokens: array[int]
    trained: bytes

    @property
    def used(self) -> int:
        """Tokens the model has to read: all before the last that is learnt."""
        return self.trained.rfind(1)

    @property
    def count(self) -> int:
        """Tokens that are learnt. The first is not: nothing is before it."""
        return self.trained.count(1, 1)


@dataclass(frozen=True)
class Pass:
    """Some examples to be computed together. `number` tells it from all others of a run."""

    number: int
    rows: tuple[Row, ...]

    @cached_property
    def length(self) -> int:
        """Tokens the model reads."""
        return sum(row.used for row in self.rows)

    @cached_property
    def count(self) -> int:
        """Tokens that are learnt."""
        return sum(row.count for row in self.rows)

    @cached_property
    def size(self) -> int:
        """Tokens of the examples as they are."""
        return sum(len(row.tokens) for row in self.rows)

    def share(self, rank: int, world: int) -> Pass | None:
        """The examples that one of `world` processes computes; None where it has none of them."""
        if world == 1:
            return self
        filled = [0] * world
        mine = []
        for row in sorted(self.rows, key=lambda row: -row.used):
            least = min(range(world), key=filled.__getitem__)
            filled[least] += row.used
            if (least + self.number) % world == rank:  # the fullest is not always the same one's
                mine.append(row)
        return Pass(self.number, tuple(mine)) if mine else None


def pack(rows: Sequence[Row], most: int, seed: int, first: int = 0) -> list[Pass]:
    """Put rows into passes of at most `most` tokens, numbered from `first`; a longer row has one
    of its own. Rows without a token to learn are left out."""
    order = [row for row in rows if row.count]
    random.Random(seed).shuffle(order)
    closed: list[list[Row]] = []
    waiting: list[tuple[int, list[Row]]] = []
    for row in order:
        fitting = [i for i, (room, _) in enumerate(waiting) if room >= row.used]
        if fitting:
            best = min(fitting, key=lambda i: waiting[i][0])
            room, rows_of = waiting.pop(best)
            rows_of.append(row)
            waiting.append((room - row.used, rows_of))
        else:
            waiting.append((most - row.used, [row]))
        if len(waiting) > _OPEN:
            fullest = min(range(len(waiting)), key=lambda i: waiting[i][0])
            closed.append(waiting.pop(fullest)[1])
    closed += [rows_of for _, rows_of in waiting]
    return [Pass(first + i, tuple(rows_of)) for i, rows_of in enumerate(closed)]
