"""A run with torch and the model open: what makes steps, and what becomes an adapter.

Used by a run and by the probe that estimates one. Knows no file but the model's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from engine.training.cache import Cache
from engine.training.decoder import Decoder
from engine.training.learner import Learner
from engine.training.lora import Lora
from engine.training.preparing import Plan, threads
from engine.training.schedule import Schedule
from engine.training.weights import Base


@dataclass(frozen=True, slots=True)
class Session:
    """What is open for one run."""

    base: Base
    lora: Lora
    decoder: Decoder
    learner: Learner
    schedule: Schedule


@contextmanager
def opened(plan: Plan, rank: int = 0) -> Iterator[Session]:
    """Open the model of a plan, with a new adapter or the one that is gone on from.

    Raises TrainingError, AdapterError, StorageError. `rank` is the number of this process.
    """
    request, settings = plan.request, plan.request.settings
    torch.set_num_threads(threads(settings))
    torch.manual_seed(settings.seed + rank)  # what is dropped differs between processes
    base = Base.open(Path(request.model))
    try:
        # Gradients of far tokens are smaller than the processor is fast with (measured: 190 times).
        torch.set_flush_denormal(True)
        if request.start:
            lora = Lora.read(base, Path(request.start), settings)
        else:
            lora = Lora(base, settings)
        decoder = Decoder(base, lora)
        cache = _cache(plan, base, lora) if settings.fast and lora.first_layer else None
        try:
            first = lora.first_layer if cache else 0
            learner = Learner(decoder, first=first, cache=cache, checkpointing=plan.checkpointing)
            yield Session(base, lora, decoder, learner, Schedule(plan.passes, settings))
        finally:
            if cache is not None:
                cache.close()
    finally:
        base.close()
        torch.set_flush_denormal(False)


def _cache(plan: Plan, base: Base, lora: Lora) -> Cache:
    total = sum(packed.length for packed in [*plan.passes, *plan.held_out])
    return Cache(total, base.config.n_embd, plan.cache_room, Path(plan.request.folder))
