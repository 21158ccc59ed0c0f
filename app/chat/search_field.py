"""The box in which all chats are searched. What an input method composes is not searched yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.icons import icon
from app.plain_box import ENTER
from app.theme import Theme

SEARCH_KEY = "Ctrl+K"


class SearchField(QLineEdit):
    """Esc leaves the search, Enter takes the first result, Down goes into the results."""

    searched = Signal(str)
    left_search = Signal()
    taken = Signal()
    down = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._composing = False
        key = QKeySequence(SEARCH_KEY).toString(QKeySequence.SequenceFormat.NativeText)
        self.setPlaceholderText(self.tr("Search all chats  {key}").format(key=key))
        self.setAccessibleName(self.tr("Search all chats"))
        self._clear = QAction(self.tr("Close the search"), self)
        self._clear.triggered.connect(self.left_search)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._show_icon)
        self._show_icon()

    def event(self, event: QEvent) -> bool:
        # With words in the box, Esc is its key, also while it would stop a reply.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            escape = event.key() == Qt.Key.Key_Escape and (self.text() or self._composing)
            if QKeySequence(event.keyCombination()) == QKeySequence(SEARCH_KEY):
                event.ignore()  # which Qt has for deleting to the end on some systems
                return True
            if escape or self._composing:
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._composing:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.left_search.emit()
        elif event.key() in ENTER:
            self.taken.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.searched.emit(text)

    @Slot()
    def _show_icon(self) -> None:
        self._clear.setIcon(icon("close", self._theme))
