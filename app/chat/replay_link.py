"""Between the details of replies and what makes a reply again. Lives as long as the page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.chat.asking_again import replay_for
from app.chat.details import Details
from app.chat.message_card import MessageCard
from app.chat.replaying import Replaying
from app.chat.session import ChatSession
from app.chat.transcript import Transcript
from app.model_choice import ModelChoice
from engine.store.records import StoredMessage


class ReplayLink(QObject):
    """Gives each table of details its button, and the button its words."""

    def __init__(
        self,
        transcript: Transcript,
        session: ChatSession,
        replaying: Replaying,
        models: ModelChoice,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._session = session
        self._replaying = replaying
        self._models = models
        transcript.card_made.connect(self._on_card_made)
        replaying.changed.connect(self._on_changed)

    @Slot(object)
    def _on_card_made(self, card: MessageCard) -> None:
        card.details_made.connect(self._on_details_made)
        if card.details is not None:
            self._on_details_made(card.details)

    @Slot(object)
    def _on_details_made(self, details: Details) -> None:
        if details.replay is None:
            return
        message = details.message
        details.replay.start_requested.connect(partial(self._start, message))
        details.replay.stop_requested.connect(partial(self._replaying.stop, message.id))
        details.replay.show_state(self._replaying.state(message.id))

    def _start(self, message: StoredMessage) -> None:
        path = self._session.path()
        places = [number for number, each in enumerate(path) if each.id == message.id]
        if not places:
            return
        above = path[: places[0]]
        models, setup = self._models, self._session.setup
        template = models.defaults.template
        request = replay_for(above, message, setup, models.in_force, template)
        length = len(message.content) - (message.receipt.start if message.receipt else 0)
        self._replaying.start(message.id, request, length)

    @Slot(int)
    def _on_changed(self, message_id: int) -> None:
        card = self._transcript.card(message_id)
        details = card.details if card is not None else None
        if details is not None and details.replay is not None:
            details.replay.show_state(self._replaying.state(message_id))
