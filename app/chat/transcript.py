"""The messages of a chat, one below the other, in a column that scrolls.

At most 60 of them are widgets at a time; others become so when the reader scrolls towards them.
The view follows a streaming reply only while the reader is at its end, and nothing else moves
what is being read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.chat.message_card import MessageCard
from app.chat.tab_order import card_around
from app.icons import IconButton
from app.theme import COLUMN_WIDTH, Theme
from engine.store.records import StoredMessage

MOST_CARDS: Final = 60
STEP: Final = 20  # cards made at a time while scrolling
_NEAR: Final = 600  # pixels from the end of what is there, when more is made
_AT_END: Final = 4  # pixels
_MARGIN: Final = 24
_NESTING: Final = 6

Versions = Mapping[int, tuple[int, int]]


class Transcript(QScrollArea):
    """The signals are those of the cards. `card_made` comes for every card that is made, also
    when the reader scrolls back to a message: whoever words errors or states sets them then."""

    copy_requested = Signal(int)
    edit_submitted = Signal(int, str)
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    retry_requested = Signal(int)
    version_requested = Signal(int, int)
    link_clicked = Signal(str)
    card_made = Signal(object)  # MessageCard

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages: list[StoredMessage] = []
        self._versions: dict[int, tuple[int, int]] = {}
        self._grown: dict[int, list[str]] = {}  # text that came for messages without a card
        self._cards: list[MessageCard] = []  # those of messages[first:], in order
        self._first = 0
        self._follows = True
        self._moving = False  # the view is scrolled by us
        self._held: tuple[MessageCard, int] | None = None  # what is read, and where in the view
        self._enabled = True
        self._empty: QWidget | None = None
        self._lay_out()
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.valueChanged.connect(self._on_scrolled)
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._make_more)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    # Messages

    def show_messages(
        self, messages: Sequence[StoredMessage], versions: Versions | None = None
    ) -> None:
        """Show these instead of what was there, from their end."""
        self.clear()
        self._messages = list(messages)
        self._versions = dict(versions or {})
        self._make_last()
        self._show_empty()

    def add(self, message: StoredMessage, versions: tuple[int, int] = (1, 1)) -> MessageCard:
        """Put a message at the end and go there."""
        if self._first + len(self._cards) < len(self._messages):
            self._make_last()
        self._messages.append(message)
        self._versions[message.id] = versions
        card = self._make(len(self._messages) - 1)
        self._insert(len(self._cards), card)
        self._drop_from_start()
        self._mark_last()
        self._show_empty()
        self._follows = True
        self._go_to_end()
        return card

    def card(self, message_id: int) -> MessageCard | None:
        """The card of a message, or None where it has none now."""
        return next((c for c in self._cards if c.message.id == message_id), None)

    def append(self, message_id: int, text: str) -> None:
        """More of a reply that streams."""
        card = self.card(message_id)
        if card is None:
            self._grown.setdefault(message_id, []).append(text)
        else:
            card.append(text, fold=self._follows)

    def finish(self, message: StoredMessage) -> None:
        """The final state of a reply, whether it has a card or not."""
        self._grown.pop(message.id, None)
        self._messages = [message if m.id == message.id else m for m in self._messages]
        card = self.card(message.id)
        if card is not None:
            card.finish(message)

    def set_versions(self, message_id: int, index: int, count: int) -> None:
        self._versions[message_id] = (index, count)
        card = self.card(message_id)
        if card is not None:
            card.set_versions(index, count)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Whether actions that change the chat can be used, for all messages."""
        self._enabled = enabled
        for card in self._cards:
            card.set_actions_enabled(enabled)

    def clear(self) -> None:
        """Show no messages."""
        for card in self._cards:
            self._discard(card)
        self._cards = []
        self._messages = []
        self._versions = {}
        self._grown = {}
        self._first = 0
        self._follows = True
        self._held = None
        self._show_empty()

    def set_empty_widget(self, widget: QWidget) -> None:
        """What is shown while there are no messages."""
        if self._empty is not None:
            self._outer.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = widget
        self._outer.insertWidget(0, widget, 1)
        self._show_empty()

    # Following

    @property
    def follows(self) -> bool:
        """Whether the view stays at the end while a reply streams."""
        return self._follows

    @Slot()
    def jump_to_latest(self) -> None:
        """Go to the end and stay there."""
        if self._first + len(self._cards) < len(self._messages):
            self._make_last()
        self._follows = True
        self._go_to_end()

    def _go_to_end(self) -> None:
        self._move_to(self.verticalScrollBar().maximum())

    def _move_to(self, value: int) -> None:
        """Scroll without it counting as the reader's doing."""
        self._moving = True
        self.verticalScrollBar().setValue(value)
        self._moving = False
        self._place_jump()

    @Slot()
    def _on_range_changed(self) -> None:
        """Heights have changed: stay at the end, or where the reader is."""
        if self._follows:
            self._go_to_end()
        elif self._held is not None:
            card, offset = self._held
            self._move_to(card.y() - offset)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if not self._moving:
            self._follows = value >= bar.maximum() - _AT_END and self._has_latest()
            self._hold()
            self._place_jump()
        near_start = value < _NEAR and self._first > 0
        near_end = value > bar.maximum() - _NEAR and not self._has_latest()
        if (near_start or near_end) and not self._more.isActive():
            self._more.start()

    def _hold(self) -> None:
        """Remember the first card in sight and where in the view it is."""
        top = self.verticalScrollBar().value()
        seen = (card for card in self._cards if card.y() + card.height() > top)
        card = next(seen, None)
        self._held = None if card is None else (card, card.y() - top)

    def _has_latest(self) -> bool:
        return self._first + len(self._cards) == len(self._messages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        action = {
            Qt.Key.Key_Home: bar.SliderAction.SliderToMinimum,
            Qt.Key.Key_End: bar.SliderAction.SliderToMaximum,
        }.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            bar.triggerAction(action)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Not that of a scroll area, which scrolls also to what is in sight already.
        return QWidget.focusNextPrevChild(self, forward)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, from top to bottom, whenever it was made."""
        stops = [stop for card in self._cards for stop in card.tab_stops()]
        buttons = self._empty.findChildren(QPushButton) if self._empty is not None else []
        return [*stops, self._jump, *buttons]

    def show_stop(self) -> None:
        """Scroll to what has the keyboard, unless some of it is in sight."""
        stop = QApplication.focusWidget()
        inside = stop is not None and card_around(stop) in self._cards
        if stop is not None and inside and stop.visibleRegion().isEmpty():
            self.ensureWidgetVisible(stop, 0, _MARGIN)

    # Cards

    def _make(self, index: int) -> MessageCard:
        message = self._messages[index]
        grown = self._grown.pop(message.id, None)
        if grown:
            message = msgspec.structs.replace(message, content=message.content + "".join(grown))
            self._messages[index] = message
        versions = self._versions.get(message.id, (1, 1))
        card = MessageCard(self._theme, message, versions, self._column)
        card.set_number(index + 1)
        card.set_actions_enabled(self._enabled)
        card.copy_requested.connect(self.copy_requested)
        card.edit_submitted.connect(self.edit_submitted)
        card.regenerate_requested.connect(self.regenerate_requested)
        card.continue_requested.connect(self.continue_requested)
        card.retry_requested.connect(self.retry_requested)
        card.version_requested.connect(self.version_requested)
        card.link_clicked.connect(self.link_clicked)
        self.card_made.emit(card)
        return card

    def _insert(self, place: int, card: MessageCard) -> None:
        self._cards.insert(place, card)
        self._stack.insertWidget(place, card)
        card.show()

    def _discard(self, card: MessageCard) -> None:
        """Let go of a card. What a streaming reply has so far stays with its message."""
        self._keep_text(card)
        if self._held is not None and self._held[0] is card:
            self._held = None
        self._stack.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _keep_text(self, card: MessageCard) -> None:
        if card.message.state != "streaming":
            return
        for index, message in enumerate(self._messages):
            if message.id == card.message.id:
                self._messages[index] = msgspec.structs.replace(message, content=card.text())

    def _make_last(self) -> None:
        """Have cards for the end of the chat, and for nothing else."""
        for card in self._cards:
            self._discard(card)
        self._cards = []
        self._first = max(0, len(self._messages) - STEP)
        for index in range(self._first, len(self._messages)):
            self._insert(len(self._cards), self._make(index))
        self._mark_last()
        self._follows = True
        self._go_to_end()

    @Slot()
    def _make_more(self) -> None:
        """Make cards on the side the reader is near to, and let go of some on the other, with
        the card in sight staying where it is."""
        bar = self.verticalScrollBar()
        if not self._cards:
            return
        if bar.value() < _NEAR and self._first > 0:
            for _ in range(min(STEP, self._first)):
                self._first -= 1
                self._insert(0, self._make(self._first))
            for card in self._cards[MOST_CARDS:]:
                self._discard(card)
            del self._cards[MOST_CARDS:]
        elif not self._has_latest():
            end = self._first + len(self._cards)
            for index in range(end, min(end + STEP, len(self._messages))):
                self._insert(len(self._cards), self._make(index))
            self._drop_from_start()
        self._mark_last()
        # The range may come out the same, so that nothing tells of the change. A request to lay
        # out goes up one widget a round: text, bubble, card, column, content.
        for _ in range(_NESTING):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._on_range_changed()

    def _drop_from_start(self) -> None:
        surplus = max(0, len(self._cards) - MOST_CARDS)
        for card in self._cards[:surplus]:
            self._discard(card)
        del self._cards[:surplus]
        self._first += surplus

    def _mark_last(self) -> None:
        latest = self._has_latest()
        for card in self._cards:
            card.set_last(latest and card is self._cards[-1])

    # Layout

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        content = QWidget(self)
        content.setAutoFillBackground(False)
        self._column = QWidget(content)
        self._column.setMaximumWidth(COLUMN_WIDTH)
        self._stack = QVBoxLayout(self._column)
        self._stack.setContentsMargins(_MARGIN - 8, 16, _MARGIN - 8, 8)
        self._stack.setSpacing(4)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self._column, 1000)
        middle.addStretch(1)
        self._outer = QVBoxLayout(content)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addLayout(middle)
        self._outer.addStretch(0)
        self.setWidget(content)
        self._jump = IconButton("down", self.tr("Jump to latest"), self._theme, self, tint="text")
        self._jump.setProperty("kind", "round")
        self._jump.setFixedSize(36, 36)
        self._jump.clicked.connect(self.jump_to_latest)
        self._jump.hide()

    def _show_empty(self) -> None:
        empty = not self._messages
        self._column.setVisible(not empty)
        if self._empty is not None:
            self._empty.setVisible(empty)

    def _place_jump(self) -> None:
        bar = self.verticalScrollBar()
        away = bar.value() < bar.maximum() - _AT_END or not self._has_latest()
        self._jump.setVisible(bool(self._messages) and away and not self._follows)
        place = QPoint((self.viewport().width() - self._jump.width()) // 2, self.height() - 52)
        self._jump.move(place)
        self._jump.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_jump()

    @Slot("QWidget*", "QWidget*")
    def _on_focus_changed(self, old: QObject | None, new: QObject | None) -> None:
        left, entered = card_around(old), card_around(new)
        if left is entered:
            return
        if left is not None and left in self._cards:
            left.set_focus_within(False)
        if entered is not None and entered in self._cards:
            entered.set_focus_within(True)
