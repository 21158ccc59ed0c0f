"""Where the keyboard is, and where Tab takes it next.

Qt has widgets in the order they were made in, so that a message made later would come behind
everything else. Its own chain of them is not asked: PySide takes each widget that
`nextInFocusChain` returns for a child of the one before, and both die together.
"""

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


def step_focus(stops: Sequence[QWidget], current: QWidget | None, forward: bool) -> bool:
    """Move the keyboard from `current` to its neighbour in `stops`, round at the ends."""
    usable = [stop for stop in stops if stop.isVisible() and stop.isEnabled()]
    if current not in usable:
        return False
    target = usable[(usable.index(current) + (1 if forward else -1)) % len(usable)]
    reasons = Qt.FocusReason
    target.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
    return True
