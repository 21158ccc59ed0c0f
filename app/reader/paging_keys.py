"""The keys of a page that is shown: on and back by pages, larger and smaller.

What both views of the reader have in common; knows nothing of what they show.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractScrollArea

_KEY: Final = Qt.Key
_ZOOM: Final = {
    _KEY.Key_Plus: 1,
    _KEY.Key_Equal: 1,
    _KEY.Key_Minus: -1,
    _KEY.Key_0: 0,
}


class PagingKeys(QObject):
    """Takes them from `view`. Ctrl with Page Up or Down turns the page, and so do these keys alone
    where the page ends; Ctrl with plus, minus and 0 is for the page and not for the window while
    the page has the keyboard."""

    turned = Signal(int)  # -1 or 1
    zoom_wanted = Signal(int)  # -1, 1, or 0 for the usual size

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self._bar = view.verticalScrollBar()
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() == QEvent.Type.KeyRelease:
            return False
        meaning = self._meaning(event)
        if meaning is None:
            return False
        event.accept()  # before the shortcuts of the window
        if event.type() == QEvent.Type.KeyPress:
            signal, value = meaning
            signal.emit(value)
        return True

    def _meaning(self, event: QKeyEvent) -> tuple[SignalInstance, int] | None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        paging = {_KEY.Key_PageDown: 1, _KEY.Key_PageUp: -1}.get(_KEY(event.key()))
        if not held:
            bar = self._bar
            at_end = {1: bar.value() >= bar.maximum(), -1: bar.value() <= bar.minimum()}
            return (self.turned, paging) if paging and at_end[paging] else None
        if not held & Qt.KeyboardModifier.ControlModifier:
            return None
        if paging:
            return self.turned, paging
        step = _ZOOM.get(_KEY(event.key()))
        return None if step is None else (self.zoom_wanted, step)
