"""Why no run can begin now, below the bar of a new run: training is not installed, or one is under
way.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.dialog import note
from app.training.trainer import Trainer


class StartLine(QFrame):
    """Hidden where a run can begin."""

    def __init__(self, trainer: Trainer) -> None:
        super().__init__()
        self._trainer = trainer
        self.setProperty("kind", "bar")
        self.label = note("", "warn")
        self.command = QLabel()
        self.command.setProperty("kind", "key")
        self.command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.addWidget(self.command)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 10)
        layout.setSpacing(6)
        layout.addWidget(self.label)
        layout.addLayout(row)
        self.hide()

    def show_state(self, *, busy: bool, choosing: bool) -> None:
        """Say what stands in the way; `choosing`: only then another run does."""
        missing = self._trainer.installed is False
        self.command.setVisible(missing)
        self.command.setText(self._trainer.command)
        if missing:
            self.label.setText(
                self.tr(
                    "Training needs PyTorch, which is not installed here. You can prepare the "
                    "examples; to train, run this once (about 1 GB), then start Puna again:"
                )
            )
        elif busy and choosing:
            self.label.setText(
                self.tr("Another run is under way. This one can begin once it is over.")
            )
        self.setVisible(missing or (busy and choosing))
