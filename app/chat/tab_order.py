"""Where the keyboard is among the messages, and where it goes when it leaves them."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.chat.message_card import MessageCard


def card_around(widget: QObject | None) -> MessageCard | None:
    """The message that `widget` is or is in."""
    while widget is not None and not isinstance(widget, MessageCard):
        widget = widget.parent()
    return widget


def stop_outside(area: QWidget, forward: bool) -> QWidget | None:
    """The first widget behind or before `area` that Tab can go to, and that is not in it."""
    widget = area.nextInFocusChain() if forward else area.previousInFocusChain()
    while widget is not None and widget is not area:
        stops = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        if stops and widget.isVisible() and not area.isAncestorOf(widget):
            return widget
        widget = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
    return None
