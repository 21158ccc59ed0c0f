"""The line below the header of a chat that is only in memory: what that means, how to keep it.

Knows no store: it is told how it stands.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class TemporaryBar(QFrame):
    """One line of words and one button. Hidden for a stored chat."""

    keep_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.label = QLabel()
        self.label.setProperty("kind", "small")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.keep_button = QPushButton(self.tr("Keep this chat"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.keep_button)
        self.keep_button.clicked.connect(self.keep_requested)
        self.hide()

    def show_state(self, *, temporary: bool, forced: bool, begun: bool, writable: bool) -> None:
        """Say what becomes of this chat. `forced`: only because it cannot be stored; `begun`: it
        has messages, which could be kept if the disk is `writable`."""
        if forced and not writable:
            text = self.tr(
                "This chat cannot be saved at the moment. It goes on in memory only, and is gone "
                "when Puna closes."
            )
        elif forced:
            text = self.tr("This chat is in memory only, and is gone when Puna closes.")
        else:
            text = self.tr(
                "Temporary chat: nothing of it is written to disk, and it is gone when Puna closes."
            )
        self.label.setText(text)
        self.keep_button.setVisible(begun and writable)
        self.setVisible(temporary)
