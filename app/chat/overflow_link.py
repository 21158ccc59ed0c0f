"""Between a reply that did not fit and the card that asks what to do about it.

Lives as long as the page.
"""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QObject, Slot

from app.chat.asking import as_setup
from app.chat.composer import Composer
from app.chat.measuring import Measuring
from app.chat.message_card import MessageCard
from app.chat.overflow_card import OverflowCard
from app.chat.overflow_choices import OverflowChoices, choices_of
from app.chat.session import ChatSession
from app.chat.transcript import Transcript
from app.model_choice import ModelChoice
from app.theme import Theme
from engine.errors import ErrorInfo
from engine.messages import ChatRequest, Measured, Overflow

KIND = "prompt_too_long"
PURPOSE = "overflow"


class OverflowLink(QObject):
    """`settle` has a card ask, where one should."""

    def __init__(
        self,
        transcript: Transcript,
        composer: Composer,
        session: ChatSession,
        models: ModelChoice,
        measuring: Measuring,
        theme: Theme,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._composer = composer
        self._session = session
        self._models = models
        self._measuring = measuring
        self._theme = theme
        self._expected = 0

    def settle(self, card: MessageCard) -> bool:
        """Have the card of a reply ask, where that did not fit and nothing follows it."""
        message, path = card.message, self._session.path()
        error = message.error
        if error is None or error.kind != KIND or not path or path[-1].id != message.id:
            return False
        asking = OverflowCard(self._theme, _told(card))
        asking.chosen.connect(partial(self._on_chosen, message.id))
        asking.larger_wanted.connect(partial(self._on_larger_wanted, message.id))
        asking.edit_wanted.connect(self._on_edit_wanted)
        card.set_asking(asking)
        self._count(message.id)
        return True

    def expect(self, message_id: int) -> None:
        """This reply ended just now: where its card asks, the keyboard goes to the safe choice,
        unless it is in use."""
        self._expected = message_id

    def _count(self, message_id: int) -> None:
        path = self._session.path()
        proceed = bool(path[-1].content)
        request = self._session.request(path if proceed else path[:-1], proceed=proceed)
        if request is None:
            return
        counted = partial(self._on_counted, message_id, request)
        self._measuring.ask(PURPOSE, self, request, counted)

    def _on_counted(
        self,
        message_id: int,
        request: ChatRequest,
        measured: Measured | None,
        _: ErrorInfo | None,
    ) -> None:
        card = self._transcript.card(message_id)
        if card is None or card.asking is None:
            return
        told = _told(card)
        if measured is not None:
            told = choices_of(request, measured, told)
        card.asking.show_choices(told)
        if message_id == self._expected and not self._composer.text():
            self._expected = 0
            if self._composer.box.hasFocus():
                card.asking.safe_button().setFocus()

    @Slot(int, str, bool)
    def _on_chosen(self, message_id: int, overflow: Overflow, always: bool) -> None:
        if always:
            setup = self._session.setup or as_setup(self._models.in_force)
            setup = msgspec.structs.replace(setup, overflow=overflow)
            self._session.set_setup(setup, self._session.assistant)
        self._session.proceed(message_id, overflow)
        self._composer.setFocus()

    @Slot(int, int)
    def _on_larger_wanted(self, message_id: int, n_ctx: int) -> None:
        self._models.enlarge(n_ctx)
        self._session.proceed(message_id)
        self._composer.setFocus()

    @Slot()
    def _on_edit_wanted(self) -> None:
        asked = next((m for m in reversed(self._session.path()) if m.role == "user"), None)
        if asked is not None and (card := self._transcript.bring(asked.id)):
            card.start_editing()


def _told(card: MessageCard) -> OverflowChoices:
    """What the error of a reply says."""
    values = card.message.error.values if card.message.error is not None else {}
    return OverflowChoices.told(values, continues=bool(card.message.content))
