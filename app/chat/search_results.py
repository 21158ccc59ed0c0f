"""The results of a search in all chats, in place of the list: how many, and one a row."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.chat.pane_view import EDGE, PaneView
from app.chat.result_delegate import ResultDelegate
from app.chat.result_model import ResultModel
from app.chat.shelf import MOST_HITS
from app.plain_box import ENTER
from app.theme import Theme
from engine.store.records import Found


class ResultView(PaneView):
    """Enter takes the result the keyboard is at; Up from the first one goes back to the field."""

    taken = Signal(QModelIndex)
    up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.up.emit()
        else:
            super().keyPressEvent(event)


class SearchResults(QWidget):
    """Shows what was found, and says which result was taken."""

    taken = Signal(object, object)  # id of a chat, id of a message; 0 where the title matches
    left_search = Signal()
    up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ResultModel(self)
        self.count = QLabel()
        self.count.setProperty("kind", "small")
        self.count.setWordWrap(True)
        self.empty = QLabel()
        self.empty.setProperty("kind", "muted")
        self.empty.setWordWrap(True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.view = ResultView(self.tr("Search results"), theme)
        self.view.show_model(self.model, ResultDelegate(theme, self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.count)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.view, 1)
        self.empty.setContentsMargins(0, 0, EDGE, 0)
        self.count.setContentsMargins(0, 0, EDGE, 0)
        self.view.clicked.connect(self._take)
        self.view.taken.connect(self._take)
        self.view.escaped.connect(self.left_search)
        self.view.up.connect(self.up)
        self.wait()

    def wait(self) -> None:
        """Another search began: nothing is known of it yet."""
        self.model.show_hits((), datetime.now().astimezone().date())
        self._show("", "")

    def show_found(self, text: str, found: Found) -> None:
        """Show the results of a search for `text`."""
        current = self.view.currentIndex().row()
        self.model.show_hits(found.hits, datetime.now().astimezone().date())
        if 0 <= current < len(found.hits):
            self.view.setCurrentIndex(self.model.index(current))
        count = self._words(found)
        if found.hits:
            self._show(count, "")
        elif found.complete:
            self._show("", self.tr("Nothing found for “{text}”.").format(text=text))
        else:
            self._show("", count)
        words = count if found.hits else self.empty.text()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def take_first(self) -> None:
        """Take the result the keyboard is at, or else the first one."""
        index = self.view.currentIndex()
        if not index.isValid():
            index = self.model.index(0)
            self.view.setCurrentIndex(index)
        self._take(index)

    def enter(self) -> None:
        """Bring the keyboard to the first result, where there is one."""
        if self.model.rowCount():
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(0))

    @Slot(QModelIndex)
    def _take(self, index: QModelIndex) -> None:
        if result := self.model.result(index):
            self.taken.emit(result.hit.chat.id, result.hit.message)

    def _show(self, count: str, empty: str) -> None:
        self.count.setText(count)
        self.empty.setText(empty)
        self.count.setVisible(bool(count))
        self.empty.setVisible(not count)
        self.view.setVisible(bool(count))

    def _words(self, found: Found) -> str:
        number = len(found.hits)
        if not found.complete:
            words = self.tr("{count} results so far; older messages are still being read")
        elif number >= MOST_HITS:
            words = self.tr("The newest {count} results")
        else:
            words = self.tr("1 result") if number == 1 else self.tr("{count} results")
        return words.format(count=number)
