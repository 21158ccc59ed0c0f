"""How new chats with one model begin, as controls: context, sampling, instructions, template.

Every change is told a moment after it. Does not know where it is kept.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.dialog import note
from app.fields import Field
from app.fold import Fold
from app.plain_box import PlainBox
from app.sampling_fields import SamplingFields
from app.text import clean
from engine.hub.library import Defaults
from engine.messages import Sampling

TOLD_AFTER_MS = 600
BOX_HEIGHT = 88
TEMPLATE_HEIGHT = 140


class DefaultsForm(QWidget):
    """The context is chosen elsewhere on the page; here it is only kept."""

    changed = Signal(object)  # Defaults

    def __init__(self) -> None:
        super().__init__()
        self._shown = Defaults()
        self.instructions = PlainBox()
        self.instructions.setFixedHeight(BOX_HEIGHT)
        self.instructions.setPlaceholderText(self.tr("As the settings say"))
        self.sampling = SamplingFields(self.tr("Automatic: what suits the model"), fold=True)
        self.template = PlainBox()
        self.template.setFixedHeight(TEMPLATE_HEIGHT)
        self.template.setPlaceholderText(self.tr("The one in the file"))
        self.adapters = QCheckBox(self.tr("With the adapter that came with Puna"))
        self._timer = QTimer(self, interval=TOLD_AFTER_MS, singleShot=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(
            note(
                self.tr(
                    "A Jinja template that takes the place of the one in the file. A wrong one "
                    "makes replies worse without a word; empty it to be safe."
                ),
                "small",
            )
        )
        column.addWidget(self.template)
        self.template.setAccessibleName(self.tr("Chat template"))
        self.fold = Fold(self.tr("Chat template"), inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        told = self.tr("Told to the model before each new conversation.")
        layout.addWidget(Field(self.tr("Instructions"), self.instructions, told))
        layout.addWidget(Field(self.tr("How replies are written"), self.sampling))
        layout.addWidget(self.adapters)
        layout.addWidget(self.fold)
        self.instructions.textChanged.connect(self._timer.start)
        self.template.textChanged.connect(self._timer.start)
        self.sampling.changed.connect(self._timer.start)
        self.adapters.clicked.connect(self.take)
        self._timer.timeout.connect(self.take)

    def show_defaults(self, defaults: Defaults, suggested: Sampling) -> None:
        """Show them; `suggested` is in force where sampling is automatic. Tells nobody."""
        self._timer.stop()
        self._shown = defaults
        for box, text in (
            (self.instructions, defaults.system_prompt),
            (self.template, defaults.template),
        ):
            if clean(box.toPlainText()) != text:
                box.blockSignals(True)
                box.set_text(text)
                box.blockSignals(False)
        self.sampling.show_sampling(defaults.sampling, suggested)
        self.adapters.setVisible(bool(defaults.adapters))
        self.adapters.setChecked(bool(defaults.adapters))
        self.fold.set_summary(self.tr("your own") if defaults.template else "")
        self.fold.line.setChecked(bool(defaults.template))

    def set_context(self, n_ctx: int) -> None:
        """The context was chosen, elsewhere."""
        self._tell(msgspec.structs.replace(self._read(), n_ctx=n_ctx))

    @Slot()
    def take(self) -> None:
        """Take what the controls say now, where it is not taken yet."""
        self._timer.stop()
        self._tell(self._read())

    @property
    def waiting(self) -> bool:
        """Whether something was changed and not told yet."""
        return self._timer.isActive()

    def _read(self) -> Defaults:
        return msgspec.structs.replace(
            self._shown,
            system_prompt=clean(self.instructions.toPlainText()).strip(),
            template=clean(self.template.toPlainText()).strip(),
            sampling=self.sampling.sampling(),
            adapters=self._shown.adapters if self.adapters.isChecked() else (),
        )

    def _tell(self, defaults: Defaults) -> None:
        if defaults != self._shown:
            self._shown = defaults
            self.changed.emit(defaults)
