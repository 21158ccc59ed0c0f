"""A run costs an evening of battery: while it trains, the computer stays awake, and where it is
unplugged the run waits until it is plugged in again.

Looks at the battery once in half a minute, on another thread, and only while a run is under way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

import psutil  # type: ignore[import-untyped]  # it ships no types
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.bridge import Bridge
from app.training.awake import Awake
from app.training.desk import TrainingDesk

LOOK_MS: Final = 30_000


class Holding(Protocol):
    """What keeps the computer awake, as `Awake` does."""

    def hold(self) -> None: ...
    def release(self) -> None: ...


class Power(QObject):
    """`waiting`: a run was paused here, because there is only the battery."""

    changed = Signal()

    def __init__(
        self,
        desk: TrainingDesk,
        bridge: Bridge,
        parent: QObject | None = None,
        *,
        awake: Holding | None = None,
        plugged: Callable[[], bool | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bridge = bridge
        self._awake = awake or Awake()
        self._plugged = plugged or plugged_in
        self._looking = False
        self.waiting = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        desk.state_changed.connect(self._on_state)

    @Slot()
    def look(self) -> None:
        """Look at the battery now."""
        if not self._looking:
            self._looking = True
            self._bridge.run(self._plugged, self._on_looked)

    def close(self) -> None:
        """Nothing is trained any more."""
        self._timer.stop()
        self._bridge.run(self._awake.release)

    @Slot(str)
    def _on_state(self, state: str) -> None:
        working = state in ("starting", "running", "ending")
        # On the one worker thread: a process is started, and Windows asks for one and the same.
        self._bridge.run(self._awake.hold if working else self._awake.release)
        if state == "idle":
            self._timer.stop()
            self._set_waiting(False)
        elif not self._timer.isActive():
            self._timer.start()
            self.look()
        if state == "running":
            self._set_waiting(False)

    def _on_looked(self, plugged: bool | None) -> None:
        self._looking = False
        if plugged is False and self._desk.state == "running":
            self._desk.pause()
            self._set_waiting(True)
        elif plugged and self.waiting and self._desk.state == "paused":
            self._desk.resume()

    def _set_waiting(self, waiting: bool) -> None:
        if waiting != self.waiting:
            self.waiting = waiting
            self.changed.emit()


def plugged_in() -> bool | None:
    """Whether the computer runs on mains; None where it has no battery, or does not tell."""
    try:
        battery = psutil.sensors_battery()
    except (AttributeError, OSError, RuntimeError, NotImplementedError):
        return None  # not every system has sensors to ask
    return None if battery is None else bool(battery.power_plugged)
