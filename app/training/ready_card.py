"""A finished adapter: how it was checked, how strongly it counts, and the assistant it became."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QVBoxLayout

from app.dialog import note
from app.fields import WheelGuard, fraction
from app.text import sentences
from app.training.outcome import lost
from app.training.run_words import RunWords
from app.training.shown_run import ShownRun
from engine.assistants import Assistant
from engine.training.records import Done

_STEPS = 20  # of the slider, for a scale of 1
_STRONGEST = 2
_SLIDER_WIDTH = 260


class ReadyCard(QFrame):
    """Hidden while there is no adapter."""

    scaled = Signal(float)

    def __init__(self, words: RunWords) -> None:
        super().__init__()
        self._words = words
        self.setProperty("kind", "card")
        self.title = QLabel(self.tr("The adapter is ready"))
        self.title.setProperty("kind", "heading")
        self.verdict = note("", "")
        self.checked = note("", "small")
        self.assistant = note("", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STRONGEST * _STEPS)
        self.slider.setPageStep(_STEPS // 4)
        self.slider.setFixedWidth(_SLIDER_WIDTH)
        self.slider.installEventFilter(WheelGuard(self.slider))
        self.slider.setAccessibleName(self.tr("How strongly it counts"))
        self.scale = fraction(0, _STRONGEST, 1 / _STEPS)
        self.scale.setFixedWidth(84)
        self.scale.setAccessibleName(self.tr("How strongly it counts, as a number"))
        self._lay_out()
        self.slider.valueChanged.connect(self._on_slid)
        self.slider.sliderReleased.connect(self._on_scaled)
        self.scale.valueChanged.connect(self._on_typed)
        self.hide()

    def show_run(self, run: ShownRun, assistant: Assistant | None) -> None:
        done = run.progress.end
        ready = run.adapter is not None and isinstance(done, Done)
        self.setVisible(ready)
        if not ready or run.adapter is None or not isinstance(done, Done) or run.train is None:
            return
        self._show_verdict(run)
        self.checked.setText(self._words.checked(done) if done.divergence else "")
        self.checked.setVisible(bool(done.divergence))
        size = self._words.size(run.adapter.size)
        facts = self.tr("Rank {rank}, {size}.").format(rank=run.adapter.rank, size=size)
        if assistant is not None:
            made = self.tr("It is the assistant “{name}”: choose it at New chat.")
            facts = sentences(facts, made.format(name=assistant.name))
        self.assistant.setText(facts)
        scale = assistant.setup.adapters[0].scale if assistant is not None else 1.0
        self._show_scale(scale)

    def _show_verdict(self, run: ShownRun) -> None:
        progress = run.progress
        assert run.train is not None
        first, best = progress.first, progress.best
        worse = lost(run.train, progress)
        words = ""
        if first is not None and best is not None:
            loss = self._words.number(first.loss, 2), self._words.number(best.loss, 2)
            if worse:
                words = self.tr(
                    "It is not better than before on the examples kept unseen: a loss of {before} "
                    "before, {after} now. The version before stays in use."
                ).format(before=loss[0], after=loss[1])
            elif best.loss < first.loss:
                words = self.tr(
                    "On the examples kept unseen its loss fell from {before} to {after}."
                ).format(before=loss[0], after=loss[1])
        self.title.setText(
            self.tr("The adapter is not better") if worse else self.tr("The adapter is ready")
        )
        self.verdict.setText(words)
        self.verdict.setVisible(bool(words))
        self._paint(self.verdict, "warn" if worse else "")

    def _paint(self, label: QLabel, kind: str) -> None:
        if label.property("kind") != kind:
            label.setProperty("kind", kind)
            label.style().unpolish(label)
            label.style().polish(label)

    def _show_scale(self, scale: float) -> None:
        for box in (self.slider, self.scale):
            box.blockSignals(True)
        self.slider.setValue(round(scale * _STEPS))
        self.scale.setValue(scale)
        for box in (self.slider, self.scale):
            box.blockSignals(False)

    @Slot(int)
    def _on_slid(self, value: int) -> None:
        self.scale.blockSignals(True)
        self.scale.setValue(value / _STEPS)
        self.scale.blockSignals(False)
        if not self.slider.isSliderDown():  # by keys; a drag counts when it ends
            self._on_scaled()

    @Slot(float)
    def _on_typed(self, value: float) -> None:
        self.slider.blockSignals(True)
        self.slider.setValue(round(value * _STEPS))
        self.slider.blockSignals(False)
        self._on_scaled()

    @Slot()
    def _on_scaled(self) -> None:
        self.scaled.emit(round(self.scale.value(), 2))

    def _lay_out(self) -> None:
        name = QLabel(self.tr("How strongly it counts"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name)
        row.addWidget(self.slider)
        row.addWidget(self.scale)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(8)
        for widget in (self.title, self.verdict, self.assistant, self.checked):
            layout.addWidget(widget)
        layout.addLayout(row)
