"""Which examples are kept for judging: never learnt, and not known by heart from others.

Knows no token.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final

from engine.examples.duplicates import folded, likeness
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
    answer that very many have is a label, and of those only rows that repeat each other stay
    together. At least one example is learnt.
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
    most = max(_LABEL * len(examples), 1)
    groups: list[list[int]] = []
    for places in _alike(range(len(examples)), lambda i: folded(examples[i].answer)):
        if len(places) <= most:
            groups.append(places)
        else:
            groups += _alike(places, lambda i: likeness(examples[i]))
    return groups


def _alike(places: Iterable[int], of: Callable[[int], Hashable]) -> list[list[int]]:
    """Places in groups of the same `of`, in their order."""
    found: dict[Hashable, list[int]] = {}
    for place in places:
        found.setdefault(of(place), []).append(place)
    return list(found.values())
