"""How it stands with keeping chats: what the store says of itself, and replies not on disk yet.

Knows no words and no widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.errors import ErrorInfo
from engine.store.store import StoreState

OPEN = StoreState("open")


class StoreWatch(QObject):
    """The last news of the store. Its methods are called on the GUI thread."""

    changed = Signal()
    returned = Signal()  # the store can be written again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = OPEN
        self.unsaved: ErrorInfo | None = None

    @property
    def writable(self) -> bool:
        return self.state.mode == "open"

    @property
    def readable(self) -> bool:
        return self.state.mode != "closed"

    def set_state(self, state: StoreState) -> None:
        """The store has told how it is now."""
        back = state.mode == "open" and not self.writable
        self.state = state
        self.changed.emit()
        if back:
            self.returned.emit()

    def set_unsaved(self, error: ErrorInfo | None) -> None:
        """Replies cannot be written, or (None) all of them are."""
        self.unsaved = error
        self.changed.emit()
