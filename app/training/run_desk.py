"""Everything a new run is put together with, made once: it outlives the window."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from app.bridge import Bridge
from app.jobs import Jobs
from app.model_choice import ModelChoice
from app.training.bases import Bases
from app.training.counting import Counting
from app.training.desk import TrainingDesk
from app.training.draft import Draft
from app.training.gathering import Gathering
from app.training.inspection import Inspection
from app.training.launch import Launch
from app.training.trainer import Trainer
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
        self._closed = False
        self._jobs = Jobs(bridge, self)
        self.draft = Draft(self)
        self.trainer = Trainer(bridge, self)
        self.bases = Bases(models, bridge, self)
        self.gathering = Gathering(self.draft, home, store, open_chat, self._jobs, bridge, self)
        self._counting = Counting(home.training / "draft", bridge, self)
        self.inspection = Inspection(self.draft, self._counting, self._jobs, self)
        self.launch = Launch(home, self.draft, runs, bridge, self)

    @Slot()
    def look(self) -> None:
        """The page is in sight: see what there is."""
        self.trainer.look()
        self.bases.look()
        self.gathering.look()

    def go_on(self, run_id: str) -> None:
        """Teach the adapter of a run more: begin with the examples it was taught with."""
        record = next((one for one in self.runs.records if one.id == run_id), None)
        if record is None or record.request is None or not record.adapter:
            return
        request, adapter = record.request, record.adapter
        self.draft.clear()
        self.draft.model, self.draft.start = request.model, adapter
        self.draft.name = next_name(request.name)
        self.gathering.take_earlier(Path(request.data), request.name)

    @Slot()
    def rest(self) -> None:
        """The page is out of sight: what only it needs can end."""
        if not self._closed:  # a window that goes away is hidden last of all
            self._counting.rest()
            self.launch.forget()

    def close(self) -> None:
        """Stop what is under way."""
        self._closed = True
        self.inspection.close()
        self._jobs.close()
        self._counting.close()


def next_name(name: str) -> str:
    """What the next version of something is called: `tone` becomes `tone v2`."""
    found = re.fullmatch(r"(.*) v(\d+)", name)
    return f"{found[1]} v{int(found[2]) + 1}" if found else f"{name} v2"
