"""A run, step by step, until it is over, stopped, or cannot go on.

Every step follows from the settings, the seed and what is in a checkpoint: a run that is killed and
goes on makes the very steps it would have made. Knows neither files of examples nor adapters.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor, nn

from engine.errors import StorageError, TrainingError
from engine.training.checkpoint import Checkpoints, Progress, unfit
from engine.training.control import Control, Wish
from engine.training.learner import Learner
from engine.training.optimizer import AdamW
from engine.training.packing import Pass
from engine.training.records import (
    Evaluated,
    Event,
    NotSaved,
    Paused,
    Saved,
    Settings,
    Skipped,
    Step,
)
from engine.training.reducer import Reducer
from engine.training.schedule import Schedule

_FAILURES: Final = 3
"""Steps in a row that are no numbers before the run gives up."""
_SAVES: Final = 20
"""Checkpoints of a run;"""
_SAVE_SECONDS: Final = 120.0
"""one whenever so much time has passed,"""
_REST_SECONDS: Final = 3.0
"""and none sooner after the last."""
_RECENT: Final = 10
"""Steps whose mean loss stands for the run where nothing is held out."""
_WISHES: Final[tuple[Wish, ...]] = ("go on", "pause", "stop", "keep", "end")
_MOST_NATS: Final = 700.0
"""A held-out loss above it, or none at all, is told as this: its perplexity must be a float."""

Reason = Literal["done", "early", "stopped", "cancelled", "ended"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the steps ended: `loss` is that of what the adapter holds now, at `step`; `seconds` were
    worked on all steps."""

    reason: Reason
    step: int
    loss: float
    seconds: float


