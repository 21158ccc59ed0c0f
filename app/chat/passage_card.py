"""A passage that an answer is written from: its number, where it is, what it says, why it is there.

Knows no reader: it tells that it was opened.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.document_words import DocumentWords
from app.plain_box import ENTER
from app.text import one_line
from engine.documents.records import Passage

SHOWN: Final = 240  # characters of a passage
_ELLIPSIS: Final = "…"


class PassageCard(QFrame):
    """Opens with a click, or with Enter."""

    opened = Signal()

    def __init__(
        self, passage: Passage, words: DocumentWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.passage = passage
        self.setProperty("kind", "hit")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name, place = PurePath(passage.path).name, words.place(passage)
        text, why = shortened(passage.text), words.why(passage.ranks)
        first = QHBoxLayout()
        first.setSpacing(8)
        if passage.number:
            first.addWidget(_label(self.tr("[{n}]").format(n=passage.number), "cite"))
        first.addWidget(_label(name, "heading"))
        where = _label(place, "muted")
        where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        first.addWidget(where, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(3)
        layout.addLayout(first)
        for words_of, kind in ((text, ""), (why, "small")):
            label = _label(words_of, kind)
            label.setWordWrap(True)
            if words_of:
                layout.addWidget(label)
        said = (self._number(), name, place, text, why)
        self.setAccessibleName(". ".join(part for part in said if part))

    def _number(self) -> str:
        if not self.passage.number:
            return ""
        return self.tr("Passage {n}").format(n=self.passage.number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.opened.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (*ENTER, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def shortened(text: str, most: int = SHOWN) -> str:
    """The beginning of a passage on one line."""
    line = one_line(text)
    if len(line) <= most:
        return line
    blank = line.rfind(" ", most - 20, most)
    return f"{line[: blank if blank > 0 else most].rstrip()}{_ELLIPSIS}"


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label
