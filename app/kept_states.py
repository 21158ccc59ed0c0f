"""What is kept on disk of what models read of chats: how much, and clearing it. No widgets."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.errors import ErrorInfo
from engine.states import States


class KeptStates(QObject):
    """Looks and clears on another thread."""

    measured = Signal(object)  # bytes, which may pass 2**31
    refused = Signal(object)  # ErrorInfo: not all could be removed

    def __init__(self, states: States, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._states = states
        self._bridge = bridge

    @Slot()
    def measure(self) -> None:
        """Find out how much there is now."""
        self._bridge.run(self._states.files, self._on_listed)

    @Slot()
    def clear(self) -> None:
        """Remove all of it."""
        self._bridge.run(self._states.clear, self._on_cleared, self._on_refused)

    def _on_cleared(self, _: None) -> None:
        self.measure()

    def _on_listed(self, files: list[tuple[Path, int]]) -> None:
        self.measured.emit(sum(size for _, size in files))

    def _on_refused(self, error: ErrorInfo) -> None:
        self.refused.emit(error)
        self.measure()
