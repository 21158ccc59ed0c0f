"""The figures of a run in one row: a name in small print, and below it the value."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.training.progress import Progress
from app.training.run_words import RunWords
from engine.training.records import Done

_GAP = 28
_MANY, _FEW = 5, 3  # in a row, where there is room for all and where there is not
_WIDE = 760
_NOTHING = "–"


class Figure(QWidget):
    """One of them. A word beside the value may say more: never a colour alone."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = QLabel(name)
        self.name.setProperty("kind", "muted")
        self.value = QLabel(_NOTHING)
        self.value.setStyleSheet("font-size: 15pt; font-weight: 600;")
        self.word = QLabel()
        self.word.setProperty("kind", "ok")
        self.word.setStyleSheet("font-size: 9pt;")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.value)
        row.addWidget(self.word, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addLayout(row)

    def show_value(self, value: str, word: str = "") -> None:
        self.value.setText(value or _NOTHING)
        self.word.setText(word)
        self.word.setVisible(bool(word))
        self.value.setAccessibleName(f"{self.name.text()}: {value} {word}".strip())


class Figures(QWidget):
    """Step, time left, loss on unseen examples, speed, memory."""

    def __init__(self, words: RunWords) -> None:
        super().__init__()
        self._words = words
        self.step = Figure(self.tr("Step"))
        self.time = Figure(self.tr("Time left"))
        self.loss = Figure(self.tr("Loss on unseen examples"))
        self.speed = Figure(self.tr("Speed"))
        self.memory = Figure(self.tr("Memory"))
        self._all = (self.step, self.time, self.loss, self.speed, self.memory)
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(8)
        self._arrange(_MANY)

    def minimumSizeHint(self) -> QSize:
        """As wide as a row of the fewest: others go below."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(_MANY if self.width() >= _WIDE else _FEW)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, figure in enumerate(self._all):
            self._grid.addWidget(figure, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(_MANY + 1):
            self._grid.setColumnStretch(column, int(column == columns))

    def show_progress(self, progress: Progress) -> None:
        words, step = self._words, progress.step
        steps = progress.prepared.steps if progress.prepared else 0
        if step is not None:
            at = self.tr("{n} of {total}").format(
                n=words.number(step.step), total=words.number(step.steps)
            )
            self.step.show_value(at)
            self.speed.show_value(words.speed(step.tokens_per_s))
            self.memory.show_value(words.size(step.rss_bytes))
        else:
            start = self.tr("{n} of {total}").format(n=0, total=words.number(steps))
            self.step.show_value(start if steps else "")
            self.speed.show_value("")
            self.memory.show_value("")
        self._show_time(progress)
        self._show_loss(progress)

    def _show_time(self, progress: Progress) -> None:
        done = progress.end
        if isinstance(done, Done):
            self.time.name.setText(self.tr("It took"))
            self.time.show_value(self._words.lasted(done.seconds))
            return
        self.time.name.setText(self.tr("Time left"))
        step = progress.step
        known = step is not None and progress.end is None and not progress.paused
        self.time.show_value(self._words.time(step.seconds_left) if step and known else "")

    def _show_loss(self, progress: Progress) -> None:
        """On unseen examples; without any the training loss, named as such."""
        evaluated, prepared, step = progress.evaluated, progress.prepared, progress.step
        unseen = evaluated is not None or (prepared is not None and prepared.held_out > 0)
        if unseen or step is None:
            self.loss.name.setText(self.tr("Loss on unseen examples"))
        else:
            self.loss.name.setText(self.tr("Loss in training"))
        if progress.end is not None and progress.best is not None:
            self.loss.show_value(self._words.number(progress.best.loss, 2), self.tr("the best"))
        elif evaluated is not None:
            word = self.tr("best so far") if evaluated.best else ""
            self.loss.show_value(self._words.number(evaluated.loss, 2), word)
        elif step is not None and not unseen:
            self.loss.show_value(self._words.number(step.loss, 2))
        else:
            self.loss.show_value("")
