"""Everything a new run is put together with, made once: it outlives the window."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot

from app.bridge import Bridge
from app.jobs import Jobs
from app.model_choice import ModelChoice
from app.training.bases import Bases
from app.training.counting import Counting
from app.training.desk import TrainingDesk
from app.training.draft import Draft
from app.training.earlier import rows_of
from app.training.gathering import Gathering
from app.training.inspection import Inspection
from app.training.launch import Launch
from app.training.trainer import Trainer
from engine.examples.records import DataSet, Example
from engine.paths import Home
from engine.store.store import Store


class NewRunDesk(QObject):
    """Its parts are public: each is what one side of a new run shows."""

    def __init__(
        self,
        home: Home,
        runs: TrainingDesk,
        store: Store,
        models: ModelChoice,
        open_chat: Callable[[], tuple[int, str] | None],
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.runs = runs
        self._bridge = bridge
        self._closed = False
        self._jobs = Jobs(bridge, self)
        self.draft = Draft(self)
        self.trainer = Trainer(bridge, self)
        self.bases = Bases(models, bridge, self)
        self.gathering = Gathering(self.draft, home, store, open_chat, self._jobs, bridge, self)
        runs.ended.connect(self.gathering.on_ended)
        self._written = home.training / "draft"
        self._counting = Counting(self._written, bridge, self)
        self.inspection = Inspection(self.draft, self._counting, self._jobs, self)
        self.launch = Launch(home, self.draft, runs, bridge, self)

    @Slot()
    def look(self) -> None:
        """The page is in sight: see what there is."""
        self.trainer.look()
        self.bases.look()
        self.gathering.look()

    def go_on(self, run_id: str) -> None:
        """Teach the adapter of a run more: begin with the examples it was taught with, and judge
        by those it was judged by."""
        record = next((one for one in self.runs.records if one.id == run_id), None)
        if record is None or record.request is None or not record.adapter:
            return
        request, adapter = record.request, record.adapter
        self.draft.clear()
        self.draft.model, self.draft.start = request.model, adapter
        self.draft.name = next_name(request.name)

        def take(rows: tuple[Sequence[Example], Sequence[Example]]) -> None:
            # Only on the old rows can it be seen whether it became better.
            judged, learnt = rows
            self.draft.judge_by(judged, request.name)
            data = DataSet(request.name, "messages", tuple(learnt))
            self.draft.add(data)
            self.gathering.found.emit(data)

        self._bridge.run(lambda: rows_of(request), take, self.gathering.failed.emit)

    @Slot(str)
    def teach(self, model: str) -> None:
        """Learn what was put right in chats with a model: with its last adapter and what that was
        taught, where there is one."""
        taught = (one for one in self.runs.records if one.model == model and one.adapter)
        record = next(taught, None)
        if record is not None:
            self.go_on(record.id)
        else:
            self.draft.clear()
            self.draft.model = model
        self.gathering.take_corrections(model)

    @Slot()
    def rest(self) -> None:
        """The page is out of sight: what only it needs can end."""
        if not self._closed:  # a window that goes away is hidden last of all
            self._counting.rest()
            self.launch.forget()

    def close(self) -> None:
        """Stop what is under way. What was written to be counted and measured is erased: it would
        be a copy of the user's texts that nobody knows of."""
        self._closed = True
        self.inspection.close()
        self._jobs.close()
        self._counting.close()
        self._bridge.run(lambda: shutil.rmtree(self._written, ignore_errors=True))


def next_name(name: str) -> str:
    """What the next version of something is called: `tone` becomes `tone v2`."""
    found = re.fullmatch(r"(.*) v(\d+)", name)
    return f"{found[1]} v{int(found[2]) + 1}" if found else f"{name} v2"
