"""The control that says what happens when a chat outgrows its context, for settings of any kind."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox

from app.fields import Row, choice
from engine.messages import Overflow


class OverflowChoice(QObject):
    """A row with a box of the three policies; with `otherwise` also one that says nothing: None."""

    def __init__(self, parent: QObject | None = None, *, otherwise: bool = False) -> None:
        super().__init__(parent)
        options = {"": self.tr("As in Settings")} if otherwise else {}
        options |= {
            "ask": self.tr("Ask me"),
            "drop": self.tr("Leave out the oldest"),
            "summarise": self.tr("Summarise the oldest"),
        }
        self.box: QComboBox = choice(options)
        self.row = Row(
            self.tr("When a chat outgrows its context"),
            self.tr(
                "The chat itself stays whole. What the model no longer sees is marked in it, and a "
                "summary can be read."
            ),
            self.box,
        )

    def show_policy(self, overflow: Overflow | None) -> None:
        """Show this one. Tells nobody."""
        self.box.blockSignals(True)
        self.box.setCurrentIndex(self.box.findData(overflow or ""))
        self.box.blockSignals(False)

    def policy(self) -> Overflow | None:
        """The one that is shown."""
        policy: Overflow | None = self.box.currentData() or None
        return policy
