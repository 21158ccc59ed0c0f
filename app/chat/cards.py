"""The messages of a chat as a column of cards, of which at most 60 are there at a time.

Knows nothing of scrolling: `app.chat.transcript` asks for cards before or behind those there are.
What belongs to a message and not to its card - text that streams on, an edit that is open, details
that were unfolded - is kept here while its card is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Final

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat.cut_mark import CutMark
from app.chat.message_card import MessageCard
from app.chat.pictures import Pictures
from app.theme import COLUMN_WIDTH, Theme
from engine.store.records import StoredMessage

MOST_CARDS: Final = 60
STEP: Final = 20  # cards made at a time
_LEAST: Final = 1  # made whatever it takes
_BUDGET_S: Final = 0.2  # for the others: of long messages few come at a time
MARGIN: Final = 24

Versions = Mapping[int, tuple[int, int]]


class Cards(QWidget):
    """`card_made` comes for every card that is made: whoever words errors or states sets them
    then. `discarding` comes before one goes."""

    copy_requested = Signal(int)
    edit_submitted = Signal(int, str)
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    retry_requested = Signal(int)
    version_requested = Signal(int, int)
    link_clicked = Signal(str)
    card_made = Signal(object)
    discarding = Signal(object)

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        pictures: Pictures | None = None,
        edits: dict[int, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._edits: dict[int, str] = {} if edits is None else edits
        self._unfolded: dict[int, bool] = {}  # details shown or hidden on purpose
        self._details = False
        self._enabled = True
        self._versions: dict[int, tuple[int, int]] = {}
        self._grown: dict[int, list[str]] = {}  # text that came for messages without a card
        self.messages: list[StoredMessage] = []
        self.made: list[MessageCard] = []  # those of messages[first:], in order
        self.first = 0
        self._cut = 0  # so many messages are not seen by the model
        self.mark = CutMark(self)
        self.mark.hide()
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(MARGIN - 8, 16, MARGIN - 8, 8)
        self._stack.setSpacing(4)
        theme.zoomed.connect(self._on_zoomed)
        self._on_zoomed()

    # Messages

    def show_messages(self, messages: Sequence[StoredMessage], versions: Versions) -> None:
        """Show these instead of what was there, from their end."""
        self.clear()
        self.messages = list(messages)
        self._versions = dict(versions)
        self.make_last()

    def clear(self) -> None:
        """Show no messages."""
        self._discard_all()
        self.messages = []
        self._versions = {}
        self._grown = {}
        self._unfolded = {}
        self.first = 0
        self.show_cut(0, "")

    def add(self, message: StoredMessage, versions: tuple[int, int]) -> MessageCard:
        """Put a message at the end, with a card."""
        if not self.has_latest():
            self.make_last()
        self.messages.append(message)
        self._versions[message.id] = versions
        card = self._make(len(self.messages) - 1)
        self._insert(len(self.made), card)
        self._drop_from_start()
        self._mark()
        return card

    def card(self, message_id: int) -> MessageCard | None:
        """The card of a message, or None where it has none now."""
        return next((card for card in self.made if card.message.id == message_id), None)

    def index(self, message_id: int) -> int | None:
        """The place of a message, from 0."""
        return next((n for n, m in enumerate(self.messages) if m.id == message_id), None)

    def append(self, message_id: int, text: str, fold: bool) -> None:
        """More of a reply that streams."""
        card = self.card(message_id)
        if card is None:
            self._grown.setdefault(message_id, []).append(text)
        else:
            card.append(text, fold)

    def finish(self, message: StoredMessage) -> None:
        """The final state of a reply, whether it has a card or not."""
        self._grown.pop(message.id, None)
        self.messages = [message if m.id == message.id else m for m in self.messages]
        card = self.card(message.id)
        if card is not None:
            card.finish(message)

    def note(self, message: StoredMessage) -> None:
        """Something beside its text is known of a message now."""
        at = self.index(message.id)
        if at is not None:
            self.messages[at] = message

    def contents(self) -> list[StoredMessage]:
        """All messages with the text they have by now."""
        texts = {card.message.id: card.text() for card in self.made}
        for number, pieces in self._grown.items():
            message = next(m for m in self.messages if m.id == number)
            texts[number] = message.content + "".join(pieces)
        replace = msgspec.structs.replace
        return [replace(m, content=texts.get(m.id, m.content)) for m in self.messages]

    def show_cut(self, count: int, summary: str) -> None:
        """Mark that the model sees nothing of the first `count` messages, but this summary."""
        self._cut = count
        self.mark.show_cut(count, summary)
        self._place_mark()

    def set_versions(self, message_id: int, index: int, count: int) -> None:
        self._versions[message_id] = (index, count)
        card = self.card(message_id)
        if card is not None:
            card.set_versions(index, count)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Whether actions that change the chat can be used, for all messages."""
        self._enabled = enabled
        for card in self.made:
            card.set_actions_enabled(enabled)

    def set_details(self, shown: bool) -> None:
        """Whether details are shown below every reply that has any."""
        if shown != self._details:
            self._details = shown
            self._unfolded.clear()
            for card in self.made:
                card.set_details(shown)

    # Which of them have cards

    def has_latest(self) -> bool:
        """Whether the last message has a card."""
        return self.first + len(self.made) == len(self.messages)

    def make_last(self) -> None:
        """Have cards for the end of the chat, and for nothing else."""
        self._discard_all()
        self.first = len(self.messages)
        self._make_before()
        self._mark()

    def make_around(self, index: int) -> None:
        """Have cards for the message at `index` and those beside it, and for nothing else."""
        self._discard_all()
        self.first = index + 1
        self._make_before(STEP // 2)
        self._make_behind(STEP // 2)
        self._mark()

    def make_more(self, *, before: bool) -> None:
        """Make some on one side, and let go of some on the other."""
        if before:
            self._make_before()
            for card in self.made[MOST_CARDS:]:
                self._discard(card)
            del self.made[MOST_CARDS:]
        else:
            self._make_behind()
            self._drop_from_start()
        self._mark()

    def _make_before(self, most: int = STEP) -> None:
        def make() -> bool:
            self.first -= 1
            self._insert(0, self._make(self.first))
            return self.first > 0

        _while_quick(make, min(most, self.first))

    def _make_behind(self, most: int = STEP) -> None:
        end = self.first + len(self.made)

        def make() -> bool:
            self._insert(len(self.made), self._make(self.first + len(self.made)))
            return not self.has_latest()

        _while_quick(make, min(most, len(self.messages) - end))

    def _make(self, index: int) -> MessageCard:
        message = self.messages[index]
        grown = self._grown.pop(message.id, None)
        if grown:
            message = msgspec.structs.replace(message, content=message.content + "".join(grown))
            self.messages[index] = message
        versions = self._versions.get(message.id, (1, 1))
        card = MessageCard(self._theme, message, versions, self, self._pictures)
        card.set_actions_enabled(self._enabled)
        card.set_details(self._unfolded.get(message.id, self._details))
        for name in (
            *("copy_requested", "edit_submitted", "regenerate_requested", "continue_requested"),
            *("retry_requested", "version_requested", "link_clicked"),
        ):
            getattr(card, name).connect(getattr(self, name))
        card.edit_changed.connect(self._on_edit_changed)
        card.details_toggled.connect(self._on_details_toggled)
        if message.id in self._edits:
            card.start_editing(self._edits[message.id], begin=False)
        self.card_made.emit(card)
        return card

    def _insert(self, place: int, card: MessageCard) -> None:
        # The mark may be between the cards.
        behind = self.made[place] if place < len(self.made) else None
        at = self._stack.count() if behind is None else self._stack.indexOf(behind)
        self.made.insert(place, card)
        self._stack.insertWidget(at, card)
        card.show()

    def _discard_all(self) -> None:
        for card in self.made:
            self._discard(card)
        self.made = []

    def _discard(self, card: MessageCard) -> None:
        """Let go of a card. What a streaming reply has so far stays with its message."""
        self.discarding.emit(card)
        if card.message.state == "streaming" and (at := self.index(card.message.id)) is not None:
            self.messages[at] = msgspec.structs.replace(self.messages[at], content=card.text())
        self._stack.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _drop_from_start(self) -> None:
        surplus = max(0, len(self.made) - MOST_CARDS)
        for card in self.made[:surplus]:
            self._discard(card)
        del self.made[:surplus]
        self.first += surplus

    def _mark(self) -> None:
        """Tell the cards which place they have, and which is the last."""
        latest = self.has_latest()
        for number, card in enumerate(self.made, self.first + 1):
            card.set_place(number, len(self.messages))
            card.set_last(latest and card is self.made[-1])
        self._place_mark()

    def _place_mark(self) -> None:
        """Put the mark before the first message that is seen, where that one has a card."""
        self._stack.removeWidget(self.mark)
        place = self._cut - self.first
        there = self._cut > 0 and 0 <= place < len(self.made)
        if there:
            self._stack.insertWidget(self._stack.indexOf(self.made[place]), self.mark)
        self.mark.setVisible(there)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, from top to bottom, whenever it was made."""
        stops: list[QWidget] = []
        for number, card in enumerate(self.made, self.first):
            if number == self._cut:
                stops += self.mark.tab_stops()
            stops += card.tab_stops()
        return stops

    @Slot(int, object)
    def _on_edit_changed(self, message_id: int, text: str | None) -> None:
        if text is None:
            self._edits.pop(message_id, None)
        else:
            self._edits[message_id] = text

    @Slot(int, bool)
    def _on_details_toggled(self, message_id: int, shown: bool) -> None:
        self._unfolded[message_id] = shown

    @Slot()
    def _on_zoomed(self) -> None:
        self.setMaximumWidth(round(COLUMN_WIDTH * max(1.0, self._theme.zoom)))


def _while_quick(make: Callable[[], bool], most: int) -> None:
    """Make up to `most` cards: some in any case, then as long as it is quick."""
    began = perf_counter()
    for number in range(most):
        if number >= _LEAST and perf_counter() - began > _BUDGET_S:
            return
        if not make():
            return