class Loop:
    """One run. `lora` is what learns, its numbers are those of `optimizer`. Events go to `tell`;
    without `checkpoints` nothing is kept, as in all processes of a group but the first."""

    def __init__(
        self,
        learner: Learner,
        lora: nn.Module,
        schedule: Schedule,
        held_out: Sequence[Pass],
        settings: Settings,
        *,
        reducer: Reducer,
        control: Control,
        checkpoints: Checkpoints | None,
        tell: Callable[[Event], None],
    ) -> None:
        self._learner, self._lora, self._schedule = learner, lora, schedule
        self._held_out, self._settings = held_out, settings
        self._reducer, self._control = reducer, control
        self._checkpoints, self._tell = checkpoints, tell
        self._optimizer = AdamW(lora.parameters(), settings.weight_decay)
        self._progress = Progress()
        self._best: Tensor | None = None
        self._saved = time.monotonic()
        self._pace = _Pace()
        # Both are of the whole run, so that they come at the same steps after a resume.
        self._judge_every = max(schedule.steps // max(settings.evaluations, 1), 1)
        self._save_every = max(schedule.steps // _SAVES, 1)

    @property
    def step(self) -> int:
        """The last step that was made."""
        return self._progress.step

    def restore(self, checkpoints: Checkpoints | None) -> None:
        """Go on from the last checkpoint, if the first process of the group has one."""
        found = checkpoints.last() if checkpoints else None
        words = self._reducer.first_text(found[0].encoded() if found else "")
        if not words:
            return
        self._progress = Progress.decoded(words)
        tensors = found[1] if found else {}
        try:
            self._optimizer.restore(tensors, self._reducer.first)
            if self._progress.best_step:
                self._best = tensors.get("best", torch.empty_like(self._optimizer.values))
                self._reducer.first(self._best)
            if self._reducer.rank == 0:
                torch.set_rng_state(tensors["random"])
        except (KeyError, RuntimeError) as error:
            raise unfit() from error

    def run(self) -> Outcome:
        """Make all steps that are left. Raises TrainingError where it cannot go on."""
        self._lora.train()
        reason: Reason = "done"
        if self._progress.step == 0 and self._progress.judged < 0:
            self._judge()
        while self._progress.step < self._schedule.steps:
            if self._given_up():
                reason = "early"
                break
            if (ended := self._obey()) is not None:
                reason = ended
                break
            if not self._make_step():
                continue  # called off between two passes: something is wanted
            step = self._progress.step
            last = step == self._schedule.steps
            if self._held_out and (last or step % self._judge_every == 0):
                self._judge()
            if self._due(step) or last:
                self._save()
        if reason in ("cancelled", "ended"):
            self._save()
            return Outcome(reason, self._progress.step, self._loss(), self._progress.seconds)
        return self._keep_best(reason)

    def _obey(self) -> Reason | None:
        """Do what is wanted; why to end, if so."""
        wish = self._wish()
        if wish == "pause":
            self._save()
            self._tell(Paused(self._progress.step))
            self._control.wait()
            wish = self._wish()
        ends: Mapping[Wish, Reason] = {"stop": "cancelled", "keep": "stopped", "end": "ended"}
        return ends.get(wish)

    def _wish(self) -> Wish:
        """What is wanted of any process of the group."""
        return _WISHES[self._reducer.largest(_WISHES.index(self._control.wish))]

    def _make_step(self) -> bool:
        """One step; False where it was called off, and nothing has changed."""
        progress, schedule, reducer = self._progress, self._schedule, self._reducer
        step = progress.step + 1
        passes = schedule.passes(step)
        count = sum(packed.count for packed in passes)
        random_state = torch.get_rng_state()
        self._optimizer.clear()
        total = 0.0
        with self._pace.of(sum(packed.size for packed in passes)):
            for packed in passes:
                if reducer.world == 1 and self._control.wish != "go on":
                    torch.set_rng_state(random_state)
                    return False
                if (mine := packed.share(reducer.rank, reducer.world)) is not None:
                    total += self._learner.learn(mine, 1 / count)
            sums = torch.cat(
                (self._optimizer.gradient, self._optimizer.gradient.new_tensor([total / count]))
            )
            if reducer.world > 1:
                reducer.sum(sums)
                self._optimizer.gradient.copy_(sums[:-1])
            loss = float(sums[-1])
            norm = self._optimizer.clip(self._settings.clip)
            finite = math.isfinite(loss) and math.isfinite(norm)
            lr = schedule.lr(step) * progress.lr_factor
            if finite:
                self._optimizer.step(lr)
        progress.step = step
        progress.seconds += self._pace.last
        if not finite:
            self._skip(step)
            return True
        progress.failed = 0
        progress.recent = [*progress.recent[1 - _RECENT :], loss]
        self._tell(
            Step(
                step,
                schedule.steps,
                schedule.epoch(step),
                loss,
                lr,
                self._pace.tokens_per_s,
                self._learner.memory,
                self._pace.seconds_a_step * (schedule.steps - step),
            )
        )
        return True

    def _skip(self, step: int) -> None:
        """A step was no numbers: learn at half the rate from now on, and give up at the third."""
        progress = self._progress
        progress.failed += 1
        progress.lr_factor /= 2
        self._tell(Skipped(step, self._schedule.lr(step) * progress.lr_factor))
        if progress.failed >= _FAILURES:
            raise TrainingError(
                "not_finite",
                f"the numbers of {_FAILURES} steps in a row were infinite or none at all",
                "Choose a lower learning rate, or look for damaged examples, and start a new run.",
            )

    def _judge(self) -> None:
        """The loss of what is held out; the best state is kept."""
        if not self._held_out:
            return
        progress, reducer = self._progress, self._reducer
        self._lora.eval()
        sums = torch.zeros(2, dtype=torch.float64)
        for packed in self._held_out:
            if (mine := packed.share(reducer.rank, reducer.world)) is not None:
                sums += torch.tensor((self._learner.judge(mine), mine.count), dtype=torch.float64)
        self._lora.train()
        reducer.sum(sums)
        loss = float(sums[0] / sums[1])
        loss = min(loss, _MOST_NATS) if math.isfinite(loss) else _MOST_NATS
        progress.judged = progress.step
        # At step 0 it is the base, or the adapter that was gone on from: the one to be better than.
        best = progress.step > 0 and (not progress.best_step or loss < progress.best_loss)
        if best:
            progress.best_step, progress.best_loss, progress.worse = progress.step, loss, 0
            self._best = self._optimizer.values.clone()
        elif progress.step > 0:
            progress.worse += 1
        self._tell(Evaluated(progress.step, loss, math.exp(loss), best))

    def _given_up(self) -> bool:
        patience = self._settings.patience
        return patience > 0 and self._progress.worse >= patience

    def _keep_best(self, reason: Reason) -> Outcome:
        """Put back the best there was, where it was judged; else the last stays."""
        progress = self._progress
        if self._best is None:
            return Outcome(reason, progress.step, self._loss(), progress.seconds)
        self._optimizer.values.copy_(self._best)
        return Outcome(reason, progress.best_step, progress.best_loss, progress.seconds)

    def _loss(self) -> float:
        recent = self._progress.recent
        return sum(recent) / len(recent) if recent else 0.0

    def _due(self, step: int) -> bool:
        passed = time.monotonic() - self._saved
        return passed >= _SAVE_SECONDS or (step % self._save_every == 0 and passed >= _REST_SECONDS)

    def _save(self) -> None:
        """Write a checkpoint; a full disk is told, and the run goes on."""
        self._saved = time.monotonic()
        if self._checkpoints is None or not self._progress.step:
            return
        tensors = {**self._optimizer.state(), "random": torch.get_rng_state()}
        if self._best is not None:
            tensors["best"] = self._best
        try:
            path = self._checkpoints.save(self._progress, tensors)
        except StorageError as error:
            self._tell(NotSaved(self._progress.step, error.info()))
        else:
            self._tell(Saved(str(path), self._progress.step))


class _Pace:
    """How fast steps are made, as a mean in which the last ones count most."""

    def __init__(self) -> None:
        self.last = 0.0
        self.tokens_per_s = 0.0
        self.seconds_a_step = 0.0

    @contextmanager
    def of(self, tokens: int) -> Iterator[None]:
        """A step of so many tokens is made."""
        began = time.monotonic()
        yield
        self.last = max(time.monotonic() - began, 1e-9)
        kept = 0.8 if self.seconds_a_step else 0.0
        self.tokens_per_s = kept * self.tokens_per_s + (1 - kept) * tokens / self.last
        self.seconds_a_step = kept * self.seconds_a_step + (1 - kept) * self.last
