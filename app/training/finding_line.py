"""What was found in the examples, one thing a line: how bad, in words, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.dialog import note
from app.icons import Tint, icon
from app.theme import Theme

Tone = Literal["ok", "warn", "bad", "muted"]
_SIGNS: Final[dict[Tone, tuple[str, Tint]]] = {
    "ok": ("check", "accent"),
    "warn": ("warning", "warn"),
    "bad": ("warning", "bad"),
    "muted": ("warning", "muted"),
}


class FindingLine(QWidget):
    """A sign, a sentence, and buttons. Made anew with another theme."""

    def __init__(
        self, theme: Theme, tone: Tone, text: str, *acts: tuple[str, Callable[[], object]]
    ) -> None:
        super().__init__()
        sign = QLabel()
        sign.setPixmap(icon(_SIGNS[tone][0], theme, _SIGNS[tone][1]).pixmap(16))
        sign.setFixedWidth(18)
        self.label = note(text, "")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.label, 1)
        self.setMinimumHeight(30)
        self.buttons: list[QPushButton] = []
        for words, act in acts:
            button = QPushButton(words)
            button.setProperty("kind", "source")  # no higher than the line
            button.setAccessibleDescription(text)
            button.clicked.connect(lambda _=False, act=act: act())
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons.append(button)
