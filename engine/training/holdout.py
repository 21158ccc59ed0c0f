"""Which examples are kept for judging: never learnt, and not known by heart from others.

Knows no token.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

from engine.examples.records import Example

_AUTOMATIC: Final = 200
"""Rows from which on some are kept unasked."""
_SHARE: Final = 0.1
_MOST: Final = 200
"""Rows that are kept unasked, at most: more would only take time."""
_LABEL: Final = 0.05
"""The share of all rows from which on an equal answer is no fact in other words but a label."""


def split(
    examples: Sequence[Example], share: float, seed: int
) -> tuple[list[Example], list[Example]]:
    """Examples to learn, and `share` of them to judge by; below 0: a tenth from 200 rows on.

    Examples with the same last answer stay together, since one would give away the other; but an
    answer that very many have is a label, and those are told apart one by one. At least one
    example is learnt.
    """
    wanted = round(share * len(examples))
    if share < 0:
        wanted = min(round(_SHARE * len(examples)), _MOST) if len(examples) >= _AUTOMATIC else 0
    wanted = min(wanted, len(examples) - 1)
    if wanted <= 0:
        return list(examples), []
    groups = _groups(examples)
    random.Random(seed).shuffle(groups)
    kept: set[int] = set()
    for group in groups:
        if len(kept) + len(group) <= wanted:
            kept.update(group)
    learnt = [example for i, example in enumerate(examples) if i not in kept]
    return learnt, [examples[i] for i in sorted(kept)]


def _groups(examples: Sequence[Example]) -> list[list[int]]:
    """Places of examples that belong together."""
    by_answer: dict[str, list[int]] = {}
    for i, example in enumerate(examples):
        by_answer.setdefault(" ".join(example.answer.split()).casefold(), []).append(i)
    most = max(_LABEL * len(examples), 1)
    groups: list[list[int]] = []
    for places in by_answer.values():
        groups += [places] if len(places) <= most else [[place] for place in places]
    return groups
