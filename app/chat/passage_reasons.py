"""The passages that a prompt has, one line each, with their ranks and why each was chosen."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from app.chat.passage_list import MOST
from app.document_words import DocumentWords
from engine.documents.records import Sources

_HEIGHT: Final = 150  # pixels; then it scrolls


class PassageReasons(QScrollArea):
    """A table to read: number, place, why."""

    def __init__(self, sources: Sources, words: DocumentWords) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lines: list[str] = []
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(2, 1)
        for row, passage in enumerate(sources.passages[:MOST]):
            name = PurePath(passage.path).name
            place = f"{name} · {words.place(passage)}"
            why = words.why(passage.ranks)
            number = self.tr("[{n}]").format(n=passage.number)
            self.lines.append(f"{number} {place}: {why}")
            for column, (text, kind) in enumerate(((number, "cite"), (place, ""), (why, "small"))):
                grid.addWidget(_label(text, kind), row, column, Qt.AlignmentFlag.AlignVCenter)
        grid.setRowStretch(len(self.lines), 1)
        self.setWidget(table)
        self.setAccessibleName(self.tr("Passages and why they were chosen"))
        self.setAccessibleDescription("\n".join(self.lines))
        self.setMaximumHeight(min(_HEIGHT, table.sizeHint().height() + 4))


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(kind == "small")
    return label
