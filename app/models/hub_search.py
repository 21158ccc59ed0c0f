"""What was looked for on the hub, and what came of it. No widgets, and no call before a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from app.calls import Calls
from engine.errors import ErrorInfo
from engine.hub.records import RepoSummary

State = Literal["idle", "searching", "found", "failed"]
Search = Callable[[str], Sequence[RepoSummary]]


class HubSearch(QObject):
    """One search at a time: a newer one takes the place of the one under way."""

    changed = Signal()

    def __init__(self, search: Search, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._calls = calls
        self._number = 0
        self.text = ""
        self.state: State = "idle"
        self.results: Sequence[RepoSummary] = ()
        self.error: ErrorInfo | None = None

    @Slot(str)
    def search(self, text: str) -> None:
        """Look for GGUF repositories; with no text, show none."""
        self._number += 1
        number, self.text, self.error = self._number, text.strip(), None
        if not self.text:
            self.state, self.results = "idle", ()
            self.changed.emit()
            return
        self.state = "searching"
        self.changed.emit()

        def found(results: Sequence[RepoSummary]) -> None:
            if number == self._number:
                self.state, self.results = "found", tuple(results)
                self.changed.emit()

        def failed(error: ErrorInfo) -> None:
            if number == self._number:
                self.state, self.results, self.error = "failed", (), error
                self.changed.emit()

        self._calls.run(lambda: self._search(text.strip()), found, failed)

    @Slot()
    def again(self) -> None:
        """Look for the same once more."""
        self.search(self.text)
