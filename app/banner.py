"""A line across the top of the window for what went wrong elsewhere than in a reply."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.errors import Words
from app.icons import IconButton, icon
from app.theme import ICON_SIZE, Theme


class Banner(QFrame):
    """Says what happened and what to do, until it is closed or the cause is gone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._topic = ""
        self.setProperty("kind", "bar")
        self.sign = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.close_button = IconButton("close", self.tr("Close this message"), theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(self.sign)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.close_button)
        self.close_button.clicked.connect(self.hide)
        theme.changed.connect(self._show_sign)
        self._show_sign()
        self.hide()

    def show_words(self, words: Words, topic: str = "") -> None:
        """Show an error. `topic` names its cause, for `clear`."""
        self._topic = topic
        text = self.tr("{title}. {text} {advice}").format(
            title=words.title, text=words.text, advice=words.advice
        )
        self.label.setText(text.strip())
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @Slot()
    def _show_sign(self) -> None:
        sign = icon("warning", self._theme, "bad")
        self.sign.setPixmap(sign.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatioF()))

    def clear(self, topic: str) -> None:
        """Hide what was shown about `topic`."""
        if self._topic == topic:
            self.hide()
