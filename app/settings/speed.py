"""How fast the model runs on this computer, as a section: what was measured, and measuring.

Does not know how it is measured.
"""

from __future__ import annotations

import datetime

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.jobs import Job
from app.moment import Moment
from app.tuner import Tuner
from engine.errors import ErrorInfo
from engine.tuning import Finding


class SpeedSection(QWidget):
    """A line of figures, a line of settings, and a button that measures or stops."""

    def __init__(self, tuner: Tuner) -> None:
        super().__init__()
        self._tuner = tuner
        self._words = ErrorWords(self)
        self._job: Job | None = None
        self.figures = note("", "")
        self.details = note("", "small")
        self.status = note("", "small")
        self.button = QPushButton()
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.bar.setAccessibleName(self.tr("Progress of the measurement"))
        self.bar.hide()
        self._lay_out()
        self.button.clicked.connect(self._on_clicked)
        tuner.changed.connect(self._show)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tuner.refresh()

    @Slot()
    def _show(self) -> None:
        model, finding = self._tuner.model, self._tuner.finding
        running = self._job is not None
        self.button.setText(self.tr("Stop") if running else self.tr("Find the fastest settings"))
        self.button.setEnabled(bool(model) or running)
        self.bar.setVisible(running)
        if not model:
            self.figures.setText(self.tr("Choose a model first."))
        elif finding is None:
            self.figures.setText(self.tr("{model} has not been measured yet.").format(model=model))
        else:
            self.figures.setText(self._figures(model, finding))
        self.details.setText(self._settings(finding) if finding and model else "")
        self.details.setVisible(bool(self.details.text()))

    def _figures(self, model: str, finding: Finding) -> str:
        locale = QLocale()
        return self.tr("{model} reads {read} and writes {written} tokens a second.").format(
            model=model,
            read=locale.toString(round(finding.prefill)),
            written=locale.toString(finding.decode, "f", 1),
        )

    def _settings(self, finding: Finding) -> str:
        tuning, locale = finding.tuning, QLocale()
        parts = []
        if tuning.n_threads:
            words = self.tr("1 thread") if tuning.n_threads == 1 else self.tr("{n} threads")
            parts.append(words.format(n=locale.toString(tuning.n_threads)))
        if tuning.n_batch:
            size = locale.toString(tuning.n_batch)
            parts.append(self.tr("{n} tokens read at once").format(n=size))
        if tuning.flash is not None:
            flash = self.tr("with flash attention"), self.tr("without flash attention")
            parts.append(flash[0] if tuning.flash else flash[1])
        parts.append(self.tr("measured: {when}").format(when=_moment(finding.measured)))
        return " · ".join(parts)

    @Slot()
    def _on_clicked(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.button.setEnabled(False)
            return
        self.status.setText(self.tr("Replies written meanwhile distort the result."))
        self.bar.setValue(0)
        self._job = job = self._tuner.measure()
        job.progressed.connect(self._on_progressed)
        job.finished.connect(self._on_ended)
        job.stopped.connect(self._on_ended)
        job.failed.connect(self._on_failed)
        self._show()

    @Slot(object, object)
    def _on_progressed(self, done: int, total: int) -> None:
        self.bar.setValue(round(1000 * done / max(1, total)))

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self.status.setText("")
        self._show()

    @Slot(object)
    def _on_failed(self, error: ErrorInfo) -> None:
        self._on_ended()
        words = self._words.word(error)
        self.status.setText(
            self.tr("{title}. {text} {advice}").format(
                title=words.title, text=words.text, advice=words.advice
            )
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self.bar)
        row.addWidget(self.status, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for words in (self.figures, self.details):
            layout.addWidget(words)
        layout.addLayout(row)


def _moment(iso: str) -> str:
    """A time written as ISO 8601, in words; as it is where it is something else."""
    try:
        return Moment().words(datetime.datetime.fromisoformat(iso).timestamp())
    except (ValueError, OverflowError, OSError):
        return iso
