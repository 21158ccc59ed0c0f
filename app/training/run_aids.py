"""What the view of a run works with besides the desk. It outlives the window, which another
language makes anew.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.bridge import Bridge
from app.calls import Calls
from app.item_choice import ItemChoice
from app.jobs import Jobs
from app.teaching import Teaching
from app.training.aftermath import Aftermath
from app.training.comparing import Comparing
from app.training.desk import TrainingDesk
from app.training.judging import Judging
from app.training.outcome import Outcome
from app.training.power import Holding, Power
from engine.assistants import Assistant
from engine.paths import Home


class RunAids(QObject):
    """Its parts are public: each is what one part of the view shows."""

    def __init__(
        self,
        desk: TrainingDesk,
        assistants: ItemChoice[Assistant],
        home: Home,
        jobs: Jobs,
        teaching: Teaching,
        bridge: Bridge,
        parent: QObject | None = None,
        *,
        awake: Holding | None = None,
    ) -> None:
        super().__init__(parent)
        self.home = home
        self.bridge = bridge
        self.teaching = teaching
        self._calls = Calls(bridge)
        self.outcome = Outcome(desk, assistants, self)
        self.aftermath = Aftermath(desk, self.outcome, home, jobs, bridge, self)
        self.comparing = Comparing(bridge, self._calls, self)
        self.judging = Judging(home, bridge, self)
        self.power = Power(desk, bridge, self, awake=awake)

    def close(self) -> None:
        """End what runs for them; the desk ends the run itself."""
        self.comparing.stop()
        self.judging.close()
        self.power.close()
        self.aftermath.empty()
        self._calls.close()
