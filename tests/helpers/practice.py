"""A run's steps in the test's own process: a tiny model, its passes, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.training.checkpoint import Checkpoints
from engine.training.control import Control
from engine.training.loop import Loop
from engine.training.preparing import plan
from engine.training.records import Event, Step, Train
from engine.training.reducer import Alone, Reducer
from engine.training.session import Session, opened


class Practice:
    """One process of a run; `events` are those it told."""

    def __init__(self, request: Train, control: Control, session: Session, loop: Loop) -> None:
        self.request, self.control = request, control
        self.session, self.loop = session, loop
        self.events: list[Event] = []

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def curve(self) -> list[tuple[int, float, float]]:
        return curve(self.events)


def curve(events: list[Event]) -> list[tuple[int, float, float]]:
    """Step, loss and rate of each step."""
    return [(e.step, e.loss, e.lr) for e in events if isinstance(e, Step)]


@contextmanager
def practice(
    request: Train,
    *,
    reducer: Reducer | None = None,
    keeping: bool = True,
    hear: Callable[[Event, Control], None] = lambda _, __: None,
) -> Iterator[Practice]:
    """Open a run and go on from its last checkpoint. `hear` may command it as it tells."""
    Path(request.folder).mkdir(exist_ok=True)
    control = Control()
    events: list[Event] = []

    def tell(event: Event) -> None:
        events.append(event)
        hear(event, control)

    planned = plan(request, control, lambda _: None)
    reducer = reducer or Alone()
    with opened(planned, reducer.rank) as session:
        checkpoints = Checkpoints(Path(request.folder), planned.identity) if keeping else None
        loop = Loop(
            session.learner,
            session.lora,
            session.schedule,
            planned.held_out,
            request.settings,
            reducer=reducer,
            control=control,
            checkpoints=checkpoints,
            tell=tell,
        )
        loop.restore(checkpoints)
        done = Practice(request, control, session, loop)
        done.events = events
        yield done


def practised(request: Train, **options: object) -> list[Event]:
    """All that is told by the steps of a run."""
    with practice(request, **options) as found:
        found.loop.run()
        return found.events
