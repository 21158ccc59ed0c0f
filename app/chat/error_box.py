"""What went wrong with a reply: title, what happened, what to do, and a button to try again."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from app.icons import icon
from app.theme import ICON_SIZE, Theme


class ErrorBox(QFrame):
    """Knows no errors: the words come from outside."""

    retry_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "error")
        self._icon = QLabel(self)
        self._title = QLabel(self)
        self._title.setProperty("kind", "heading")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._text = self._make_label()
        self._advice = self._make_label()
        self._advice.setProperty("kind", "muted")
        self.retry = QPushButton(self.tr("Try again"), self)
        self.retry.clicked.connect(self.retry_requested)
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._icon, 0, 0)
        grid.addWidget(self._title, 0, 1)
        grid.addWidget(self._text, 1, 1)
        grid.addWidget(self._advice, 2, 1)
        grid.addWidget(self.retry, 3, 1, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        grid.setRowMinimumHeight(3, 40)
        theme.changed.connect(self._refresh)
        self._refresh()

    def set_words(self, title: str, text: str, advice: str) -> None:
        """All plain text."""
        self._title.setText(title)
        for label, words in ((self._text, text), (self._advice, advice)):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{text} {advice}".strip())

    def set_retry_enabled(self, enabled: bool) -> None:
        self.retry.setEnabled(enabled)

    def _make_label(self) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    @Slot()
    def _refresh(self) -> None:
        size = QSize(ICON_SIZE, ICON_SIZE)
        shown = icon("warning", self._theme, "bad")
        self._icon.setPixmap(shown.pixmap(size, self.devicePixelRatioF()))
