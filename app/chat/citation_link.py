"""Between replies and the documents they are written from: passages above them, what was found of
them, and numbers that open the reader. Lives as long as the page.

A reply is looked up once it has ended, away from the window, and what came of it is kept.
"""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.bridge import Bridge
from app.chat.card_documents import CardDocuments
from app.chat.citing import address_of, cites_of
from app.chat.message_card import MessageCard
from app.chat.questions import is_held
from app.chat.rules import wants_summary
from app.chat.session import ChatSession
from app.chat.thinking import answer_alone
from app.chat.transcript import Transcript
from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.theme import Theme
from engine.documents.answers.checking import CHECKER, check
from engine.documents.records import Checked, Sources
from engine.store.records import StoredMessage


class CitationLink(QObject):
    """`step` goes from number to number, as keys do."""

    def __init__(
        self,
        transcript: Transcript,
        session: ChatSession,
        desk: DocumentDesk,
        bridge: Bridge,
        theme: Theme,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._session = session
        self._desk = desk
        self._bridge = bridge
        self._theme = theme
        self._words = DocumentWords(self)
        self._looked_up: set[int] = set()  # replies that are being looked up
        self._at = (0, -1)  # the reply and the number that were opened last
        transcript.card_made.connect(self._on_card_made)
        session.sourced.connect(self._on_sourced)

    def step(self, by: int) -> None:
        """Open the next number, or the one before: of the reply that was read last, else of the
        last one that has any."""
        replies = [m for m in self._session.path() if cites_of(m.checked)]
        if not replies:
            return
        message = next((m for m in replies if m.id == self._at[0]), replies[-1])
        count = len(cites_of(message.checked))
        known = message.id == self._at[0]
        self._go(message, (self._at[1] + by) % count if known else 0 if by > 0 else count - 1)

    def show_ended(self, message: StoredMessage) -> None:
        """A reply ended, and its card shows all of it."""
        if (card := self._transcript.card(message.id)) is not None:
            self._show(card)

    def _go(self, message: StoredMessage, number: int) -> None:
        card = self._transcript.bring(message.id)
        if card is None or not isinstance(card.addition, CardDocuments):
            return
        statement, place, _ = cites_of(message.checked)[number]
        rect = card.body.go_to(address_of(statement, place))
        if rect is not None:
            self._transcript.bring_into_view(card, rect)
        card.addition.open(number)

    @Slot(object)
    def _on_card_made(self, card: MessageCard) -> None:
        if card.message.role != "assistant":
            return
        documents = CardDocuments(card, self._theme, self._words)
        documents.opened.connect(self._desk.show)
        documents.read.connect(partial(self._on_read, card.message.id))
        documents.folded.connect(self._transcript.stay)
        self._show(card)

    @Slot(object)
    def _on_sourced(self, question: StoredMessage) -> None:
        for card in self._transcript.cards.made:
            if card.message.parent == question.id:
                self._show(card)

    def _on_read(self, message_id: int, number: int) -> None:
        self._at = (message_id, number)

    def _show(self, card: MessageCard) -> None:
        documents, reply = card.addition, card.message
        if not isinstance(documents, CardDocuments):
            return
        question = self._session.message(reply.parent or 0)
        sources = question.sources if question is not None else None
        documents.show_sources(sources)
        kept = self._session.message(reply.id)
        checked = kept.checked if kept is not None else None
        streaming = reply.state == "streaming"
        documents.show_checked(None if streaming or sources is None else checked)
        ended = reply.state in ("done", "interrupted") and bool(reply.content.strip())
        old = checked is None or checked.checker < CHECKER
        if question is not None and sources is not None and ended and old:
            self._look_up(reply, question, sources)

    def _announce(self, card: MessageCard) -> None:
        """Tell who cannot see it what was found."""
        if card.addition is not None and (said := card.addition.spoken()):
            event = QAccessibleAnnouncementEvent(self._transcript, said)
            QAccessible.updateAccessibility(event)

    def _look_up(self, reply: StoredMessage, question: StoredMessage, sources: Sources) -> None:
        if reply.id in self._looked_up:
            return
        self._looked_up.add(reply.id)
        answer = answer_alone(reply.content)
        small = is_held(reply.receipt.model_size if reply.receipt is not None else 0)
        summary = wants_summary(question)

        def looked_up() -> Checked:
            checked = check(answer, question.content, sources, small=small)
            # What a summary is asked for is not in the document in these words.
            return msgspec.structs.replace(checked, answered=checked.answered or summary)

        def done(checked: Checked) -> None:
            self._looked_up.discard(reply.id)
            now = self._session.message(reply.id)
            if now is None or now.content != reply.content:
                return  # another chat is open, or the reply goes on
            self._session.set_checked(reply.id, checked)
            if (kept := self._session.message(reply.id)) is not None:
                self._transcript.cards.note(kept)
            if (card := self._transcript.card(reply.id)) is not None:
                self._show(card)
                self._announce(card)

        def failed(error: object) -> None:
            self._looked_up.discard(reply.id)
            self._bridge.failed.emit(error)

        self._bridge.run(looked_up, done, failed)
