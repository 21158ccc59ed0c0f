"""The round button over the end of the messages that goes to the latest."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea

from app.icons import IconButton
from app.theme import Theme

_SIZE = 36
_ABOVE_END = 52


class JumpButton(IconButton):
    """Shown while the reader is somewhere else."""

    def __init__(self, theme: Theme, view: QAbstractScrollArea) -> None:
        super().__init__("down", "", theme, view, tint="text")
        self._view = view
        self.set_label(self.tr("Jump to latest"))
        self.setProperty("kind", "round")
        self.setFixedSize(_SIZE, _SIZE)
        self.hide()

    def place(self, *, wanted: bool) -> None:
        """Show it in the middle above the end of the view, or hide it."""
        self.setVisible(wanted)
        middle = (self._view.viewport().width() - _SIZE) // 2
        self.move(QPoint(middle, self._view.height() - _ABOVE_END))
        self.raise_()
