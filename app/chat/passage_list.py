"""The passages of an answer, one below the other; the best few of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat.passage_card import PassageCard
from app.dialog import note
from app.document_words import DocumentWords
from engine.documents.records import Passage

MOST: Final = 40  # shown; more are told in number


class PassageList(QWidget):
    """`opened` has the place of a passage in the list."""

    opened = Signal(int)

    def __init__(
        self, passages: Sequence[Passage], words: DocumentWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.cards = [PassageCard(passage, words, self) for passage in passages[:MOST]]
        for number, card in enumerate(self.cards):
            card.opened.connect(lambda number=number: self.opened.emit(number))
            layout.addWidget(card)
        if more := len(passages) - len(self.cards):
            told = self.tr("{passages} more").format(passages=words.passages(more))
            layout.addWidget(note(told, "small"))
