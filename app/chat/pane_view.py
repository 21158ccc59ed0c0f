"""What the lists of the left pane have in common: one column of rows of one height, its own keys.

Knows nothing of what is in the rows.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QListView, QWidget

from app.theme import Theme

EDGE = 12  # logical pixels between the rows and the edge of the pane; the scroll bar is in them
_BAR = 10
TRASH_KEY = "Ctrl+Shift+Delete"


class PaneView(QListView):
    """Reaches to the edge of the pane, so that rows are as wide with a scroll bar as without."""

    escaped = Signal()  # where `takes_escape` is so
    undo_wanted = Signal()
    trash_wanted = Signal()  # for what is selected

    takes_escape = True

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width(0, 0)
        theme.changed.connect(self.viewport().update)

    def show_model(self, model: QAbstractItemModel, looks: QAbstractItemDelegate) -> None:
        """Show these rows in this look."""
        self.ensurePolished()  # else rows are laid out in another font
        self.setModel(model)
        self.setItemDelegate(looks)

    def event(self, event: QEvent) -> bool:
        # Esc is this list's, also while it would stop a reply.
        if (
            self.takes_escape
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.takes_escape and event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif QKeySequence(event.keyCombination()) == QKeySequence(TRASH_KEY):
            self.trash_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_wanted.emit()
        else:
            super().keyPressEvent(event)

    @Slot(int, int)
    def _keep_width(self, least: int, most: int) -> None:
        self.setViewportMargins(0, 0, EDGE - _BAR if most > least else EDGE, 0)
