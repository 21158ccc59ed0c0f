"""How replies are written, as controls: automatic, or the numbers of the sampler.

Used by the settings, the editor of assistants and the settings of one chat. Knows none of them.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.bias_fields import BiasFields
from app.fields import Row, Spin, fraction, whole
from app.fold import Fold
from app.preset_button import PresetButton
from app.presets import PresetChoice
from engine.messages import Sampling


class SamplingFields(QWidget):
    """A check box for "automatic" where that has words, and a row for each number.

    `suggested` are the numbers that are in force while it is automatic. `fold`: they are out of
    sight then, else shown and at rest. With `presets` one of them can be taken, or made of what is
    shown.
    """

    changed = Signal()  # by the user
    folded = Signal()  # rows appeared or went

    def __init__(
        self, automatic: str = "", presets: PresetChoice | None = None, *, fold: bool = False
    ) -> None:
        super().__init__()
        self._fold = fold
        self._base = self._suggested = Sampling()
        self.automatic = QCheckBox(automatic)
        self.temperature = fraction(0, 5, 0.05)
        self.top_k = whole(0, 1000)
        self.top_p = fraction(0, 1, 0.01)
        self.min_p = fraction(0, 1, 0.01)
        self.repeat_penalty = fraction(0.5, 3, 0.05)
        self.seed = whole(-1, 2**31 - 1, special=self.tr("A new one each time"))
        self.bias = BiasFields()
        self.words = Fold(self.tr("Words to favour or avoid (logit bias)"), self.bias)
        self._rows: tuple[QWidget, ...] = (*self._make_rows(), self.words)
        top = QHBoxLayout()
        top.addWidget(self.automatic, 1)
        if not automatic:
            self.automatic.hide()  # not shown before it has a place, or it were a window
        if presets is not None:
            self.presets = PresetButton(presets, lambda: self.sampling() or self._suggested)
            self.presets.chosen.connect(self._on_preset)
            top.addWidget(self.presets)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        if automatic or presets is not None:
            layout.addLayout(top)
        for row in self._rows:
            layout.addWidget(row)
        self.automatic.toggled.connect(self._on_automatic)
        for box in self.boxes():
            box.valueChanged.connect(self.changed)
        self.bias.changed.connect(self._on_bias)
        self.bias.folded.connect(self.folded)
        self.words.folded.connect(self.folded)

    def boxes(self) -> tuple[Spin, ...]:
        """The controls of the numbers, in order."""
        return (
            self.temperature,
            self.top_k,
            self.top_p,
            self.min_p,
            self.repeat_penalty,
            self.seed,
        )

    def show_sampling(self, sampling: Sampling | None, suggested: Sampling) -> None:
        """Show the user's numbers, or with None that it is automatic. Tells nobody."""
        self._suggested = suggested
        self.automatic.blockSignals(True)
        self.automatic.setChecked(sampling is None)
        self.automatic.blockSignals(False)
        self._show_numbers(sampling or suggested)

    def sampling(self) -> Sampling | None:
        """What the controls say; None where it is automatic."""
        if self.automatic.isChecked():
            return None
        seed = self.seed.value()
        return msgspec.structs.replace(
            self._base,
            temperature=round(self.temperature.value(), 2),
            top_k=self.top_k.value(),
            top_p=round(self.top_p.value(), 2),
            min_p=round(self.min_p.value(), 2),
            repeat_penalty=round(self.repeat_penalty.value(), 2),
            seed=None if seed < 0 else seed,
            logit_bias=self.bias.bias(),
        )

    def _show_numbers(self, sampling: Sampling) -> None:
        self._base = sampling  # it also has what no control shows
        automatic = self.automatic.isChecked()
        for box in self.boxes():
            box.blockSignals(True)
            box.setEnabled(not automatic)
        self.temperature.setValue(sampling.temperature)
        self.top_k.setValue(sampling.top_k)
        self.top_p.setValue(sampling.top_p)
        self.min_p.setValue(sampling.min_p)
        self.repeat_penalty.setValue(sampling.repeat_penalty)
        self.seed.setValue(-1 if sampling.seed is None else sampling.seed)
        for box in self.boxes():
            box.blockSignals(False)
        if self.bias.bias() != sampling.logit_bias:  # else a row that is being typed would go
            self.bias.show_bias(sampling.logit_bias)
        self.bias.setEnabled(not automatic)
        self._tell_words()
        for row in self._rows:
            row.setVisible(not (self._fold and automatic))

    @Slot()
    def _on_automatic(self) -> None:
        self._show_numbers(self._suggested)
        self.changed.emit()
        self.folded.emit()

    @Slot(object)
    def _on_preset(self, sampling: Sampling) -> None:
        self.show_sampling(sampling, self._suggested)
        self.changed.emit()
        self.folded.emit()

    @Slot()
    def _on_bias(self) -> None:
        self._tell_words()
        self.changed.emit()

    def _tell_words(self) -> None:
        count = len(self.bias.bias())
        self.words.set_summary(QLocale().toString(count) if count else "")

    def _make_rows(self) -> tuple[Row, ...]:
        return (
            Row(
                self.tr("Temperature"),
                self.tr("Higher is more surprising, lower more predictable; 0 is always the same."),
                self.temperature,
            ),
            Row(
                self.tr("Top-k"),
                self.tr("Choose among this many likeliest words; 0 for all."),
                self.top_k,
            ),
            Row(
                self.tr("Top-p"),
                self.tr("Choose among the likeliest words that make up this share; 1 for all."),
                self.top_p,
            ),
            Row(
                self.tr("Min-p"),
                self.tr("Leave out words this much less likely than the likeliest; 0 for none."),
                self.min_p,
            ),
            Row(
                self.tr("Repeat penalty"),
                self.tr("Above 1 makes words that were just used less likely; 1 is off."),
                self.repeat_penalty,
            ),
            Row(
                self.tr("Seed"),
                self.tr("The same seed and the same question give the same reply."),
                self.seed,
            ),
        )
