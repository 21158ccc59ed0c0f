"""Where the keyboard is among the messages, and where Tab goes from there and to there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from app.chat.message_card import MessageCard


def card_around(widget: QObject | None) -> MessageCard | None:
    """The message that `widget` is or is in."""
    while widget is not None and not isinstance(widget, MessageCard):
        widget = widget.parent()
    return widget


def next_stop(
    start: QWidget, forward: bool, area: QWidget, stops: Sequence[QWidget]
) -> QWidget | None:
    """Where Tab goes from `start`, with `stops` in the place that `area` has in Qt's chain.

    Qt has widgets in the order they were made in, and so whatever is made later for `area` behind
    everything else in the window.
    """
    widget = _beside(start, forward)
    while widget is not None and widget is not start:
        if widget is area and stops:
            return stops[0 if forward else -1]
        wanted = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        proxy = forward and widget.focusProxy() is not None
        if wanted and not proxy and widget.isVisible() and not area.isAncestorOf(widget):
            return widget
        widget = _beside(widget, forward)
    return None


def _beside(widget: QWidget, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()
