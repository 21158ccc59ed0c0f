"""The top of the reader: which citation of how many, of which file, and what can be done with it.

Knows neither pages nor files: it shows words, and tells which button was pressed.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.icons import IconButton
from app.text import plain_tip
from app.theme import Theme


class Elided(QLabel):
    """A line that is cut in its middle or at its end where there is no room; all of it is its
    tool tip and what a screen reader says."""

    def __init__(self, kind: str, where: Qt.TextElideMode) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._where = where
        self._whole = ""

    def set_words(self, text: str, tip: str = "") -> None:
        """Show `text`; `tip` says more where there is more to say."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(tip or text) if text else "")
        self.setVisible(bool(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, self._where, self.width()))


class Header(QFrame):
    """Above the page."""

    stepped = Signal(int)
    copy_wanted = Signal()
    open_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.mark = QLabel()
        self.mark.setProperty("kind", "mark")
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.before = IconButton("up", self.tr("Previous source (Shift+F4)"), theme)
        self.next = IconButton("unfold", self.tr("Next source (F4)"), theme)
        self.copy_button = IconButton("copy", self.tr("Copy the passage"), theme)
        self.open_button = IconButton("external", self.tr("Open in its program"), theme)
        self.close_button = IconButton("close", self.tr("Close (Esc)"), theme)
        self.name = Elided("", Qt.TextElideMode.ElideMiddle)
        self.place = Elided("small", Qt.TextElideMode.ElideRight)
        for button in self.tab_stops():
            button.setIconSize(QSize(16, 16))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.copy_button.clicked.connect(self.copy_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.close_button.clicked.connect(self.close_wanted)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addWidget(self.title)
        row.addSpacing(4)
        row.addWidget(self.before)
        row.addWidget(self.next)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.open_button)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 10, 10)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self.name)
        layout.addWidget(self.place)

    def show_source(self, at: int, count: int, number: int) -> None:
        """Source `at`, from 1, of `count`, which the answer calls [`number`]; 0 of 0 where there
        are no sources but a file."""
        locale = QLocale()
        self.mark.setText(locale.toString(number))
        self.mark.setAccessibleName(self.tr("Mark {n}").format(n=locale.toString(number)))
        self.mark.setVisible(number > 0)
        if count > 1:
            text = self.tr("Source {n} of {count}").format(
                n=locale.toString(at), count=locale.toString(count)
            )
        else:
            text = self.tr("Source") if count else self.tr("Document")
        self.title.setText(text)
        moves = ((self.before, at > 1, self.next), (self.next, at < count, self.before))
        for button, possible, other in moves:
            held = button.hasFocus() and not possible
            button.setVisible(count > 1)
            button.setEnabled(possible)
            if held:  # else the keyboard would be wherever Qt puts it
                other.setFocus()
        self.copy_button.setVisible(count > 0)

    def tab_stops(self) -> list[IconButton]:
        """Where the keyboard goes, in order."""
        moves = [self.before, self.next]
        return [*moves, self.copy_button, self.open_button, self.close_button]
