"""What answers a chat and how, as controls: instructions, sampling, the longest reply.

The same for an assistant and for one chat. Knows no dialog.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.fields import Field, Row, choice, whole
from app.overflow_choice import OverflowChoice
from app.plain_box import PlainBox
from app.sampling_fields import SamplingFields
from app.text import clean
from engine.assistants import Setup
from engine.hub.library import Model
from engine.messages import Sampling

BOX_HEIGHT = 120


class SetupFields(QWidget):
    """The controls of a setup. What has no control here, such as adapters, is kept as it is."""

    folded = Signal()  # rows appeared or went

    def __init__(self, setup: Setup, models: Sequence[Model] | None, suggested: Sampling) -> None:
        """`models` to choose from; None where the model is not chosen here."""
        super().__init__()
        self._setup = setup
        self.instructions = PlainBox()
        self.instructions.setFixedHeight(BOX_HEIGHT)
        self.instructions.setPlaceholderText(
            self.tr("For example: You correct my English. Show what you changed, and why.")
        )
        self.instructions.set_text(setup.instructions)
        self.model = None if models is None else self._model_box(models)
        self.max_tokens = whole(0, 1_000_000, 64, self.tr("No limit"))
        self.max_tokens.setValue(setup.max_tokens)
        self.overflow = OverflowChoice(self, otherwise=True)
        self.overflow.show_policy(setup.overflow)
        self.sampling = SamplingFields(self.tr("Automatic: as the settings say"), fold=True)
        self.sampling.show_sampling(setup.sampling, suggested)
        self.sampling.folded.connect(self.folded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for widget in self._widgets():
            layout.addWidget(widget)

    def _widgets(self) -> list[QWidget]:
        told = self.tr("Told to the model before the conversation.")
        longest = self.tr("In tokens; a token is about three quarters of an English word.")
        return [
            Field(self.tr("Instructions"), self.instructions, told),
            *([Field(self.tr("Model"), self.model)] if self.model else []),
            Row(self.tr("Longest reply"), longest, self.max_tokens),
            self.overflow.row,
            Field(self.tr("How replies are written"), self.sampling),
        ]

    def setup(self) -> Setup:
        """What the controls say."""
        return msgspec.structs.replace(
            self._setup,
            model=self.model.currentData() if self.model else self._setup.model,
            instructions=clean(self.instructions.toPlainText()).strip(),
            sampling=self.sampling.sampling(),
            max_tokens=self.max_tokens.value(),
            overflow=self.overflow.policy(),
        )

    def _model_box(self, models: Sequence[Model]) -> QComboBox:
        names = {"": self.tr("As chosen in the window")}
        names.update({model.id: model.title for model in models})
        wanted = self._setup.model
        by_path = {str(model.path): model.id for model in models}
        wanted = by_path.get(wanted, wanted)
        if wanted not in names:  # a file that is not in the library now: kept, and told
            names[wanted] = self.tr("{model} (not found)").format(model=wanted)
        box = choice(names)
        box.setCurrentIndex(box.findData(wanted))
        return box
