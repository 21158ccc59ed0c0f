"""What the model will see of an example, to the letter, with what it learns marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from app.dialog import note
from app.theme import Theme

_LONGEST = 40_000  # characters; nobody reads more


class SeenBox(QWidget):
    """`show_pieces` shows text in runs that are learnt or only read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pieces: Sequence[tuple[str, bool]] = ()
        self.legend = note("", "small")
        self.box = QTextEdit()
        self.box.setReadOnly(True)
        self.box.setAccessibleName(self.tr("What the model sees"))
        self.box.setFont(theme.fonts.mono_font())
        self.box.setTabChangesFocus(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.legend)
        layout.addWidget(self.box, 1)
        theme.changed.connect(self._show)

    def show_pieces(self, pieces: Sequence[tuple[str, bool]], tokens: int, trained: int) -> None:
        """Show an example as it was rendered."""
        self._pieces = pieces
        self.legend.setText(
            self.tr(
                "Marked is what it learns: {trained} of {tokens} tokens. The rest it only reads."
            ).format(trained=trained, tokens=tokens)
        )
        self._show()

    def show_words(self, words: str) -> None:
        """Say why there is nothing to show."""
        self._pieces = ()
        self.legend.setText(words)
        self._show()

    @Slot()
    def _show(self) -> None:
        tokens = self._theme.tokens
        read, learnt = QTextCharFormat(), QTextCharFormat()
        read.setForeground(QColor(tokens.muted))
        learnt.setForeground(QColor(tokens.text))
        learnt.setBackground(QColor(tokens.highlight))
        self.box.clear()
        cursor = QTextCursor(self.box.document())
        left = _LONGEST
        for text, trained in self._pieces:
            cursor.insertText(text[:left].replace("\r", ""), learnt if trained else read)
            left -= len(text)
            if left <= 0:
                cursor.insertText("…", read)
                break
        self.box.moveCursor(QTextCursor.MoveOperation.Start)
