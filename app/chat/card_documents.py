"""What the card of a reply shows of the documents it is written from: the passages above, the
numbers in its text, and below it how much of it was found. Knows no reader and no index.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.chat.citation_words import not_found
from app.chat.citing import Notes, cites_of
from app.chat.message_card import MessageCard
from app.chat.sources_line import SourcesLine
from app.chat.verdict import NotAnswered, VerdictLine
from app.document_words import DocumentWords
from app.theme import Theme
from engine.documents.records import Checked, Cite, Passage, Sources

_NEAREST: Final = 3  # passages offered where nothing was found
_FUSED: Final = 10  # as ranks are fused in a search


class CardDocuments(QObject):
    """Lives as long as its card. `opened` has passages and which of them is to be read."""

    opened = Signal(object, int)
    read = Signal(int)  # the number in the text that was opened
    folded = Signal()  # the card is about to be higher or lower by the user's doing

    def __init__(self, card: MessageCard, theme: Theme, words: DocumentWords) -> None:
        super().__init__(card)
        self._card = card
        self._theme = theme
        self._words = words
        self._sources: Sources | None = None
        self._checked: Checked | None = None
        self._unfolded = False
        self.line: SourcesLine | None = None
        self.verdict: VerdictLine | None = None
        self.refusal: NotAnswered | None = None
        card.addition = self
        card.body.cite_clicked.connect(self._on_cite_clicked)

    @property
    def sources(self) -> Sources | None:
        return self._sources

    def cites(self) -> list[tuple[int, int, Cite]]:
        """The numbers in the text, as `app.chat.citing.cites_of`."""
        return cites_of(self._checked)

    def show_sources(self, sources: Sources | None) -> None:
        """Show what the reply is written from; None: no documents."""
        if sources == self._sources:
            return
        self._sources = sources
        if self.line is not None:
            self._card.take(self.line)
            self.line = None
        if sources is not None:
            self.line = SourcesLine(self._theme, sources, self._words, self._card)
            self.line.opened.connect(self.opened)
            self.line.folded.connect(self.folded)
            self._card.put(self.line, above=True)

    def show_checked(self, checked: Checked | None) -> None:
        """Show what was found of it; None: it was not looked up, or is being written."""
        self._checked = checked
        for old in (self.verdict, self.refusal):
            if old is not None:
                self._card.take(old)
        self.verdict = self.refusal = None
        self._card.body.set_notes(self._notes(checked))
        self._card.set_body_shown(True)
        if checked is None or self._sources is None:
            return
        if not checked.answered:
            self._refuse(self._sources)
        if checked.found or checked.missing:
            self.verdict = VerdictLine(self._theme, checked, self._card)
            self._card.put(self.verdict, above=False)
        self._fold(self._unfolded or checked.answered)

    def open(self, number: int) -> bool:
        """Open the place that number `number` of the text, from 0, leads to."""
        cites = self.cites()
        if self._sources is None or not 0 <= number < len(cites):
            return False
        self.read.emit(number)
        self.opened.emit(self.places(), number)
        return True

    def places(self) -> tuple[Passage, ...]:
        """Where the numbers lead, in their order: of each passage what says it."""
        sources = self._sources
        known = {p.number: p for p in sources.passages} if sources is not None else {}
        return tuple(narrowed(known[cite.number], cite) for _, _, cite in self.cites())

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        parts = (self.line, self.refusal)
        return [stop for part in parts if part is not None for stop in part.tab_stops()]

    def spoken(self) -> str:
        """What is said of the text, for screen readers."""
        refused = self.refusal.accessibleName() if self.refusal is not None else ""
        verdict = self.verdict.words() if self.verdict is not None else ""
        line = self.line.text() if self.line is not None else ""
        return "\n".join(part for part in (line, refused, verdict) if part)

    def unfold(self) -> None:
        """Show what the model wrote, also where the documents do not contain it."""
        if self.refusal is not None:
            self.refusal.button.setChecked(True)

    def _notes(self, checked: Checked | None) -> Notes:
        passages = self._sources.passages if self._sources is not None else ()
        cited = {cite.number for _, _, cite in self.cites()}
        found = self.tr("Found on {page}: {file}")
        tips = [
            (p.number, found.format(page=self._words.page_of(p), file=p.title))
            for p in passages
            if p.number in cited
        ]
        return Notes.of(self._card.message.content, checked, not_found(), tips)

    def _refuse(self, sources: Sources) -> None:
        near = nearest(sources)
        self.refusal = NotAnswered(near, self._words, self._unfolded, self._card)
        self.refusal.opened.connect(self.opened)
        self.refusal.unfolded.connect(self._on_unfolded)
        self._card.put(self.refusal, above=True)

    def _fold(self, shown: bool) -> None:
        self._card.set_body_shown(shown)
        if self.verdict is not None:
            self.verdict.setVisible(shown)

    @Slot(bool)
    def _on_unfolded(self, shown: bool) -> None:
        self.folded.emit()
        self._unfolded = shown
        self._fold(shown)

    @Slot(int, int)
    def _on_cite_clicked(self, statement: int, place: int) -> None:
        for number, (of, at, _) in enumerate(self.cites()):
            if (of, at) == (statement, place):
                self.open(number)


def narrowed(passage: Passage, cite: Cite) -> Passage:
    """The part of a passage that says a statement."""
    start = min(max(cite.start, 0), len(passage.text))
    text = passage.text[start : start + max(cite.length, 0)]
    if not text:
        return passage
    return msgspec.structs.replace(
        passage, start=passage.start + start, length=len(text), text=text
    )


def nearest(sources: Sources) -> Sequence[Passage]:
    """The passages that fit a question best, without those that were not found by it."""

    def score(passage: Passage) -> float:
        ranks = (passage.ranks.words, passage.ranks.meaning)
        return sum(1 / (_FUSED + rank) for rank in ranks if rank)

    told = sorted(filter(score, sources.passages), key=score, reverse=True)
    return [*told, *sources.near][:_NEAREST]
