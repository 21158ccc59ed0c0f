"""The list of models. Tells what is chosen, and what is done to a download in it.

By the keyboard: arrows choose, Space pauses or resumes a download, the menu key offers the rest.
Knows nothing of what the rows mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QToolTip

from app.models.list_delegate import ListDelegate
from app.models.list_model import CHOOSABLE, ROW_ROLE, ListModel, Row
from app.plain_box import ENTER
from app.text import plain_tip
from app.theme import Theme


class ModelListView(QListView):
    """Keeps what is chosen where rows come and go."""

    picked = Signal(str, str)  # kind and key of the row
    opened = Signal(str, str)  # by a double click or Enter
    acted = Signal(str, str)  # pause, resume or cancel, and the key of the download

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Models"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.ensurePolished()  # else rows are laid out in another font
        self.list_model = ListModel(self)
        self.looks = ListDelegate(theme, self)
        self.setModel(self.list_model)
        self.setItemDelegate(self.looks)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda index: self._tell(self.opened, index))
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; what is chosen stays so where it is still there. Tells nobody."""
        chosen = self.row()
        with QSignalBlocker(self.selectionModel()):
            if self.list_model.show_rows(rows) and chosen is not None:
                self.setCurrentIndex(self.list_model.index_of(chosen.kind, chosen.key))
        self.viewport().update()

    def row(self) -> Row | None:
        """The row the user is at."""
        row = self.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, Row) else None

    def pick(self, kind: str, key: str) -> bool:
        """Put the user at that row, where it is there. Tells nobody."""
        index = self.list_model.index_of(kind, key)
        with QSignalBlocker(self.selectionModel()):
            self.setCurrentIndex(index)
        self.viewport().update()
        if index.isValid():
            self.scrollTo(index)
        return index.isValid()

    # Keys and the pointer.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.row()
        if event.key() in ENTER and row is not None:
            self._tell(self.opened, self.currentIndex())
        elif event.key() == Qt.Key.Key_Space and row is not None and row.buttons:
            self.acted.emit(row.buttons[0], row.key)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        button = self._button_at(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if button is not None and event.button() == Qt.MouseButton.LeftButton:
            self.acted.emit(*button)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        row = self.row()
        if row is None or not row.buttons:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in row.buttons:
            action = menu.addAction(self._words(name))
            action.triggered.connect(partial(self.acted.emit, name, row.key))
        below = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(12, 0)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        menu.popup(self.viewport().mapToGlobal(below) if by_key else event.globalPos())

    def viewportEvent(self, event: object) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            button = self._button_at(event.pos())
            index = self.indexAt(event.pos())
            row = index.data(ROW_ROLE) if index.isValid() else None
            words = self._words(button[0]) if button else getattr(row, "title", "")
            QToolTip.showText(event.globalPos(), plain_tip(words) if words else "", self)
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]  # any other event of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # notes wrap to the width

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        self._tell(self.picked, index)

    def _tell(self, signal: SignalInstance, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, Row) and row.kind in CHOOSABLE:
            signal.emit(row.kind, row.key)

    def _button_at(self, point: QPoint) -> tuple[str, str] | None:
        index = self.indexAt(point)
        row = index.data(ROW_ROLE) if index.isValid() else None
        if not isinstance(row, Row):
            return None
        rects = self.looks.button_rects(self.visualRect(index), row)
        for name, rect in zip(row.buttons, rects, strict=True):
            if rect.contains(point):
                return name, row.key
        return None

    def _words(self, name: str) -> str:
        return {
            "pause": self.tr("Pause the download"),
            "resume": self.tr("Resume the download"),
            "cancel": self.tr("Cancel the download"),
        }[name]
