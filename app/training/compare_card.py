"""Before and after: questions, and what the model answers alone and with an adapter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.dialog import note
from app.errors import ErrorWords
from app.text import sentences
from app.training.comparing import Comparing, Pair

_LONGEST = 600  # characters of an answer that are shown


class CompareCard(QFrame):
    """Shows what `Comparing` found so far."""

    start_wanted = Signal()

    def __init__(self, comparing: Comparing, errors: ErrorWords) -> None:
        super().__init__()
        self._comparing = comparing
        self._errors = errors
        self._unseen = True
        self._shown: object = None
        self.setProperty("kind", "card")
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.start_button = QPushButton(self.tr("Compare answers"))
        self.stop_button = QPushButton(self.tr("Stop"))
        self.told = note("", "muted")
        self.fault = note("", "bad")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(20)
        self.grid.setVerticalSpacing(0)
        for column, share in enumerate((3, 4, 4)):
            self.grid.setColumnStretch(column, share)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.start_button)
        head.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 14)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.told)
        layout.addWidget(self.fault)
        layout.addLayout(self.grid)
        self.start_button.clicked.connect(self.start_wanted)
        self.stop_button.clicked.connect(comparing.stop)
        comparing.changed.connect(self.refresh)
        self.show_source(unseen=True)
        self.refresh()

    def show_source(self, *, unseen: bool, questions: bool = True) -> None:
        """Whether the questions are of examples that were not learnt, and whether there are any."""
        self._unseen = unseen
        self.title.setText(
            self.tr("Before and after, on examples it has not seen")
            if unseen
            else self.tr("Before and after, on examples it learnt")
        )
        self.start_button.setEnabled(questions)

    def refresh(self) -> None:
        """Show the answers there are by now."""
        comparing = self._comparing
        running = comparing.state == "running"
        self.start_button.setVisible(not running)
        self.start_button.setText(
            self.tr("Compare again") if comparing.pairs else self.tr("Compare answers")
        )
        self.stop_button.setVisible(running)
        self.told.setVisible(not comparing.pairs and comparing.error is None)
        self.told.setText(
            self.tr("The model alone and the model with this adapter answer the same questions.")
        )
        error = comparing.error
        self.fault.setVisible(error is not None)
        if error is not None:
            words = self._errors.word(error)
            self.fault.setText(sentences(words.text, words.advice))
        if comparing.pairs is not self._shown:
            self._shown = comparing.pairs
            self._fill()

    def _fill(self) -> None:
        while self.grid.count():
            item = self.grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        pairs = self._comparing.pairs
        if not pairs:
            return
        names = (self.tr("Question"), self.tr("Model alone"), self.tr("With the adapter"))
        for column, name in enumerate(names):
            label = note(name, "small")
            label.setContentsMargins(0, 2, 0, 6)
            self.grid.addWidget(label, 0, column)
        for number, pair in enumerate(pairs):
            self._add(1 + 2 * number, pair)

    def _add(self, row: int, pair: Pair) -> None:
        rule = QFrame()
        rule.setProperty("kind", "line")
        rule.setFixedHeight(1)
        self.grid.addWidget(rule, row, 0, 1, 3)
        question = note(_short(pair.question.text), "")
        question.setToolTip(
            self.tr("Expected: {answer}").format(answer=_short(pair.question.expected))
        )
        for column, label in enumerate(
            (question, self._answer(pair.before, "muted"), self._answer(pair.after, ""))
        ):
            label.setContentsMargins(0, 8, 0, 8)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.grid.addWidget(label, row + 1, column, Qt.AlignmentFlag.AlignTop)

    def _answer(self, text: str | None, kind: str) -> QLabel:
        if text is None:
            waiting = self._comparing.state == "running"
            return note("…" if waiting else "–", "muted")
        return note(_short(text) or self.tr("(nothing)"), kind)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"
