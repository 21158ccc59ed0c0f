"""Find inside the open chat: the bar, the finder and the transcript, put together.

Every match is counted, also in messages that have no card; going to one makes its card, opens the
thinking it is in, and brings it into view.
"""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.chat.find_bar import FindBar
from app.chat.finder import Finder, Match
from app.chat.message_card import MessageCard
from app.chat.transcript import Transcript
from app.theme import Theme

_AGAIN_MS = 300  # after more of a reply has come


class Find(QObject):
    """Owns its bar; whoever lays out the page puts it above the transcript."""

    closed = Signal()

    def __init__(self, transcript: Transcript, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self.bar = FindBar(theme)
        self._finder = Finder(self)
        self._current: Match | None = None
        self._anchor = 0  # the place of the message from which the first match is wanted
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        self.bar.changed.connect(self._on_changed)
        self.bar.stepped.connect(self.step)
        self.bar.closed.connect(self._on_closed)
        self._finder.changed.connect(self._on_found)
        transcript.shown.connect(self._on_shown)
        transcript.grown.connect(self._on_grown)
        transcript.card_made.connect(self._mark)

    @Slot()
    def open(self) -> None:
        """Show the bar."""
        self._anchor = self._transcript.seen_index()
        self.bar.enter()

    @Slot(int)
    def step(self, step: int) -> None:
        """Go to the match `step` places on, round at the ends; open the bar if it is closed."""
        if self.bar.isHidden():
            self.open()
        elif found := self._finder.found:
            at = self._place()
            self._go(found[(at + step) % len(found)] if at >= 0 else found[0])

    @Slot(str)
    def _on_changed(self, query: str) -> None:
        if self._current is not None:
            self._anchor = self._transcript.cards.index(self._current.message) or 0
        self._current = None
        self._finder.start(self._transcript.cards.contents(), query)

    @Slot()
    def _on_found(self) -> None:
        if self._current is None and (first := self._first()) is not None:
            self._go(first)
        if self._finder.done:
            self._mark_all()
        self._tell()

    def _first(self) -> Match | None:
        """The first match from the anchor on, or of all once all are known."""
        place = {m.id: n for n, m in enumerate(self._transcript.cards.messages)}
        places = [place.get(match.message, 0) for match in self._finder.found]
        at = bisect_left(places, self._anchor)
        if at < len(places):
            return self._finder.found[at]
        return self._finder.found[0] if places and self._finder.done else None

    def _go(self, match: Match) -> None:
        before, self._current = self._current, match
        card = self._transcript.bring(match.message)
        if before is not None and (old := self._transcript.card(before.message)) is not None:
            self._mark(old)
        if card is not None:
            if card.addition is not None:
                card.addition.unfold()
            self._mark(card)
        if card is not None and (rect := card.body.current_rect()) is not None:
            self._transcript.bring_into_view(card, rect)
        self._tell()

    def _place(self) -> int:
        found = self._finder.found
        return found.index(self._current) if self._current in found else -1

    def _tell(self) -> None:
        count, done = len(self._finder.found), self._finder.done
        self.bar.show_place(self._place() + 1, count, done=done)

    def _mark_all(self) -> None:
        for card in self._transcript.cards.made:
            self._mark(card)

    @Slot(object)
    def _mark(self, card: MessageCard) -> None:
        number = self._finder.count(card.message.id) if self._finder.query else 0
        current = self._current
        here = current is not None and current.message == card.message.id
        card.body.mark(self._finder.query, number, current.number if current and here else -1)

    @Slot()
    def _on_shown(self) -> None:
        """Another chat, or one message more."""
        if self.bar.isVisible():
            self._anchor = self._transcript.seen_index()
            self._look_again()

    @Slot()
    def _on_grown(self) -> None:
        if self.bar.isVisible() and not self._again.isActive():
            self._again.start()

    @Slot()
    def _look_again(self) -> None:
        """Look for the same words in what there is now, without moving the view."""
        if self.bar.isHidden():
            return
        self._current = self._current or Match(-1, -1)
        self._finder.start(self._transcript.cards.contents(), self.bar.field.text())

    @Slot()
    def _on_closed(self) -> None:
        self._again.stop()
        self._finder.stop()
        self._current = None
        self._mark_all()
        self.closed.emit()
