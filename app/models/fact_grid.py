"""A row of a card of facts: what it is about, the answer in a word, a sentence, and its source."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from app.dialog import note
from app.models.words import Tone
from app.text import plain_tip


class FactGrid(QWidget):
    """Rows of facts, their columns in line."""

    link_wanted = Signal(str)

    def __init__(self, first: int = 132) -> None:
        """`first`: how wide the names are at least."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, first)
        self._grid.setColumnMinimumWidth(1, 104)
        self._grid.setColumnStretch(2, 1)
        self.links: list[QPushButton] = []

    def add(self, name: str, answer: str, tone: Tone, text: str, source: str) -> None:
        """Add a row; a line goes above every one but the first."""
        row = self._grid.rowCount()
        if self.links or row > 1:
            rule = QFrame()
            rule.setProperty("kind", "line")
            rule.setFixedHeight(1)
            self._grid.addWidget(rule, row, 0, 1, 4)
            row += 1
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        title, word = note(name, ""), note(answer, tone)
        for column, label in enumerate((title, word, note(text, "muted"))):
            label.setContentsMargins(0, 8, 0, 8)
            label.setAlignment(top)
            self._grid.addWidget(label, row, column)
        button = source_button(self.tr("Source"), source, self.tr("Source: {name}"), name)
        button.clicked.connect(lambda: self.link_wanted.emit(source))
        self.links.append(button)
        self._grid.addWidget(button, row, 3, top)
        button.setVisible(bool(source))  # now that it is part of a window, and opens none itself


def source_button(text: str, source: str, spoken: str, name: str) -> QPushButton:
    """A small link: its tool tip says where it leads."""
    button = QPushButton(text)
    button.setProperty("kind", "source")
    button.setToolTip(plain_tip(source))
    button.setAccessibleName(spoken.format(name=name))
    button.setAccessibleDescription(source)
    return button


class LinkLabel(QLabel):
    """Plain text that can be selected."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
