"""The text of an attached file inside the user's message: some lines of it, then it scrolls."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.chat.markdown import break_long_lines, clean
from app.theme import BODY_SIZE, Theme
from engine.store.records import Attachment

_MOST_LINES = 14


class FileText(QPlainTextEdit):
    """Read only. Lays out only what is in sight, so that a megabyte opens at once."""

    def __init__(self, theme: Theme, file: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Text of {name}").format(name=file.name))
        self.setPlainText(break_long_lines(clean(file.text)))
        theme.zoomed.connect(self._fit)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        font = self._theme.fonts.mono_font((BODY_SIZE - 1) * self._theme.zoom)
        self.setFont(font)
        lines = min(max(self.blockCount(), 2), _MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 22)
