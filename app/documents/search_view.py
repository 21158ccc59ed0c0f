"""What a question finds, without a model: the passages with their ranks, and a way into the reader.

Shows why an answer is as it is, and whether the documents can answer at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.documents.hit_card import HitCard
from app.errors import ErrorWords
from app.icons import icon
from app.text import sentences
from app.theme import Theme
from engine.documents.records import Collection, Hit, Passage, Source
from engine.errors import ErrorInfo

MOST: Final = 20
NARROW: Final = 560
WIDEST: Final = 960  # pixels of a passage
_MARGIN: Final = 8


class SearchView(QWidget):
    """Searches one collection; `busy` while it does."""

    show_wanted = Signal(object, int)  # tuple[Passage, ...], which

    def __init__(
        self, desk: DocumentDesk, words: DocumentWords, errors: ErrorWords, theme: Theme
    ) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._errors = errors
        self._theme = theme
        self._collection: Collection | None = None
        self._number = 0  # of the question whose answer counts
        self._hits: Sequence[Hit] = ()
        self.busy = False
        self.field = QLineEdit()
        self.button = QPushButton(self.tr("Find passages"))
        self.meaning = QCheckBox(self.tr("Also by meaning"))
        self.told = note("", "muted")
        self.cards: list[HitCard] = []
        self._lay_out()
        self._say_nothing()
        self.field.returnPressed.connect(self.search)
        self.button.clicked.connect(self.search)
        self.meaning.toggled.connect(self._on_toggled)
        theme.changed.connect(self._show_sign)

    def show_collection(self, collection: Collection) -> None:
        """Search this one from now on."""
        if self._collection is None or collection.key != self._collection.key:
            self.field.clear()
            self._say_nothing()
        self._collection = collection

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._collection is not None and self._collection.vectors:
            self._desk.ask(self._desk.documents.warm(), lambda _: None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways, narrow = QBoxLayout.Direction, self.width() < NARROW
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    @Slot()
    def search(self) -> None:
        """Show what the question finds."""
        question, collection = self.field.text().strip(), self._collection
        if not question or collection is None:
            self._say_nothing()
            return
        self._number += 1
        number = self._number
        self.busy = True
        self.told.setText(self.tr("Searching…"))

        def take(hits: Sequence[Hit]) -> None:
            if number == self._number:
                self._show_hits(hits)

        def failed(error: ErrorInfo) -> None:
            if number == self._number:
                self._show_hits(())
                said = self._errors.word(error)
                self.told.setText(sentences(said.text, said.advice))

        asked = self._desk.documents.search(
            [question],
            (Source(collection.key, "", collection.name),),
            MOST,
            by_meaning=self.meaning.isChecked(),
        )
        self._desk.ask(asked, take, failed)

    @Slot()
    def _on_toggled(self) -> None:
        if self._hits or self.field.text().strip():
            self.search()

    def _say_nothing(self) -> None:
        self._number += 1
        self._show_hits(())
        self.told.setText(
            self.tr(
                "Type a question to see which passages an answer would be made from, and why each "
                "was found. No model is needed."
            )
        )

    def _show_hits(self, hits: Sequence[Hit]) -> None:
        self._hits, self.busy = hits, False
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [HitCard(n, hit, self._words, self._theme) for n, hit in enumerate(hits)]
        for card in self.cards:
            card.opened.connect(self._on_opened)
            self._column.insertWidget(self._column.count() - 1, card)
        self._scroll.verticalScrollBar().setValue(0)
        self.told.setText(self._summary(hits))

    def _summary(self, hits: Sequence[Hit]) -> str:
        collection = self._collection
        if not hits and not self.meaning.isChecked():
            return self.tr("No passage has words of this question. Try it also by meaning.")
        if not hits:
            return self.tr(
                "No passage has words of this question or is near it in meaning. An answer would "
                "say that these documents do not contain it."
            )
        files = len({hit.file for hit in hits})
        text = self.tr("{passages} in {files}.").format(
            passages=self._words.passages(len(hits)), files=self._words.files(files)
        )
        if not self.meaning.isChecked():
            return text
        if not any(hit.ranks.meaning for hit in hits):
            more = self.tr("Found by their words alone: nothing is searchable by meaning yet.")
        elif collection is not None and collection.vectors < collection.chunks:
            share = self.locale().toString(100 * collection.vectors // collection.chunks)
            more = self.tr("{n} % of the passages are searchable by meaning so far.").format(
                n=share
            )
        else:
            return text
        return sentences(text, more)

    @Slot(int)
    def _on_opened(self, which: int) -> None:
        self.show_wanted.emit(passages_of(self._hits), which)

    def _lay_out(self) -> None:
        name = self.tr("A question for these documents")
        self.field.setPlaceholderText(name)
        self.field.setAccessibleName(name)
        self.field.setClearButtonEnabled(True)
        self._sign = self.field.addAction(
            icon("search", self._theme), QLineEdit.ActionPosition.LeadingPosition
        )
        self.meaning.setChecked(True)
        self.meaning.setToolTip(
            self.tr("Finds passages that say the same in other words, also in another language.")
        )
        ways = QHBoxLayout()
        ways.setSpacing(12)
        ways.addWidget(self.button)
        ways.addWidget(self.meaning)
        ways.addStretch(1)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addLayout(ways)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, _MARGIN, 12)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self.told)
        layout.addWidget(self._scroll, 1)

    @Slot()
    def _show_sign(self) -> None:
        self._sign.setIcon(icon("search", self._theme))


def passages_of(hits: Sequence[Hit]) -> tuple[Passage, ...]:
    """The passages that were found, numbered as they are shown."""
    return tuple(Passage.of(hit, number) for number, hit in enumerate(hits, 1))
