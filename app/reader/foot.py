"""The bottom of the reader: the page and how large it is.

Knows no file: it shows numbers, and tells what was wished for.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.icons import IconButton
from app.theme import Theme

_MOST = 999_999  # pages, where it is not known how many there are
_HEIGHT = 47  # logical pixels, also where pages are not turned


class Foot(QFrame):
    """Below the page."""

    page_wanted = Signal(int)
    turned = Signal(int)  # -1 or 1
    zoom_wanted = Signal(int)  # -1, 0 or 1
    text_wanted = Signal(bool)  # the page as text, and not as a picture

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "foot")
        self.setMinimumHeight(_HEIGHT)
        self.before = IconButton("left", self.tr("Previous page (Ctrl+Page Up)"), theme)
        self.next = IconButton("right", self.tr("Next page (Ctrl+Page Down)"), theme)
        self.field = QLineEdit()
        self._number = 0
        self._validator = QIntValidator(1, _MOST, self)
        self.field.setValidator(self._validator)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setFixedWidth(54)
        self.field.setAccessibleName(self.tr("Page"))
        self.count = QLabel()
        self.count.setProperty("kind", "small")
        self.text_button = IconButton("text", self.tr("Show the page as text"), theme)
        self.text_button.setCheckable(True)
        self.smaller = IconButton("minus", self.tr("Smaller (Ctrl+-)"), theme)
        self.larger = IconButton("new", self.tr("Larger (Ctrl++)"), theme)
        self.size_label = QLabel()
        self.size_label.setProperty("kind", "figure")
        self.size_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.size_label.setFixedWidth(44)
        for button in (self.before, self.next, self.text_button, self.smaller, self.larger):
            button.setIconSize(QSize(16, 16))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(4)
        for widget in (self.before, self.field, self.count, self.next):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.text_button, self.smaller, self.size_label, self.larger):
            row.addWidget(widget)
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.next.clicked.connect(lambda: self.turned.emit(1))
        self.smaller.clicked.connect(lambda: self.zoom_wanted.emit(-1))
        self.larger.clicked.connect(lambda: self.zoom_wanted.emit(1))
        self.text_button.toggled.connect(self.text_wanted)
        self.field.editingFinished.connect(self._want_page)

    def show_page(self, number: int, count: int, *, can_turn: bool) -> None:
        """Page `number` of `count`, 0 where that is not known. Not `can_turn`:
        there is no file to turn the pages of."""
        locale = QLocale()
        self._number = number
        self._validator.setTop(max(count, number) if count else _MOST)
        self.field.setText(str(number))
        words = self.tr("of {n}").format(n=locale.toString(count))
        self.count.setText(words if count else "")
        for widget in (self.before, self.field, self.count, self.next):
            widget.setVisible(can_turn and count != 1)
        self.before.setEnabled(number > 1)
        self.next.setEnabled(not count or number < count)

    @Slot(int)
    def show_size(self, percent: int) -> None:
        """How large the page is."""
        self.size_label.setText(self.tr("{n} %").format(n=QLocale().toString(percent)))

    def show_ways(self, *, picture: bool, as_text: bool) -> None:
        """Whether the page can be shown as a picture, and whether it is text now."""
        self.text_button.setVisible(picture)
        with QSignalBlocker(self.text_button):
            self.text_button.setChecked(as_text)

    @Slot()
    def _want_page(self) -> None:
        wanted = int(self.field.text() or self._number)
        if wanted != self._number:
            self.page_wanted.emit(wanted)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        pages: list[QWidget] = [self.before, self.field, self.next]
        return [*pages, self.text_button, self.smaller, self.larger]
