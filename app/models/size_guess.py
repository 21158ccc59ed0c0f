"""Whether a repository may hold a file that fits this computer, told by its name alone.

A search does not say how large files are. Most names say how many parameters a model has, as in
`Qwen3-8B-GGUF` or `Mixtral-8x7B`; with about five bits a weight that is its size. Where the name
says nothing, it may fit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.effort import WORDS_PER_TOKEN
from engine.fit import Machine
from engine.hub.records import RepoSummary
from engine.hub.suggestion import READING_PACE

_NUMBER: Final = re.compile(r"(?<![a-z0-9.])(?:(\d{1,3})x)?(\d{1,4}(?:\.\d{1,2})?)(b|m)(?![a-z])")
_BYTES_A_WEIGHT: Final = 0.6
_SHARE: Final = 0.85  # of the memory, for the weights; the rest is for the context and the system


def parameters(name: str) -> float:
    """How many parameters a name speaks of; 0 where of none. Active ones, as in 30B-A3B, are not
    the size."""
    found = []
    for experts, number, unit in _NUMBER.findall(name.lower().replace("_", "-")):
        size = float(number) * (1e9 if unit == "b" else 1e6)
        found.append(size * int(experts or 1))
    return max(found, default=0.0)


def may_fit(summary: RepoSummary, machine: Machine) -> bool:
    """Whether a file of good balance may fit into the memory of this computer."""
    needed = parameters(summary.name) * _BYTES_A_WEIGHT
    room = max([machine.total, *(card.memory_total for card in machine.devices)])
    return needed <= room * _SHARE


def best_for(summaries: Sequence[RepoSummary], machine: Machine) -> RepoSummary | None:
    """The largest that fits and most likely writes as fast as people read; else the smallest that
    fits. Writing a token reads all weights once."""
    sized = [(parameters(one.name) * _BYTES_A_WEIGHT, one) for one in summaries]
    fitting = [(size, one) for size, one in sized if size and may_fit(one, machine)]
    if not fitting:
        return None
    quick = [
        (size, one)
        for size, one in fitting
        if machine.bandwidth / size * WORDS_PER_TOKEN >= READING_PACE
    ]
    if not quick:
        return min(fitting, key=lambda pair: pair[0])[1]
    return max(quick, key=lambda pair: pair[0])[1]
