"""Where the reader stands: on the right beside the page of the window, or over it in a narrow one.

Remembers how wide it was made. Knows nothing of what is read.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QWidget
from shiboken6 import isValid

from app.preferences import Preferences
from app.reader.pane import LEAST_WIDTH, ReaderPane
from app.shade import Shade

NARROW: Final = 900  # of both together, in logical pixels
WIDTH: Final = 500  # of a reader that was never made wider
_PAGE: Final = 480  # what is left to the page, unless the user wants less
_LEAST: Final = 340  # and at least


class ReaderPlace(QWidget):
    """`page` is what the window shows beside it."""

    def __init__(self, page: QWidget, pane: ReaderPane, preferences: Preferences) -> None:
        super().__init__()
        self._pane = pane
        self._preferences = preferences
        self._open = False  # until it is closed, also while it is out of sight
        self._fitting = True
        self._before: QWidget | None = None  # had the keyboard before the reader was opened
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        page.setMinimumWidth(_LEAST)  # else pages out of sight, which need more, would decide
        self._splitter.addWidget(page)
        self._splitter.setStretchFactor(0, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        self._shade = Shade(self)
        self._shade.pressed.connect(pane.leave)
        self._splitter.splitterMoved.connect(self._on_moved)
        pane.setParent(self)
        pane.hide()
        pane.installEventFilter(self)
        pane.closed.connect(self._on_closed)
        pane.keyboard_taken.connect(self._on_keyboard_taken)
        pane.keyboard_left.connect(self._on_keyboard_left)

    @property
    def beside(self) -> bool:
        """Whether there is room for the reader beside the page."""
        return self.width() >= NARROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def set_fitting(self, fitting: bool) -> None:
        """Whether the page is one that has sources; beside another the reader is out of sight, and
        comes back with the page."""
        self._fitting = fitting
        if self._open:
            self._pane.setVisible(fitting)
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent and not self._open:
            self._open = True
            self._before = QApplication.focusWidget()
            self._place()
            if not self.beside and self._fitting:
                self._pane.focus_page()
        return False

    def _place(self) -> None:
        if not self._open or not self._fitting:
            self._shade.hide()
            self._pane.hide()
            return
        inside = self._splitter.indexOf(self._pane) >= 0
        if self.beside:
            if not inside:
                self._splitter.addWidget(self._pane)
                self._splitter.setStretchFactor(1, 0)
                self._pane.show()
            self._shade.hide()
            self._share()
            return
        if inside:
            self._pane.setParent(self)
            self._pane.show()
        width = min(self.width() - 48, max(LEAST_WIDTH, round(self.width() * 0.7)))
        self._pane.setGeometry(self.width() - width, 0, width, self.height())
        self._shade.setGeometry(self.rect())
        self._shade.show()
        self._shade.raise_()
        self._pane.raise_()

    def _share(self) -> None:
        """Give the reader the width it was given last, as far as that leaves enough to the page."""
        wanted = self._preferences.settings.reader_width or WIDTH
        width = max(LEAST_WIDTH, min(wanted, self.width() - _PAGE))
        self._splitter.setSizes([self.width() - width, width])

    @Slot(int, int)
    def _on_moved(self, _: int, __: int) -> None:
        self._preferences.change(reader_width=self._pane.width())

    @Slot()
    def _on_closed(self) -> None:
        self._open = False
        self._shade.hide()

    @Slot()
    def _on_keyboard_taken(self) -> None:
        self._before = QApplication.focusWidget()

    @Slot()
    def _on_keyboard_left(self) -> None:
        if self._before is not None and isValid(self._before):
            self._before.setFocus()
