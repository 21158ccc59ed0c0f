"""What settings of a run may be. Knows nothing of what they do."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.errors import InvalidInput
from engine.training.records import LINEARS, Settings

RANGES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "rank": (1, 256),
        "alpha": (0.01, 4096),
        "dropout": (0, 0.9),
        "top_layers": (0, 1024),
        "epochs": (0.01, 1000),
        "steps": (0, 10_000_000),
        "lr": (1e-8, 0.1),
        "warmup": (0, 0.9),
        "weight_decay": (0, 1),
        "clip": (0, 1000),
        "max_length": (8, 131_072),
        "batch_tokens": (8, 131_072),
        "accumulate": (1, 1024),
        "holdout": (-1, 0.9),
        "evaluations": (1, 1000),
        "patience": (0, 1000),
        "threads": (0, 1024),
        "seed": (0, (1 << 31) - 1),
    }
)
"""The least and the most of each number."""


def check_settings(settings: Settings) -> None:
    """Raises InvalidInput for a setting that is out of its range."""
    for name, (least, most) in RANGES.items():
        value = getattr(settings, name)
        if not (math.isfinite(value) and least <= value <= most):
            raise InvalidInput(
                name, f"it is {value:g}", f"Give a number from {least:g} to {most:g}."
            )
    unknown = [name for name in settings.targets if name not in LINEARS]
    if unknown or not settings.targets:
        raise InvalidInput(
            "targets",
            f"{unknown[0]} is none of a layer's matrices" if unknown else "there is none",
            f"Choose some of {', '.join(LINEARS)}.",
        )
