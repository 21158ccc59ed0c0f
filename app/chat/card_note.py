"""The line under a message that says what is not as it should be, and lets the model go on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.store.records import StoredMessage


class CardNote(QWidget):
    """Hidden while there is nothing to say."""

    continue_clicked = Signal()

    def __init__(self, padding: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unfinished = False
        self._reason = QLabel(self)
        self._reason.setProperty("kind", "warn")
        self._damage: QLabel | None = None
        self.button = QPushButton(self.tr("Continue"), self)
        self.button.clicked.connect(self.continue_clicked)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._reason)
        row.addWidget(self.button)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(padding, 4, padding, 0)
        self._column.setSpacing(4)
        self._column.addLayout(row)
        self.hide()

    @property
    def unfinished(self) -> bool:
        """Whether there is room for more of this reply."""
        return self._unfinished

    def show_state(self, message: StoredMessage) -> None:
        """Say why a reply is not whole, and that a text was changed on the disk."""
        reason = self._reason_of(message)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._unfinished = bool(reason)
        if message.damaged and self._damage is None:
            self._damage = QLabel(
                self.tr(
                    "This text was changed on the disk: it is not as it was written. "
                    "A backup may have it whole."
                ),
                self,
            )
            self._damage.setProperty("kind", "bad")
            self._damage.setWordWrap(True)
            self._damage.setTextFormat(Qt.TextFormat.PlainText)
            self._column.addWidget(self._damage)
        if self._damage is not None:
            self._damage.setVisible(message.damaged)
        self.setVisible(bool(reason) or message.damaged)

    def words(self) -> str:
        """All it says, for screen readers."""
        labels = (self._reason, self._damage)
        return " ".join(label.text() for label in labels if label and not label.isHidden())

    def _reason_of(self, message: StoredMessage) -> str:
        if message.role != "assistant" or message.state in ("streaming", "failed"):
            return ""
        if message.state == "interrupted":
            return self.tr("Interrupted")
        return {
            "length": self.tr("Length limit reached"),
            "context": self.tr("Context is full"),
            "cancelled": self.tr("Stopped"),
        }.get(message.reason or "", "")
