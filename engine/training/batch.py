"""A pass of examples as the tensors that the decoder takes. Knows no model."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.training.packing import Pass


@dataclass(frozen=True, slots=True)
class Batch:
    """A pass as the decoder takes it: `tokens`, `positions` and `segments` [n], and for the tokens
    that are learnt the `places` [m] that predict them and their numbers, `targets` [m]."""

    tokens: Tensor
    positions: Tensor
    segments: Tensor
    places: Tensor
    targets: Tensor


def batch(packed: Pass, device: torch.device) -> Batch:
    """The tensors of a pass."""
    tokens, positions, segments, places, targets = (array("q") for _ in range(5))
    for segment, row in enumerate(packed.rows):
        used = row.used
        start = len(tokens)
        tokens.extend(iter(row.tokens[:used]))
        positions.extend(range(used))
        segments.extend([segment] * used)
        for place in range(used):
            if row.trained[place + 1]:
                places.append(start + place)
                targets.append(row.tokens[place + 1])
    numbers = (tokens, positions, segments, places, targets)
    return Batch(*(torch.tensor(each, dtype=torch.int64, device=device) for each in numbers))
