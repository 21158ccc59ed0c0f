"""Editing the user's words inside their card: a text box in the place of the bubble."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat.inline_editor import InlineEditor
from app.theme import Theme


class CardEditing(QObject):
    """Shows the box at the top of `column` while `bubble` is hidden."""

    submitted = Signal(str)
    changed = Signal(object)  # what is typed, None when the box is closed

    def __init__(self, theme: Theme, column: QVBoxLayout, bubble: QWidget, card: QWidget) -> None:
        super().__init__(card)
        self._theme = theme
        self._column = column
        self._bubble = bubble
        self._card = card
        self.editor: InlineEditor | None = None

    def start(self, words: str, *, may_be_empty: bool, begin: bool) -> None:
        """Open the box with `words`; `begin` gives it the keyboard."""
        editor = self.editor = InlineEditor(
            words, self._theme, self._card, may_be_empty=may_be_empty
        )
        editor.submitted.connect(self._on_submitted)
        editor.cancelled.connect(self.stop)
        editor.changed.connect(lambda text: self.changed.emit(text))
        self._bubble.hide()
        self._column.insertWidget(0, editor)
        editor.show()
        self.changed.emit(words)
        if begin:
            editor.begin()

    @Slot()
    def stop(self) -> None:
        """Close the box; the words are as they were."""
        if self.editor is not None:
            self.editor.hide()
            self.editor.deleteLater()
            self.editor = None
        self._bubble.show()
        self.changed.emit(None)

    @Slot(str)
    def _on_submitted(self, text: str) -> None:
        self.stop()
        self.submitted.emit(text)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return self.editor.tab_stops() if self.editor is not None else []
