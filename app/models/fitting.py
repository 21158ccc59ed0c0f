"""How well a model would run on this computer: memory and speed, for any context at once.

The computer is measured once, on another thread; what follows is arithmetic. Knows no widgets.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.calls import Calls
from engine.errors import ErrorInfo
from engine.fit import Fit, Fitting, Machine, machine
from engine.gguf import Gguf
from engine.messages import Stats
from engine.paths import Home
from engine.speed import History, SpeedLog

_MOST_KNOWN: Final = 64


class Fits(QObject):
    """`machine` is None until it was measured. `changed`: figures are others now."""

    changed = Signal()

    def __init__(
        self, home: Home, calls: Calls, bridge: Bridge, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._log = SpeedLog(home)
        self._calls = calls
        self._bridge = bridge
        self._asking = False
        self._turn = threading.Lock()  # a measurement writes what it read before it began
        self._history = History()
        self._known: dict[int, tuple[Gguf, Fitting]] = {}
        self.machine: Machine | None = None

    @Slot()
    def measure(self) -> None:
        """Find out what the computer has now. Slow only the first time."""
        if self._asking:
            return
        self._asking = True
        home, log, turn = self._home, self._log, self._turn
        devices = self.machine.devices if self.machine else None

        def look() -> tuple[Machine, History]:
            with turn:
                return machine(home, devices), log.known()

        def failed(error: ErrorInfo) -> None:
            self._asking = False
            self._bridge.failed.emit(error)

        self._calls.run(look, self._on_measured, failed)

    def note(self, path: Path, stats: Stats) -> None:
        """Remember how fast a reply was."""
        log, turn = self._log, self._turn

        def note() -> History:
            with turn:
                log.note(path, stats)
                return log.known()

        self._calls.run(note, self._on_noted, self._bridge.failed.emit)

    def of(self, gguf: Gguf, n_ctx: int) -> Fit | None:
        """How a file would run with a context of so many tokens, 0 for as many as Puna would
        choose."""
        if self.machine is None:
            return None
        kept = self._known.get(id(gguf))
        if kept is None or kept[0] is not gguf:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            kept = gguf, Fitting(gguf, self.machine, history=self._history)
            self._known[id(gguf)] = kept
        return kept[1].at(n_ctx)

    def _on_noted(self, history: History) -> None:
        self._take(self.machine, history)

    def _on_measured(self, found: tuple[Machine, History]) -> None:
        self._asking = False
        self._take(*found)

    def _take(self, found: Machine | None, history: History) -> None:
        if (found, history) != (self.machine, self._history):
            self.machine, self._history = found, history
            self._known.clear()
            self.changed.emit()
