"""A dialog in which long work is begun, watched, stopped and told about at its end.

What the work is, what is asked before and what its result means is in the subclasses.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from app.dialog import Dialog, Role, Standard, note
from app.errors import ErrorWords
from app.jobs import Job
from engine.errors import ErrorInfo
from engine.files import shown

SI = QLocale.DataSizeFormat.DataSizeSIFormat  # as file managers count
MOST_LINES = 8  # of what could not be done; the rest is counted


class JobDialog(Dialog):
    """Asks, works, tells. Closing it while it works stops the work first."""

    ended = Signal()  # the work is over, whichever way

    def __init__(self, words: ErrorWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._job: Job | None = None
        self.asking = QWidget()
        self.asking_layout = _column(self.asking)
        self.asking_layout.setSpacing(10)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)  # a share: bytes do not fit its numbers
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.working = QWidget()
        working = _column(self.working)
        working.setSpacing(10)
        working.addWidget(self.label)
        working.addWidget(self.bar)
        self.telling = QWidget()
        self._telling = _column(self.telling)
        for part in (self.asking, self.working, self.telling):
            self.body.addWidget(part)
        self.working.hide()
        self.telling.hide()
        self.cancel_button = self.add_standard(Standard.Cancel)

    def run(self, job: Job) -> None:
        """Show how `job` goes, and then what came of it."""
        self._job = job
        self.label.setText(self.tr("Starting…"))
        self.bar.setRange(0, 0)
        self._turn_to(self.working)
        for button in self.buttons.buttons():
            button.setVisible(button is self.cancel_button)
        self.cancel_button.setFocus()
        job.progressed.connect(self._on_progressed)
        job.finished.connect(self._on_finished)
        job.failed.connect(self._on_failed)
        job.stopped.connect(self._on_stopped)

    @Slot()
    def reject(self) -> None:
        if self._job is None:
            super().reject()
        else:
            self._job.cancel()
            self.label.setText(self.tr("Stopping…"))
            self.cancel_button.setEnabled(False)

    # What subclasses say.

    def progress_words(self, done: int, total: int) -> str:
        """How far it is. Sizes in bytes unless a subclass counts something else."""
        locale = QLocale()
        return self.tr("{done} of {total}").format(
            done=locale.formattedDataSize(done, 1, SI),
            total=locale.formattedDataSize(total, 1, SI),
        )

    def show_result(self, result: object) -> None:
        """Add what came of it, by `tell`."""
        raise NotImplementedError

    def stopped_words(self) -> str:
        """What holds now that it was stopped."""
        return self.tr("Nothing was changed.")

    # What they say it with.

    def tell(self, text: str, kind: str = "") -> None:
        """Add a line to the result."""
        self._telling.addWidget(note(text, kind))

    def tell_all(self, lines: Sequence[str]) -> None:
        """Add lines, the first few of many."""
        for line in lines[:MOST_LINES]:
            self.tell(line, "small")
        more = len(lines) - MOST_LINES
        if more > 0:
            number = QLocale().toString(more)
            self.tell(self.tr("and {number} more").format(number=number), "small")

    def tell_file(self, path: Path, size: int) -> None:
        """Say where a file was written and how large it is, with a button that shows it."""
        text = self.tr("{path} ({size})").format(
            path=shown(path), size=QLocale().formattedDataSize(size, 1, SI)
        )
        self.tell(text)
        button = self.add_button(self.tr("Show the folder"), Role.ActionRole)
        folder = QUrl.fromLocalFile(str(path.parent))
        button.clicked.connect(lambda: QDesktopServices.openUrl(folder))

    def _turn_to(self, shown: QWidget) -> None:
        for part in (self.asking, self.working, self.telling):
            part.setVisible(part is shown)
        self.fit()

    @Slot(object, object)
    def _on_progressed(self, done: int, total: int) -> None:
        if self._job is None or self._job.is_cancelled():
            return
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(1000 * done // total if total else 0)
        self.label.setText(self.progress_words(done, total))
        self.bar.setAccessibleDescription(self.label.text())

    @Slot(object)
    def _on_finished(self, result: object) -> None:
        self.show_result(result)
        self._end()

    @Slot(object)
    def _on_failed(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        self.tell(words.title, "bad")
        self.tell(words.text)
        if words.advice:
            self.tell(words.advice, "muted")
        self._end()

    @Slot()
    def _on_stopped(self) -> None:
        self.tell(self.tr("Stopped."), "heading")
        self.tell(self.stopped_words())
        self._end()

    def _end(self) -> None:
        self._job = None
        self.cancel_button.hide()
        close = self.add_button(self.tr("Close"), Role.RejectRole, primary=True)
        self._turn_to(self.telling)
        close.setFocus()
        told = " ".join(label.text() for label in self.telling.findChildren(QLabel))
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(close, told))
        self.ended.emit()


def _column(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    return layout
