"""What an empty chat shows: first one button that leads to a reply, later a greeting."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.chips import Chips

TEXT_WIDTH = 480


class EmptyState(QWidget):
    """A title, a line of text, and two buttons while no model is chosen."""

    start_requested = Signal()
    open_requested = Signal()
    assistant_chosen = Signal(str)  # its name; empty: none after all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.text = QLabel()
        self.text.setProperty("kind", "muted")
        self.text.setWordWrap(True)
        self.text.setFixedWidth(TEXT_WIDTH)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.start_button = QPushButton(self.tr("Start with the built-in model"))
        self.start_button.setProperty("kind", "primary")
        self.open_button = QPushButton(self.tr("Open a model file…"))
        self.buttons = QWidget()
        row = QHBoxLayout(self.buttons)
        row.setContentsMargins(0, 16, 0, 0)
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(self.start_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        self.assistants = Chips(self.tr("Assistants"), TEXT_WIDTH)
        self.assistants.chosen.connect(self.assistant_chosen)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.text)  # without an alignment, which would cut it to one line
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        layout.addWidget(self.title)
        layout.addLayout(middle)
        layout.addWidget(self.buttons)
        layout.addSpacing(8)
        layout.addWidget(self.assistants, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.start_button.clicked.connect(self.start_requested)
        self.open_button.clicked.connect(self.open_requested)
        self.show_greeting()

    def show_first_start(self, *, chinese: bool) -> None:
        """No model was ever chosen. `chinese`: the one that is offered speaks it, too."""
        self.title.setText(self.tr("Welcome to Puna"))
        both = self.tr(
            "Chat with language models that run on this computer. Nothing you write leaves it. "
            "The built-in model is small and quick, and speaks English and Chinese."
        )
        english = self.tr(
            "Chat with language models that run on this computer. Nothing you write leaves "
            "it. The built-in model is small, quick and speaks English."
        )
        self.text.setText(both if chinese else english)
        self.buttons.show()
        self.assistants.hide()

    def show_greeting(self) -> None:
        """A model is there: the chat waits for its first message."""
        self.title.setText(self.tr("What is on your mind?"))
        self.text.setText(self.tr("Write below. It stays on this computer."))
        self.buttons.hide()
        self.assistants.setVisible(bool(self.assistants.names))

    def show_assistants(self, names: Sequence[str], chosen: str) -> None:
        """Offer these assistants for the new chat, `chosen` marked; empty for none."""
        self.assistants.show_names(names, chosen)
        self.assistants.setVisible(bool(names) and self.buttons.isHidden())
