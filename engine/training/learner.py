"""What is computed of one pass: its loss, and the gradient of the adapter.

Knows neither steps nor epochs.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from engine.training.batch import Batch, batch
from engine.training.cache import Cache
from engine.training.decoder import Decoder
from engine.training.loss import cross_entropy
from engine.training.memory import private_memory
from engine.training.packing import Pass


class Learner:
    """`first`: the layers below do not learn, and `cache` keeps what they make of a pass.
    `checkpointing`: compute again instead of keeping."""

    def __init__(
        self, decoder: Decoder, *, first: int = 0, cache: Cache | None, checkpointing: bool
    ) -> None:
        self._decoder = decoder
        self._head = decoder.head()
        self._first = first
        self._cache = cache
        self._checkpointing = checkpointing
        self.memory = 0
        """The most private memory a pass took, in bytes."""

    def learn(self, packed: Pass, scale: float) -> float:
        """Add the gradient of `scale` times the loss; returns the loss, a sum over tokens."""
        made = batch(packed, self._decoder.base.device)
        loss = self._loss(packed.number, made, checkpoint=self._checkpointing)
        self.memory = max(self.memory, private_memory())  # all is kept now that has to be
        (loss * scale).backward()  # type: ignore[no-untyped-call]  # of torch
        return float(loss.detach())

    @torch.no_grad()
    def judge(self, packed: Pass) -> float:
        """The loss alone."""
        return float(
            self._loss(packed.number, batch(packed, self._decoder.base.device), checkpoint=False)
        )

    def _loss(self, number: int, made: Batch, *, checkpoint: bool) -> Tensor:
        x = self._below(number, made)
        hidden = self._decoder.hidden(
            made.tokens,
            made.positions,
            made.segments,
            first=self._first if x is not None else 0,
            x=x,
            checkpoint=checkpoint,
            rows=made.places,
        )
        return cross_entropy(hidden, made.targets, self._head)

    def _below(self, number: int, made: Batch) -> Tensor | None:
        """What goes into the first layer that learns; None: the tokens themselves."""
        if self._cache is None or not self._first:
            return None
        return self._cache.get(number, self._make(made))

    def _make(self, made: Batch) -> Callable[[], Tensor]:
        @torch.no_grad()
        def make() -> Tensor:
            hidden: Tensor = self._decoder.hidden(
                made.tokens, made.positions, made.segments, first=0, last=self._first
            )
            return hidden

        return make
