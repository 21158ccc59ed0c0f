"""Which passes make which step, and how fast is learnt in it: all from the settings and a seed.

Nothing is remembered from step to step, so that a run goes on at any step as if it had never
stopped. Knows no tensor.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import Final

from engine.training.packing import Pass
from engine.training.records import Settings

_LAST_RATE: Final = 0.1
"""What is left of the highest rate at the end."""


class Schedule:
    """The steps of one run over `passes`, which are shuffled anew for each epoch."""

    def __init__(self, passes: Sequence[Pass], settings: Settings) -> None:
        self._passes = passes
        self._settings = settings
        self._order: tuple[int, list[int]] = (-1, [])
        self._accumulate = max(settings.accumulate, 1)
        wanted = max(round(settings.epochs * len(passes)), 1)
        self._total = settings.steps * self._accumulate if settings.steps else wanted
        self.steps = settings.steps or math.ceil(wanted / self._accumulate)
        self._warmup = max(round(self.steps * settings.warmup), 1)

    def passes(self, step: int) -> list[Pass]:
        """The passes of a step; steps count from 1."""
        first = (step - 1) * self._accumulate
        return [self._pass(i) for i in range(first, min(first + self._accumulate, self._total))]

    def epoch(self, step: int) -> float:
        """How often all was seen when a step is over."""
        return min(step * self._accumulate, self._total) / len(self._passes)

    def lr(self, step: int) -> float:
        """The rate of a step: rising evenly, then falling as a cosine to a tenth."""
        highest = self._settings.lr
        if step <= self._warmup:
            return highest * step / self._warmup
        done = (step - self._warmup) / max(self.steps - self._warmup, 1)
        share = (1 + math.cos(math.pi * min(done, 1.0))) / 2
        return highest * (_LAST_RATE + (1 - _LAST_RATE) * share)

    def _pass(self, place: int) -> Pass:
        epoch, place = divmod(place, len(self._passes))
        if self._order[0] != epoch:
            order = list(range(len(self._passes)))
            random.Random(f"{self._settings.seed}/{epoch}").shuffle(order)
            self._order = epoch, order
        return self._passes[self._order[1][place]]
