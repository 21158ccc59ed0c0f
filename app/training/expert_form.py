"""Every setting of a run, for who wants to set them."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.fields import Row, choice, fraction, whole
from engine.training.records import LINEARS, Settings

_GAP = 14
_LR_DECIMALS = 6


class ExpertForm(QWidget):
    """`changed` tells of another figure; `settings` has them all."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = Settings()
        self.epochs = fraction(0.1, 1000, 1)
        self.steps = whole(0, 1_000_000, 10, self.tr("by epochs"))
        self.lr = _rate(self.tr("Learning rate"))
        self.warmup = fraction(0, 1, 0.01)
        self.rank = whole(1, 256, 4)
        self.alpha = fraction(0.1, 1024, 4)
        self.rslora = QCheckBox(self.tr("on"))
        self.dropout = fraction(0, 0.9, 0.05)
        self.targets = {name: QCheckBox(name) for name in LINEARS}
        self.top_layers = whole(0, 1000, 1, self.tr("all"))
        self.fast = QCheckBox(self.tr("on"))
        self.max_length = whole(32, 32_768, 128)
        self.batch_tokens = whole(32, 65_536, 128)
        self.accumulate = whole(1, 1024)
        self.weight_decay = fraction(0, 1, 0.01)
        self.clip = fraction(0, 100, 0.5)
        self.checkpointing = choice(
            {
                "auto": self.tr("as memory needs"),
                "on": self.tr("always"),
                "off": self.tr("never"),
            }
        )
        self.holdout = choice(
            {
                "-1.0": self.tr("automatic"),
                "0.0": self.tr("none"),
                "0.05": "5 %",
                "0.1": "10 %",
                "0.2": "20 %",
            }
        )
        self.evaluations = whole(1, 1000)
        self.patience = whole(0, 1000, 1, self.tr("never"))
        self.threads = whole(0, 256, 1, self.tr("automatic"))
        self.seed = whole(0, 2**31 - 1)
        self._lay_out()
        self._connect()
        self.show_settings(Settings())

    @property
    def settings(self) -> Settings:
        """As they are set."""
        return Settings(
            rank=self.rank.value(),
            alpha=self.alpha.value(),
            rslora=self.rslora.isChecked(),
            dropout=self.dropout.value(),
            targets=tuple(name for name, box in self.targets.items() if box.isChecked()),
            top_layers=self.top_layers.value(),
            epochs=self.epochs.value(),
            steps=self.steps.value(),
            lr=self.lr.value(),
            warmup=self.warmup.value(),
            weight_decay=self.weight_decay.value(),
            clip=self.clip.value(),
            max_length=self.max_length.value(),
            batch_tokens=self.batch_tokens.value(),
            accumulate=self.accumulate.value(),
            fast=self.fast.isChecked(),
            checkpointing=self.checkpointing.currentData(),
            holdout=float(self.holdout.currentData()),
            evaluations=self.evaluations.value(),
            patience=self.patience.value(),
            threads=self.threads.value(),
            seed=self.seed.value(),
        )

    def show_settings(self, settings: Settings) -> None:
        """Show these; tells nobody."""
        with QSignalBlocker(self):
            self.epochs.setValue(settings.epochs)
            self.steps.setValue(settings.steps)
            self.lr.setValue(settings.lr)
            self.warmup.setValue(settings.warmup)
            self.rank.setValue(settings.rank)
            self.alpha.setValue(settings.alpha)
            self.rslora.setChecked(settings.rslora)
            self.dropout.setValue(settings.dropout)
            for name, box in self.targets.items():
                box.setChecked(name in settings.targets)
            self.top_layers.setValue(settings.top_layers)
            self.fast.setChecked(settings.fast)
            self.max_length.setValue(settings.max_length)
            self.batch_tokens.setValue(settings.batch_tokens)
            self.accumulate.setValue(settings.accumulate)
            self.weight_decay.setValue(settings.weight_decay)
            self.clip.setValue(settings.clip)
            self.checkpointing.setCurrentIndex(self.checkpointing.findData(settings.checkpointing))
            self.holdout.setCurrentIndex(self.holdout.findData(str(settings.holdout)))
            self.evaluations.setValue(settings.evaluations)
            self.patience.setValue(settings.patience)
            self.threads.setValue(settings.threads)
            self.seed.setValue(settings.seed)

    @Slot()
    def _on_changed(self) -> None:
        self.top_layers.setEnabled(not self.fast.isChecked())
        self.epochs.setEnabled(self.steps.value() == 0)
        self.changed.emit()

    def _connect(self) -> None:
        for spin in self.findChildren(QSpinBox):
            spin.valueChanged.connect(self._on_changed)
        for number in self.findChildren(QDoubleSpinBox):
            number.valueChanged.connect(self._on_changed)
        for box in self.findChildren(QCheckBox):
            box.toggled.connect(self._on_changed)
        for options in self.findChildren(QComboBox):
            options.currentIndexChanged.connect(self._on_changed)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for title, rows in (
            (self.tr("How long and how fast"), self._learning()),
            (self.tr("What learns"), self._adapter()),
            (self.tr("How examples are put together"), self._batches()),
            (self.tr("Judging"), self._judging()),
        ):
            heading = QLabel(title)
            heading.setProperty("kind", "heading")
            layout.addWidget(heading)
            for row in rows:
                layout.addWidget(row)
            layout.addSpacing(6)

    def _learning(self) -> tuple[QWidget, ...]:
        return (
            Row(self.tr("Epochs"), self.tr("How often each example is seen."), self.epochs),
            Row(self.tr("Steps"), self.tr("Counts instead of epochs where it is set."), self.steps),
            Row(
                self.tr("Learning rate"),
                self.tr("The highest; it falls as a cosine to a tenth of it."),
                self.lr,
            ),
            Row(self.tr("Warm-up"), self.tr("Share of the steps until that rate."), self.warmup),
            Row(self.tr("Weight decay"), "", self.weight_decay),
            Row(self.tr("Gradient clipping"), self.tr("Longest gradient; 0 for any."), self.clip),
        )

    def _adapter(self) -> tuple[QWidget, ...]:
        targets = QWidget()
        grid = QGridLayout(targets)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for at, box in enumerate(self.targets.values()):
            grid.addWidget(box, at // 4, at % 4)
        matrices = QWidget()
        column = QVBoxLayout(matrices)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(QLabel(self.tr("Matrices")))
        column.addWidget(note(self.tr("Which of each layer get an adapter."), "small"))
        column.addWidget(targets)
        return (
            Row(self.tr("Rank"), self.tr("How much an adapter can hold."), self.rank),
            Row(self.tr("Alpha"), self.tr("How strongly it acts, over its rank."), self.alpha),
            Row(
                self.tr("Rank-stabilised scaling"),
                self.tr("Alpha over the root of the rank."),
                self.rslora,
            ),
            Row(self.tr("Dropout"), self.tr("Share of inputs left out at random."), self.dropout),
            matrices,
            Row(
                self.tr("Top layers"),
                self.tr("How many layers learn, from the top."),
                self.top_layers,
            ),
            Row(
                self.tr("Fast mode"),
                self.tr("Only the upper half learns; what the lower half makes is kept."),
                self.fast,
            ),
        )

    def _batches(self) -> tuple[QWidget, ...]:
        return (
            Row(
                self.tr("Longest example"),
                self.tr("In tokens; longer ones are left out."),
                self.max_length,
            ),
            Row(
                self.tr("Tokens a pass"),
                self.tr("Examples are packed into passes of this size."),
                self.batch_tokens,
            ),
            Row(self.tr("Passes a step"), self.tr("Gradients that are added up."), self.accumulate),
            Row(
                self.tr("Compute again instead of keeping"),
                self.tr("Saves memory and takes a third longer."),
                self.checkpointing,
            ),
        )

    def _judging(self) -> tuple[QWidget, ...]:
        return (
            Row(
                self.tr("Held-out examples"),
                self.tr("Kept to judge by; automatic from 200 examples on."),
                self.holdout,
            ),
            Row(self.tr("Judgements"), self.tr("How many of them in a run."), self.evaluations),
            Row(
                self.tr("Patience"),
                self.tr("Judgements without a better one until it ends."),
                self.patience,
            ),
            Row(self.tr("Threads"), self.tr("Of the processor."), self.threads),
            Row(self.tr("Seed"), self.tr("The same seed makes the same run."), self.seed),
        )


def _rate(name: str) -> QDoubleSpinBox:
    box = fraction(0, 0.1, 0.00005)
    box.setDecimals(_LR_DECIMALS)
    box.setRange(1e-6, 0.1)
    box.setSingleStep(5e-5)
    box.setAccessibleName(name)
    return box
