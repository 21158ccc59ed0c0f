"""Some steps of a run, to tell what the whole of it would take. Nothing of them is kept.

Knows no file but the model's.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from engine.files import Stopped
from engine.training.control import Control
from engine.training.optimizer import AdamW
from engine.training.packing import Pass
from engine.training.preparing import Plan
from engine.training.records import Estimate
from engine.training.session import Session, opened


def probe(plan: Plan, seconds: float, control: Control) -> Estimate:
    """Try passes for about `seconds`. Raises Stopped, and what opening a model raises."""
    with opened(plan) as session:
        session.lora.train()
        optimizer = AdamW(session.lora.parameters(), plan.request.settings.weight_decay)
        meter = _Meter(session, optimizer, control, time.monotonic() + seconds)
        first = meter.measure(plan.passes)
        # The second time, what the lower layers make is there already.
        later = meter.measure(plan.passes[: meter.passes]) if plan.request.settings.fast else first
        steps = session.schedule.steps
        passes = [
            packed for step in range(1, steps + 1) for packed in session.schedule.passes(step)
        ]
        new = passes[: len(plan.passes)]
        took = _size(new) * first + _size(passes[len(new) :]) * later
        judged = min(plan.request.settings.evaluations, steps) + 1
        took += judged * meter.judge(plan.held_out)
        return Estimate(
            steps=steps,
            tokens_per_s=_size(passes) / took,
            seconds=took,
            memory=session.learner.memory,
            checkpointing=plan.checkpointing,
        )


class _Meter:
    """Times passes as steps are made of them."""

    def __init__(self, session: Session, optimizer: AdamW, control: Control, until: float) -> None:
        self._session, self._optimizer = session, optimizer
        self._control, self._until = control, until
        self.passes = 0

    def measure(self, passes: Sequence[Pass]) -> float:
        """Seconds a token, of as many passes as there is time for; two at least, where there are:
        the first one is slower, and is not counted then."""
        self.passes = tokens = 0
        took = 0.0
        for packed in passes:
            self._check()
            began = time.monotonic()
            self._optimizer.clear()
            self._session.learner.learn(packed, 1 / packed.count)
            self._optimizer.step(0.0)
            if self.passes == 1:
                tokens, took = 0, 0.0
            tokens += packed.size
            took += time.monotonic() - began
            self.passes += 1
            if self.passes > 1 and time.monotonic() > self._until:
                break
        return took / tokens

    def judge(self, held_out: Sequence[Pass]) -> float:
        """Seconds to judge all that is held out, as one pass of it tells."""
        if not held_out:
            return 0.0
        self._check()
        began = time.monotonic()
        self._session.learner.judge(held_out[0])
        return (time.monotonic() - began) / held_out[0].length * _length(held_out)

    def _check(self) -> None:
        if self._control.wish not in ("go on", "pause"):
            raise Stopped


def _size(passes: Sequence[Pass]) -> int:
    return sum(packed.size for packed in passes)


def _length(passes: Sequence[Pass]) -> int:
    return sum(packed.length for packed in passes)
