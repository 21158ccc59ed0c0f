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
    QSizePolicy,
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
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(MARGIN, 4, MARGIN, 4)
        self.body.setSpacing(14)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self.buttons = QDialogButtonBox()
        self.buttons.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self.buttons.rejected.connect(self.reject)
        title_row = QVBoxLayout()
        title_row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        title_row.addWidget(heading)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, MARGIN, 0, 16)
        layout.setSpacing(14)
        layout.addLayout(title_row)
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
            button.setProperty("kind", "primary")
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
        layout = self.body
        layout.activate()
        width = self._wanted
        tall = (
            layout.totalHeightForWidth(width)
            if layout.hasHeightForWidth()
            else layout.totalSizeHint().height()
        )
        rest = self.sizeHint().height() - self._scroll.sizeHint().height()
        parent = self.parentWidget()
        room = (parent.window() if parent else self.screen().availableGeometry()).height()
        self.setMinimumSize(QSize(min(360, width), min(200, rest + tall)))
        self.resize(width, min(rest + tall, max(320, room - ROOM)))

    def showEvent(self, event: QShowEvent) -> None:
        self.fit()
        super().showEvent(event)


def note(text: str, kind: str = "muted") -> QLabel:
    """A label of plain text that wraps."""
    label = QLabel(text)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label
