"""Lines across the top of the window for what concerns more than one message.

A line a topic: the newest on top, gone when its cause is or when it is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.errors import Words
from app.icons import IconButton, icon
from app.theme import ICON_SIZE, Theme

MOST = 3  # lines in sight; more would leave a small window no room for the chat


@dataclass(frozen=True, slots=True)
class Action:
    """What the button of a line says and does."""

    text: str
    call: Callable[[], None]


class Notice(QFrame):
    """One line: a sign, the words, at most one button, and one to close it."""

    def __init__(self, topic: str, theme: Theme, action: Action | None, *, good: bool) -> None:
        super().__init__()
        self.topic = topic
        self._theme = theme
        self._good = good
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
        self.buttons: list[QWidget] = [self.close_button]
        if action is not None:
            button = QPushButton(action.text)
            button.clicked.connect(action.call)
            layout.addWidget(button)
            self.buttons.insert(0, button)
        layout.addWidget(self.close_button)
        theme.changed.connect(self._show_sign)
        self._show_sign()

    @Slot()
    def _show_sign(self) -> None:
        good = self._good
        sign = icon("check", self._theme, "accent") if good else icon("warning", self._theme, "bad")
        self.sign.setPixmap(sign.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatioF()))


class Banner(QWidget):
    """Says what happened and what to do, topic by topic."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: list[Notice] = []  # the newest first
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The lines, from top to bottom."""
        return tuple(self._notices)

    def text(self, topic: str = "") -> str:
        """The words about `topic`, or of the line on top; empty where there are none."""
        found = [n.label.text() for n in self._notices if topic in ("", n.topic)]
        return found[0] if found else ""

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [button for notice in self._notices for button in notice.buttons]

    def show_words(
        self, words: Words, topic: str, action: Action | None = None, *, good: bool = False
    ) -> None:
        """Show what happened, in place of what was said about `topic` before. `good`: it is no
        trouble."""
        text = self.tr("{title}. {text} {advice}").format(
            title=words.title, text=words.text, advice=words.advice
        )
        self.clear(topic)
        notice = Notice(topic, self._theme, action, good=good)
        notice.label.setText(text.strip())
        notice.close_button.clicked.connect(lambda: self.clear(topic))
        self._notices.insert(0, notice)
        self._rows.insertWidget(0, notice)
        self._show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def clear(self, topic: str) -> None:
        """Take away what was said about `topic`."""
        for notice in [n for n in self._notices if n.topic == topic]:
            self._notices.remove(notice)
            self._rows.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self._show()

    def _show(self) -> None:
        for number, notice in enumerate(self._notices):
            notice.setVisible(number < MOST)
        self.setVisible(bool(self._notices))
