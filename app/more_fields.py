"""What few set up for a chat or an assistant: thinking, a full context, adapters, forms of replies.

Out of sight until wanted; the line that opens it says what is set.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.adapter_fields import AdapterFields
from app.fields import Field, Row, choice
from app.fold import Fold
from app.format_fields import FormatFields
from app.overflow_choice import OverflowChoice
from app.setup_aids import SetupAids
from engine.assistants import Setup


class MoreFields(QWidget):
    """The controls below one line."""

    folded = Signal()  # rows appeared or went

    def __init__(self, setup: Setup, aids: SetupAids) -> None:
        super().__init__()
        self._thinks = aids.thinks
        self.thinking = choice(
            {
                "auto": self.tr("Model's default"),
                "on": self.tr("Think first"),
                "off": self.tr("Answer at once"),
            }
        )
        self.thinking.setCurrentIndex(self.thinking.findData(setup.thinking))
        self.overflow = OverflowChoice(self, otherwise=True)
        self.overflow.show_policy(setup.overflow)
        self.adapters = AdapterFields(aids.adapters, setup.adapters)
        self.format = FormatFields(setup, aids.forms)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._told = self.tr("Whether the model thinks before it answers, if it can be told.")
        self._row = Row(self.tr("Thinking"), self._told, self.thinking)
        column.addWidget(self._row)
        column.addWidget(self.overflow.row)
        told = self.tr("Small files that change how the model writes. A scale of 1 is as trained.")
        column.addWidget(Field(self.tr("Adapters (LoRA)"), self.adapters, told))
        column.addWidget(self.format)
        self.fold = Fold(self.tr("More"), inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)
        for part in (self.fold, self.adapters, self.format):
            part.folded.connect(self.folded)
        for box in (self.thinking, self.overflow.box):
            box.currentIndexChanged.connect(self._summarise)
        self.adapters.changed.connect(self._summarise)
        self.format.changed.connect(self._summarise)
        self._summarise()

    def apply(self, setup: Setup) -> Setup:
        """`setup` with what the controls say."""
        kept = msgspec.structs.replace(
            setup,
            thinking=self.thinking.currentData(),
            overflow=self.overflow.policy(),
            adapters=self.adapters.uses(),
        )
        return self.format.apply(kept)

    def set_model(self, model: Path | None) -> None:
        """Which model it is for, where that is known."""
        self.adapters.set_model(model)
        unable = model is not None and self._thinks(str(model)) is False
        # What was chosen for another model stays chosen: this one passes it over.
        self.thinking.setEnabled(not unable)
        self._row.explain(
            self.tr("This model has no switch for thinking.") if unable else self._told
        )

    @Slot()
    def _summarise(self) -> None:
        thinking = self.thinking
        parts = [thinking.currentText() if thinking.currentData() != "auto" else ""]
        if self.overflow.policy():
            policy = self.overflow.box.currentText()
            parts.append(self.tr("Full context: {policy}").format(policy=policy))
        if count := len(self.adapters.uses()):
            words = self.tr("1 adapter") if count == 1 else self.tr("{n} adapters")
            parts.append(words.format(n=count))
        parts.append(self.format.summary())
        self.fold.set_summary(" · ".join(part for part in parts if part))
