"""The collections, on the left of the page: how much is in each, and whether all of it is read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QPushButton, QVBoxLayout

from app.document_words import DocumentWords
from app.row_list import ListRow, RowList
from app.theme import Theme
from app.undo_strip import UndoStrip
from engine.documents.records import Collection

_MARGIN = 14


class CollectionPane(QFrame):
    """`key` is that of the collection the user is at."""

    picked = Signal()
    new_wanted = Signal()
    rename_wanted = Signal()
    rescan_wanted = Signal()
    again_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, words: DocumentWords, theme: Theme) -> None:
        super().__init__()
        self._words = words
        self._rows: tuple[ListRow, ...] = ()
        self.list = _List(self.tr("Collections"), theme, most_rows=0)
        self.list.menu_wanted.connect(self._show_menu)
        self.list.picked.connect(self.picked)
        self.list.opened.connect(self.rename_wanted)
        self.new_button = QPushButton(self.tr("New collection…"))
        self.new_button.clicked.connect(self.new_wanted)
        self.undo = UndoStrip()
        title = QLabel(self.tr("Collections"))
        title.setProperty("kind", "heading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 16, _MARGIN, 12)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.undo)
        layout.addWidget(self.new_button)

    @property
    def key(self) -> str:
        """Empty where there is no collection."""
        return str(self.list.key() or "")

    def show_collections(self, collections: Sequence[Collection]) -> None:
        """Show these."""
        rows = tuple(
            ListRow(one.key, one.name, self._words.contents(one), self._words.standing(one)[0])
            for one in collections
        )
        if rows != self._rows:  # while files are read this is told four times a second
            self._rows = rows
            self.list.show_rows(rows)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        if not self.key:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(where)

    def fill(self, menu: QMenu) -> None:
        """Put into a menu what can be done to a collection."""
        menu.addAction(self.tr("Rename…"), self.rename_wanted.emit)
        menu.addAction(self.tr("Look for changes"), self.rescan_wanted.emit)
        menu.addAction(self.tr("Read everything again"), self.again_wanted.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Remove the collection"), self.remove_wanted.emit)


class _List(RowList):
    """Tells where its menu is wanted."""

    menu_wanted = Signal(QPoint)  # on the screen

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        below = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(12, 0)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.viewport().mapToGlobal(below) if by_key else event.globalPos())
