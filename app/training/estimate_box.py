"""What a run would take, measured by trying it: hours and memory; and what makes it shorter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.training.bases import Bases
from app.training.draft import Draft
from app.training.launch import Launch
from app.training.run_words import RunWords
from engine.training.records import Estimate

_LONG: Final = 10 * 3600  # seconds: more than a night


class EstimateBox(QWidget):
    """Shows what `launch` measures."""

    faster_wanted = Signal()
    smaller_wanted = Signal(str)  # path of a model
    quick_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, launch: Launch, bases: Bases, draft: Draft, errors: ErrorWords) -> None:
        super().__init__()
        self._launch = launch
        self._bases = bases
        self._draft = draft
        self._errors = errors
        self._words = RunWords(errors, self)
        self._smaller = ""
        self.can_be_less = True  # there is a smaller amount than the chosen one
        self.time = QLabel()
        self.time.setProperty("kind", "title")
        self.text = note("")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("Measuring"))
        self.fast_button = QPushButton(self.tr("Use the fast mode"))
        self.smaller_button = QPushButton()
        self.quick_button = QPushButton(self.tr("Train less"))
        self.again_button = QPushButton(self.tr("Measure again"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.fast_button, self.smaller_button, self.quick_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.time)
        layout.addWidget(self.text)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        self.fast_button.clicked.connect(self.faster_wanted)
        self.smaller_button.clicked.connect(lambda: self.smaller_wanted.emit(self._smaller))
        self.quick_button.clicked.connect(self.quick_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        launch.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        launch = self._launch
        self.bar.setVisible(launch.state == "measuring")
        self.time.setVisible(launch.state == "known")
        self.again_button.setVisible(launch.state in ("none", "failed"))
        self.again_button.setEnabled(bool(self._draft.model))
        for button in (self.fast_button, self.smaller_button, self.quick_button):
            button.hide()
        if launch.state == "known" and launch.estimate is not None:
            self._show_estimate(launch.estimate)
        elif launch.state == "measuring":
            self.text.setText(
                self.tr("Trying some steps for about ten seconds, to tell how long it takes here…")
            )
        elif launch.state == "failed" and launch.error is not None:
            words = self._errors.word(launch.error)
            self.text.setText("\n".join(part for part in (words.text, words.advice) if part))
        else:
            self.text.setText(self.tr("Not measured yet."))

    def _show_estimate(self, estimate: Estimate) -> None:
        words = self._words
        self.time.setText(self.tr("About {time}").format(time=words.time(estimate.seconds)))
        text = self.tr("{steps} steps, {speed}, {memory} of memory beside the model.").format(
            steps=words.number(estimate.steps),
            speed=words.speed(estimate.tokens_per_s),
            memory=words.size(estimate.memory),
        )
        if estimate.seconds < _LONG:
            more = self.tr("You can go on chatting meanwhile, and pause it at any time.")
            self.text.setText(f"{text}\n{more}")
            return
        self.fast_button.setVisible(not self._launch.fast)
        self.quick_button.setVisible(self.can_be_less)
        smaller = self._bases.smaller(self._draft.model)
        self.smaller_button.setVisible(smaller is not None)
        if smaller is not None:
            self._smaller = str(smaller.model.path)
            words_ = self.tr("Take {model} instead").format(model=smaller.model.title)
            self.smaller_button.setText(words_.replace("&", "&&"))
        if smaller is not None or self.can_be_less or not self._launch.fast:
            more = self.tr("That is long. This would make it shorter:")
        else:
            more = self.tr("That is long. Fewer or shorter examples would take less.")
        self.text.setText(f"{text}\n{more}")
