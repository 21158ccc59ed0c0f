"""The frame of every dialog: a title, contents that scroll where they do not fit, and buttons.

Knows nothing of what is asked. A dialog is opened with `open()`, never run in a loop of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

MARGIN = 24
WIDTH = 560
ROOM = 48  # pixels of the window that stay in sight around a tall dialog

Role = QDialogButtonBox.ButtonRole
Standard = QDialogButtonBox.StandardButton


class Dialog(QDialog):
    """Add what it shows to `body`. Deleted when it is closed."""

    def __init__(self, parent: QWidget | None = None, width: int = WIDTH) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._wanted = width
        self._heading = heading = QLabel()
        heading.setProperty("kind", "title")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        self._inside = QWidget()
        self._outer = QVBoxLayout(self._inside)
        self._outer.setContentsMargins(MARGIN, 4, MARGIN, 4)
        self._outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        self._outer.addLayout(self.body)
        self._outer.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self.buttons = QDialogButtonBox()
        self.buttons.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.buttons.rejected.connect(self.reject)
        heading.setContentsMargins(MARGIN, 0, MARGIN, 0)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(0, MARGIN, 0, 16)
        layout.setSpacing(14)
        layout.addWidget(heading)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.buttons)

    def set_title(self, title: str) -> None:
        """What the dialog is about; also the title of its window."""
        self.setWindowTitle(title)
        self._heading.setText(title)

    def add_button(self, text: str, role: Role, *, primary: bool = False) -> QPushButton:
        """A button with words of ours; a primary one is also what Enter presses."""
        button = self.buttons.addButton(text, role)
        if primary:
            make_primary(button)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        return button

    def add_standard(self, which: Standard) -> QPushButton:
        """Cancel or Close, in the words of the desktop."""
        button = self.buttons.addButton(which)
        button.setAutoDefault(False)
        return button

    def add_note(self, text: str, kind: str = "muted") -> QLabel:
        """A paragraph of plain text."""
        label = note(text, kind)
        self.body.addWidget(label)
        return label

    def fit(self) -> None:
        """Take the height the contents need, and no more than the window behind has."""
        self.ensurePolished()
        for widget in self._inside.findChildren(QWidget):
            widget.ensurePolished()
        self._inside.updateGeometry()
        self._outer.invalidate()
        self._outer.activate()
        width = self._wanted
        margins = self._layout.contentsMargins()
        fixed = margins.top() + margins.bottom() + 2 * self._layout.spacing()
        fixed += self._heading.heightForWidth(width) + self.buttons.sizeHint().height()
        tall = (
            self._outer.totalHeightForWidth(width)
            if self._outer.hasHeightForWidth()
            else self._outer.totalSizeHint().height()
        )
        parent = self.parentWidget()
        room = (parent.window() if parent else self.screen().availableGeometry()).height()
        self.setMinimumSize(QSize(min(360, width), min(200, fixed + tall)))
        self.resize(width, min(fixed + tall, max(320, room - ROOM)))

    def show_end(self) -> None:
        """Scroll to the end of what does not fit."""
        self.fit()
        bar = self._scroll.verticalScrollBar()
        # Once it is laid out, which takes a round of events for each layer.
        bar.rangeChanged.connect(lambda _, end: bar.setValue(end))
        bar.setValue(bar.maximum())

    def showEvent(self, event: QShowEvent) -> None:
        self._order_tabs()
        self.fit()
        super().showEvent(event)

    def _order_tabs(self) -> None:
        """The keyboard goes through the contents, then to the buttons, and begins at the top."""
        inside = [
            widget
            for widget in self._inside.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
        ]
        before = inside[-1] if inside else None
        for button in self.buttons.buttons():
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button
        first = next((widget for widget in inside if widget.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus()


def make_primary(button: QPushButton) -> None:
    """Give a button the colour of the one thing to do."""
    set_primary(button, primary=True)


def set_primary(button: QPushButton, *, primary: bool) -> None:
    """Give a button that colour, or take it away."""
    button.setProperty("kind", "primary" if primary else "")
    button.style().unpolish(button)  # a button box has dressed it already
    button.style().polish(button)


def note(text: str, kind: str = "muted") -> QLabel:
    """A label of plain text that wraps."""
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
