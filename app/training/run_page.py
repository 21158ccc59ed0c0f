"""How a run goes, from top to bottom: its state, figures and curves, the adapter it made, and
answers before and after.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.theme import Theme
from app.training.compare_card import CompareCard
from app.training.comparing import Comparing
from app.training.curves import Curves
from app.training.figures import Figures
from app.training.ready_card import ReadyCard
from app.training.run_words import RunWords
from app.training.shown_run import ShownRun
from engine.assistants import Assistant
from engine.training.records import Broken

MARGIN = 22


class RunPage(QScrollArea):
    """Shows what it is given."""

    again_wanted = Signal()

    def __init__(
        self, words: RunWords, errors: ErrorWords, comparing: Comparing, theme: Theme
    ) -> None:
        super().__init__()
        self._words = words
        self._errors = errors
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.state = note("", "muted")
        self.disk = note("", "warn")
        self.fault = _Fault()
        self.figures = Figures(words)
        self.curves = Curves(theme)
        self.ready = ReadyCard(words)
        self.compare = CompareCard(comparing, errors)
        self._lay_out()
        self.fault.again.clicked.connect(self.again_wanted)

    def show_run(self, run: ShownRun, assistant: Assistant | None, *, waits: bool) -> None:
        """`waits`: for the computer to be plugged in."""
        progress = run.progress
        if waits and progress.paused:
            words = self.tr(
                "Paused: the computer runs on its battery. It goes on once it is plugged in."
            )
        elif run.interrupted:
            words = self.tr("It was interrupted, and can go on from its last checkpoint.")
        else:
            words = self._words.state(progress)
        self.state.setText(words)
        self.disk.setVisible(progress.not_saved is not None and run.live)
        if progress.not_saved is not None:
            fault = self._errors.word(progress.not_saved)
            told = self.tr("No checkpoint can be written now: {text} It goes on learning.")
            self.disk.setText(told.format(text=fault.text))
        self.figures.show_progress(progress)
        self.curves.show_progress(progress)
        self._card.setVisible(progress.step is not None)
        self.figures.setVisible(progress.prepared is not None)
        self.ready.show_run(run, assistant)
        self.compare.show_source(unseen=bool(run.unseen), questions=bool(run.questions))
        self.compare.setVisible(run.adapter is not None)
        self._show_fault(run)

    def _show_fault(self, run: ShownRun) -> None:
        broken = run.progress.end
        self.fault.setVisible(isinstance(broken, Broken))
        if isinstance(broken, Broken):
            words = self._errors.word(broken.error)
            self.fault.show_words(words.title, words.text, words.advice)
            self.fault.again.setVisible(run.resumable and run.progress.saved is not None)

    def _lay_out(self) -> None:
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(16, 12, 16, 8)
        inside.addWidget(self.curves)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(MARGIN, 14, MARGIN, 24)
        layout.setSpacing(14)
        for widget in (
            self.state,
            self.disk,
            self.fault,
            self.figures,
            self._card,
            self.ready,
            self.compare,
        ):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(body)


class _Fault(QFrame):
    """Why a run could not go on, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "error")
        self.title = note("", "heading")
        self.text = note("", "")
        self.advice = note("", "muted")
        self.again = QPushButton(self.tr("Go on from its last checkpoint"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(6)
        for label in (self.title, self.text, self.advice):
            layout.addWidget(label)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_words(self, title: str, text: str, advice: str) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
