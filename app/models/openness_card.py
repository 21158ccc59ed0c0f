"""The card of a model's openness: two questions answered, and below them what the answers rest on.

Each fact has its source as a link. Knows nothing of how a verdict is made.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.dialog import note
from app.fold import Fold
from app.models.fact_grid import FactGrid, source_button
from app.models.openness_words import OpennessWords, language
from app.models.words import Tone
from app.text import sentences
from engine.hub.openness import Card, Reason
from engine.hub.openness.family import UNKNOWN


class OpennessCard(QFrame):
    """Made anew for another card: most of it is text."""

    link_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._words = OpennessWords(self)
        self._card: Card | None = None
        self._inside: QWidget | None = None
        self._unfolded = False
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def card(self) -> Card | None:
        return self._card

    def show_card(self, card: Card | None) -> None:
        """Show these answers; nothing for None."""
        if card == self._card:
            return
        self._card = card
        if self._inside is not None:
            self._outer.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None
        if card is not None:
            self._inside = self._make(card)
            self._outer.addWidget(self._inside)
            self._inside.show()
        self.setVisible(card is not None)

    def _make(self, card: Card) -> QWidget:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        questions = QHBoxLayout()
        questions.setSpacing(28)
        verdict, answer = self._words.headline(card.open), self._words.company(card.company)
        for title, (text, tone), reasons in (
            (self.tr("Is it really open?"), verdict, card.reasons),
            (self.tr("May my company use it?"), answer, card.company_reasons),
        ):
            questions.addWidget(self._question(title, text, tone, reasons), 1)
        layout.addLayout(questions)
        if card.contradiction is not None:
            layout.addWidget(self._contradiction(card.contradiction))
        if card.original:
            origin = self.tr("The original model: {id}").format(id=card.original)
            if card.derived:
                origin += " · " + self.tr("trained further by somebody else")
            layout.addWidget(note(origin, "small"))
        layout.addWidget(self._parts(card))
        fold = Fold(self._terms_title(card), self._details(card))
        fold.line.setChecked(self._unfolded)
        fold.line.toggled.connect(self._on_folded)
        layout.addWidget(fold)
        return inside

    def _on_folded(self, unfolded: bool) -> None:
        self._unfolded = unfolded

    def _question(self, title: str, text: str, tone: Tone, reasons: Sequence[Reason]) -> QWidget:
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(note(title, "small"))
        headline = note(text, tone)
        headline.setStyleSheet("font-size: 13pt; font-weight: 600;")
        headline.setAccessibleName(
            self.tr("{question} {answer}").format(question=title, answer=text)
        )
        layout.addWidget(headline)
        # What is simply not known is told by the rows below.
        for reason in [reason for reason in reasons if reason.en != UNKNOWN.en]:
            layout.addLayout(self._reason(reason))
        layout.addStretch(1)
        return box

    def _reason(self, reason: Reason) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        text = reason.text(language())
        row.addWidget(note(text, "muted"), 1)
        if reason.source:
            button = source_button(
                self.tr("Source"), reason.source, self.tr("Source: {name}"), text
            )
            button.clicked.connect(lambda: self.link_wanted.emit(reason.source))
            button.setStyleSheet("padding-top: 0; padding-bottom: 0;")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _contradiction(self, reason: Reason) -> QFrame:
        box = QFrame()
        box.setProperty("kind", "ask")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(4)
        head = QLabel(self.tr("The tag of this repository says something else"))
        head.setProperty("kind", "heading")
        layout.addWidget(head)
        layout.addLayout(self._reason(reason))
        return box

    def _parts(self, card: Card) -> FactGrid:
        grid = FactGrid()
        grid.link_wanted.connect(self.link_wanted)
        for row in card.rows:
            answer, tone = self._words.available(row.answer)
            name = self._words.part(row.part)
            grid.add(name, answer, tone, row.text(language()), row.source)
        return grid

    def _terms_title(self, card: Card) -> str:
        if card.terms is None:
            return self.tr("What its licence asks, and the definitions of open")
        return self.tr("What its licence asks: {name}").format(name=card.terms.name)

    def _details(self, card: Card) -> QWidget:
        grid = FactGrid(208)
        grid.link_wanted.connect(self.link_wanted)
        terms = card.terms
        if terms is not None:
            for question, fact in terms.facts.items():
                answer, tone = self._words.permission(question, fact.answer)
                name = self._words.question(question)
                grid.add(name, answer, tone, fact.text(language()), fact.source)
            self._add_limits(grid, card)
            if terms.why is not None:
                grid.add(
                    self.tr("No open source licence"),
                    self.tr("because"),
                    "muted",
                    terms.why.text(language()),
                    terms.why.source,
                )
        met, tone = self._words.osaid(card.osaid)
        said = sentences(*(reason.text(language()) for reason in card.osaid_reasons))
        source = next((reason.source for reason in card.osaid_reasons if reason.source), "")
        grid.add(self.tr("Open Source AI Definition 1.0"), met, tone, said, source)
        grid.add(
            self.tr("Model Openness Framework"),
            *self._words.mof_class(card.mof),
            self._words.mof(card.mof),
            "",
        )
        return grid

    def _add_limits(self, grid: FactGrid, card: Card) -> None:
        terms = card.terms
        assert terms is not None
        if terms.users_limit:
            limit = self.locale().toString(terms.users_limit)
            words = self.tr("Above {n} users a month, its maker must be asked.").format(n=limit)
            grid.add(self.tr("Limit of users"), limit, "warn", words, terms.source)
        if terms.acceptable_use:
            words = self.tr("A list of uses that are forbidden is part of the licence.")
            name = self.tr("Acceptable use policy")
            grid.add(name, self.tr("applies"), "warn", words, terms.acceptable_use)
