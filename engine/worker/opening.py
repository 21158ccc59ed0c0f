"""Opens a model by the first plan that works, and remembers those that did not.

A graphics card fails in two ways: llama.cpp gives up, then the next plan is tried at once; or the
process dies, then the next process finds what was begun and leaves the card alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from engine.devices import Device
from engine.errors import ModelRejected, NotEnoughMemory
from engine.offload import Plan
from engine.offload_memory import OffloadMemory

_log = logging.getLogger(__name__)
T = TypeVar("T")


def open_by_plan(
    model: Path,
    n_ctx: int,
    devices: Sequence[Device],
    plans: Sequence[Plan],
    memory: OffloadMemory,
    attempt: Callable[[Plan], T],
) -> T:
    """What `attempt` makes of the first plan that it does not refuse with ModelRejected or
    NotEnoughMemory. Raises what it raises for the last one, and everything else at once."""
    if len(plans) == 1:
        return attempt(plans[0])
    left = list(memory.after_failures(model, n_ctx, devices, plans))
    while True:
        plan = left.pop(0)
        if plan.layers > 0:
            memory.begun(model, n_ctx, devices, plan)
        try:
            made = attempt(plan)
        except (ModelRejected, NotEnoughMemory) as error:
            if not left:
                raise
            _log.info("%d layers on the graphics card: %s", plan.layers, error.message)
        else:
            memory.worked(model, n_ctx, devices, plan, first=plan is plans[0])
            return made
