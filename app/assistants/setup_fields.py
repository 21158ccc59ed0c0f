"""What answers a chat and how, as controls: instructions, sampling, the longest reply, and more.

The same for an assistant and for one chat. Knows no dialog.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.fields import Field, Row, choice, whole
from app.more_fields import MoreFields
from app.plain_box import PlainBox
from app.sampling_fields import SamplingFields
from app.setup_aids import SetupAids
from app.text import clean
from engine.assistants import Setup
from engine.hub.library import Model
from engine.messages import Sampling

BOX_HEIGHT = 120


class SetupFields(QWidget):
    """The controls of a setup. What has no control here is kept as it is."""

    folded = Signal()  # rows appeared or went

    def __init__(
        self,
        setup: Setup,
        models: Sequence[Model] | None,
        suggested: Sampling,
        aids: SetupAids,
        current: Model | None = None,
    ) -> None:
        """`models` to choose from; None where the model is not chosen here. `current` is the one
        that answers where the setup has none."""
        super().__init__()
        self._setup = setup
        self._models = models or ()
        self._current = current
        self.instructions = PlainBox()
        self.instructions.setFixedHeight(BOX_HEIGHT)
        self.instructions.setPlaceholderText(
            self.tr("For example: You correct my English. Show what you changed, and why.")
        )
        self.instructions.set_text(setup.instructions)
        self.model = None if models is None else self._model_box(models)
        self.max_tokens = whole(0, 1_000_000, 64, self.tr("No limit"))
        self.max_tokens.setValue(setup.max_tokens)
        self.sampling = SamplingFields(
            self.tr("Automatic: as the settings say"), aids.presets, fold=True
        )
        self.sampling.show_sampling(setup.sampling, suggested)
        self.sampling.folded.connect(self.folded)
        self.more = MoreFields(setup, aids)
        self.more.folded.connect(self.folded)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for widget in self._widgets():
            layout.addWidget(widget)
        if self.model is not None:
            self.model.currentIndexChanged.connect(self._tell_model)
        self._tell_model()

    @Slot()
    def _tell_model(self) -> None:
        """Adapters fit one model or another."""
        wanted = self.model.currentData() if self.model else ""
        chosen = next((model for model in self._models if model.id == wanted), None)
        model = chosen or (None if wanted else self._current)
        self.more.set_model(model.path if model else None)

    def _widgets(self) -> list[QWidget]:
        told = self.tr("Told to the model before the conversation.")
        longest = self.tr("In tokens; a token is about three quarters of an English word.")
        return [
            Field(self.tr("Instructions"), self.instructions, told),
            *([Field(self.tr("Model"), self.model)] if self.model else []),
            Row(self.tr("Longest reply"), longest, self.max_tokens),
            Field(self.tr("How replies are written"), self.sampling),
            self.more,
        ]

    def setup(self) -> Setup:
        """What the controls say."""
        setup = msgspec.structs.replace(
            self._setup,
            model=self.model.currentData() if self.model else self._setup.model,
            instructions=clean(self.instructions.toPlainText()).strip(),
            sampling=self.sampling.sampling(),
            max_tokens=self.max_tokens.value(),
        )
        return self.more.apply(setup)

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
