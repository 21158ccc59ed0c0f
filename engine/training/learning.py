"""A whole run with torch there: open the model, go on from a checkpoint, make steps, finish.

Knows the order; the parts know the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.errors import TrainingError
from engine.training.checkpoint import Checkpoints
from engine.training.control import Control
from engine.training.finishing import finish
from engine.training.loop import Loop, Outcome
from engine.training.preparing import Plan, since_start
from engine.training.records import Done, Event, Prepared, Preparing, Verifying
from engine.training.reducer import Reducer, reducer
from engine.training.session import Session, opened


def learn(
    plan: Plan,
    control: Control,
    tell: Callable[[Event], None],
    begin: Callable[[int], None],
    import_s: float,
) -> Done:
    """Make all steps of a run and the adapter of what they taught. `begin` hears behind which step
    it goes on. Raises PunaError, Stopped, and whatever torch raises."""
    group = reducer()
    try:
        tell(Preparing("model"))
        with opened(plan, group.rank) as session:
            _check_same(plan, session, group)
            checkpoints = None
            if group.rank == 0:
                checkpoints = Checkpoints(Path(plan.request.folder), plan.identity)
            loop = Loop(
                session.learner,
                session.lora,
                session.schedule,
                plan.held_out,
                plan.request.settings,
                reducer=group,
                control=control,
                checkpoints=checkpoints,
                tell=tell,
            )
            loop.restore(checkpoints)
            begin(loop.step)
            tell(_prepared(plan, session, import_s, loop.step))
            outcome = loop.run()
            return _done(plan, session, outcome, control, tell, group.rank)
    finally:
        group.close()


def _done(
    plan: Plan,
    session: Session,
    outcome: Outcome,
    control: Control,
    tell: Callable[[Event], None],
    rank: int,
) -> Done:
    reason = "cancelled" if outcome.reason == "ended" else outcome.reason
    if reason == "cancelled" or not outcome.step or rank:
        return Done(reason, "", outcome.step, outcome.loss, outcome.seconds)
    tell(Verifying())
    found = finish(plan, session, lambda: control.wish in ("stop", "end"))
    return Done(
        reason,
        plan.request.out,
        outcome.step,
        outcome.loss,
        outcome.seconds,
        found.adapter,
        found.base,
    )


def _check_same(plan: Plan, session: Session, group: Reducer) -> None:
    """All processes must learn the same from the same: one wrong file spoils the sums of all."""
    if group.world == 1:
        return
    if not group.same(session.base.sha256()):
        raise TrainingError(
            "group",
            "the model is not the same file for all processes",
            "Copy the model's file to all computers, and start again.",
        )
    if not group.same(f"{plan.corpus.sha256} {plan.request.settings}"):
        raise TrainingError(
            "group",
            "the examples or the settings are not the same for all processes",
            "Copy the examples to all computers, and start all with the same options.",
        )


def _prepared(plan: Plan, session: Session, import_s: float, step: int) -> Prepared:
    corpus = plan.corpus
    return Prepared(
        examples=len(corpus.learnt),
        tokens=corpus.tokens,
        trained_tokens=corpus.trained_tokens,
        dropped=corpus.dropped,
        held_out=len(corpus.held_out),
        steps=session.schedule.steps,
        checkpointing=plan.checkpointing,
        import_s=import_s,
        start_s=since_start(),
        from_step=step,
    )
