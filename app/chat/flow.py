"""Widgets beside each other, in as many rows as they need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP: Final = 6
_LEAST: Final = 80  # pixels, however narrow it is


class Flow(QWidget):
    """As high as its rows; hidden while there is nothing in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these, children of this, instead of what was there."""
        for widget in self._shown:
            if widget not in widgets:
                widget.hide()
                widget.deleteLater()
        self._shown = list(widgets)
        for widget in widgets:
            widget.show()
        self.setVisible(bool(widgets))
        self.place()

    def sizeHint(self) -> QSize:
        return QSize(sum(each.sizeHint().width() + _GAP for each in self._shown), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def place(self) -> None:
        """Put them where they fit; one of them may be wider now."""
        x = y = bottom = 0
        for widget in self._shown:
            size = widget.sizeHint().boundedTo(QSize(max(self.width(), _LEAST), 1000))
            if x and x + size.width() > self.width():
                x, y = 0, bottom + _GAP
            widget.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + _GAP
            bottom = y + size.height()
        if self._shown and bottom != self.height():
            self.setFixedHeight(bottom)
            self.updateGeometry()
