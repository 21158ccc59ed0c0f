"""What the reader says about the file before its page: it has changed, it is not there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.icons import icon
from app.theme import ICON_SIZE, Theme


class Notice(QFrame):
    """A sign and a sentence; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._theme = theme
        self.sign = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(10)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        theme.changed.connect(self._show_sign)
        self._show_sign()
        self.hide()

    def say(self, text: str) -> None:
        """Say this, or nothing."""
        self.label.setText(text)
        self.setVisible(bool(text))

    @Slot()
    def _show_sign(self) -> None:
        sign = icon("warning", self._theme, "warn")
        self.sign.setPixmap(sign.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatioF()))
