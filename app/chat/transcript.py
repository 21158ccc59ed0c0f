"""The messages of a chat, one below the other, in a column that scrolls.

At most 60 of them are widgets at a time (`app.chat.cards`); others become so when the reader
scrolls towards them. The view follows a streaming reply only while the reader is at its end, and
nothing else moves what is being read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.chat.cards import MARGIN, MOST_CARDS, STEP, Cards, Versions
from app.chat.fold import fold
from app.chat.jump_button import JumpButton
from app.chat.message_card import MessageCard
from app.chat.pictures import Pictures
from app.chat.tab_order import card_around
from app.theme import Theme
from engine.store.records import StoredMessage

__all__ = ["MOST_CARDS", "STEP", "Transcript", "Versions"]

_NEAR: Final = 600  # pixels from the end of what is there, when more is made
_AT_END: Final = 4  # pixels
_NESTING: Final = 6
_NOTCH: Final = 120  # what a wheel tells for one click
_ZOOM_STEP: Final = 10


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
    shown = Signal()  # other messages, or one more
    grown = Signal()  # a message has more text, or another
    zoom_wanted = Signal(int)  # percent to add

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        pictures: Pictures | None = None,
        edits: dict[int, str] | None = None,
    ) -> None:
        """`edits` keeps what is typed into messages that are being edited, also when this view is
        thrown away."""
        super().__init__(parent)
        self._theme = theme
        self.cards = Cards(theme, None, pictures, edits)
        self._follows = True
        self._moving = False  # the view is scrolled by us
        self._held: tuple[MessageCard, int] | None = None  # what is read, and where in the view
        self._empty: QWidget | None = None
        self._lay_out()
        for name in (
            *("copy_requested", "edit_submitted", "regenerate_requested", "continue_requested"),
            *("retry_requested", "version_requested", "link_clicked", "card_made"),
        ):
            getattr(self.cards, name).connect(getattr(self, name))
        self.cards.card_made.connect(self._on_card_made)
        self.cards.discarding.connect(self._on_discarding)
        self.cards.mark.folding.connect(self.stay)
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
        self.cards.show_messages(messages, versions or {})
        self._follow()
        self._show_empty()
        self.shown.emit()

    def add(self, message: StoredMessage, versions: tuple[int, int] = (1, 1)) -> MessageCard:
        """Put a message at the end and go there."""
        card = self.cards.add(message, versions)
        self._show_empty()
        self._follow()
        self.shown.emit()
        return card

    def card(self, message_id: int) -> MessageCard | None:
        """The card of a message, or None where it has none now."""
        return self.cards.card(message_id)

    def append(self, message_id: int, text: str) -> None:
        """More of a reply that streams."""
        self.cards.append(message_id, text, fold=self._follows)
        self.grown.emit()

    def finish(self, message: StoredMessage) -> None:
        """The final state of a reply, whether it has a card or not."""
        self.cards.finish(message)
        self.grown.emit()

    def set_versions(self, message_id: int, index: int, count: int) -> None:
        self.cards.set_versions(message_id, index, count)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Whether actions that change the chat can be used, for all messages."""
        self.cards.set_actions_enabled(enabled)

    def set_details(self, shown: bool) -> None:
        """Whether details are shown below every reply that has any."""
        self.cards.set_details(shown)

    def clear(self) -> None:
        """Show no messages."""
        self.cards.clear()
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

    # Going to a message

    def seen_index(self) -> int:
        """The place, from 0, of the first message in sight."""
        top = self.verticalScrollBar().value()
        for number, card in enumerate(self.cards.made, self.cards.first):
            if card.y() + card.height() > top:
                return number
        return 0

    def reveal(self, message_id: int, words: Sequence[str] = ()) -> None:
        """Bring a message into view and mark it for a moment, with `words` in it."""
        card = self.bring(message_id)
        if card is None:
            return
        card.flash()
        wanted = [fold(word) for word in words if word]
        text = fold(card.body.shown_text())
        first = next((word for word in wanted if word in text), "")
        if first:
            card.body.mark(first, 0, 0)
            if (rect := card.body.current_rect()) is not None:
                self.bring_into_view(card, rect)

    def bring(self, message_id: int) -> MessageCard | None:
        """The card of a message, made if need be, at the top of the view if it was not in sight.
        None for a message that is not shown here."""
        index = self.cards.index(message_id)
        if index is None:
            return None
        card = self.cards.card(message_id)
        if card is None:
            self.cards.make_around(index)
            card = self.cards.card(message_id)
            assert card is not None
            self._settle()
        self._follows = False
        if card.visibleRegion().isEmpty():
            self._move_to(card.y() - MARGIN)
        self._hold()
        self._want_more()
        return card

    def bring_into_view(self, card: MessageCard, rect: QRect) -> None:
        """Scroll so that `rect`, in the body of a card, is in sight, with some room around it."""
        self._settle()
        body = card.body
        top = card.y() + body.viewport().mapTo(card, rect.topLeft()).y() + self.cards.y()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if not bar.value() + MARGIN <= top <= bar.value() + height - rect.height() - 2 * MARGIN:
            self._follows = False
            self._move_to(top - height // 3)
        self._hold()
        self._want_more()

    # Following

    @property
    def follows(self) -> bool:
        """Whether the view stays at the end while a reply streams."""
        return self._follows

    @Slot()
    def jump_to_latest(self) -> None:
        """Go to the end and stay there."""
        if not self.cards.has_latest():
            self.cards.make_last()
        self._follow()

    def _follow(self) -> None:
        self._follows = True
        self._go_to_end()
        self._want_more()

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
        bar = self.verticalScrollBar()
        bar.setEnabled(bar.maximum() > 0)  # else it has no handle
        if self._follows:
            self._go_to_end()
        elif self._held is not None:
            card, offset = self._held
            self._move_to(card.y() - offset)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if not self._moving:
            at_end = value >= self.verticalScrollBar().maximum() - _AT_END
            self._follows = at_end and self.cards.has_latest()
            self._hold()
            self._place_jump()
        self._want_more()

    @Slot()
    def stay(self) -> None:
        """What is in sight stays where it is, whatever grows now."""
        self._follows = False
        self._hold()

    def _want_more(self) -> None:
        """Have more cards made where the reader is near to the last there are."""
        bar = self.verticalScrollBar()
        near_start = bar.value() < _NEAR and self.cards.first > 0
        near_end = bar.value() > bar.maximum() - _NEAR and not self.cards.has_latest()
        if (near_start or near_end) and self.cards.made and not self._more.isActive():
            self._more.start()

    def _hold(self) -> None:
        """Remember the first card in sight and where in the view it is."""
        top = self.verticalScrollBar().value()
        seen = (card for card in self.cards.made if card.y() + card.height() > top)
        card = next(seen, None)
        self._held = None if card is None else (card, card.y() - top)

    @Slot()
    def _make_more(self) -> None:
        """Make cards on the side the reader is near to, with the card in sight staying where it
        is."""
        if not self.cards.made:
            return
        before = self.verticalScrollBar().value() < _NEAR and self.cards.first > 0
        if before or not self.cards.has_latest():
            self.cards.make_more(before=before)
            # The range may come out the same, so that nothing tells of the change.
            self._settle()
            self._on_range_changed()
            self._want_more()

    def _settle(self) -> None:
        """Lay out now. A request to do so goes up one widget a round: text, bubble, card, column,
        content."""
        for _ in range(_NESTING):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    @Slot(object)
    def _on_discarding(self, card: MessageCard) -> None:
        if self._held is not None and self._held[0] is card:
            self._held = None

    # Keys and the wheel

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            self.zoom_wanted.emit(round(_ZOOM_STEP * turned / _NOTCH) or (1 if turned > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Not that of a scroll area, which scrolls also to what is in sight already.
        return QWidget.focusNextPrevChild(self, forward)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, from top to bottom, whenever it was made."""
        buttons = self._empty.findChildren(QPushButton) if self._empty is not None else []
        return [*self.cards.tab_stops(), self._jump, *buttons]

    def show_stop(self) -> None:
        """Scroll to what has the keyboard, unless some of it is in sight."""
        stop = QApplication.focusWidget()
        inside = stop is not None and card_around(stop) in self.cards.made
        if stop is not None and inside and stop.visibleRegion().isEmpty():
            self.ensureWidgetVisible(stop, 0, MARGIN)

    # Layout

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that nothing moves sideways when there is something to scroll.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Messages"))
        self.viewport().setAutoFillBackground(False)
        content = QWidget(self)
        content.setAutoFillBackground(False)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addStretch(1)
        middle.addWidget(self.cards, 1000)
        middle.addStretch(1)
        self._outer = QVBoxLayout(content)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addLayout(middle)
        self._outer.addStretch(0)
        self.setWidget(content)
        self._jump = JumpButton(self._theme, self)
        self._jump.clicked.connect(self.jump_to_latest)

    def _show_empty(self) -> None:
        empty = not self.cards.messages
        self.cards.setVisible(not empty)
        if self._empty is not None:
            self._empty.setVisible(empty)

    def _place_jump(self) -> None:
        bar = self.verticalScrollBar()
        away = bar.value() < bar.maximum() - _AT_END or not self.cards.has_latest()
        self._jump.place(wanted=bool(self.cards.messages) and away and not self._follows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_jump()
        self._want_more()

    @Slot(object)
    def _on_card_made(self, card: MessageCard) -> None:
        card.body.caret_moved.connect(self._on_caret_moved)

    @Slot()
    def _on_caret_moved(self) -> None:
        card = card_around(QApplication.focusWidget())
        if card is not None and card in self.cards.made:
            self.bring_into_view(card, card.body.cursorRect())

    @Slot("QWidget*", "QWidget*")
    def _on_focus_changed(self, old: QObject | None, new: QObject | None) -> None:
        left, entered = card_around(old), card_around(new)
        if left is entered:
            return
        if left is not None and left in self.cards.made:
            left.set_focus_within(False)
        if entered is not None and entered in self.cards.made:
            entered.set_focus_within(True)
