"""What the examples of the draft are like: looked through beside the window after every change.

Counting tokens and showing what the model sees is done by a process that has the model's
vocabulary. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.jobs import Job, Jobs
from app.training.counting import Counting
from app.training.draft import Draft
from app.training.findings import Findings, Inspector
from engine.errors import ErrorInfo
from engine.examples.privacy import masked
from engine.examples.records import Example
from engine.training.checking import Counted

_AFTER_MS = 250


class Inspection(QObject):
    """`findings` and `count` are of the draft as it was when `busy` was last false."""

    changed = Signal()
    seen = Signal(object)  # Previewed, or ErrorInfo
    failed = Signal(object)  # ErrorInfo

    def __init__(
        self, draft: Draft, counting: Counting, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._jobs = jobs
        self._counting = counting
        self._job: Job | None = None
        self._inspector = Inspector()  # used by the one thread of the jobs
        self.findings = Findings()
        self.count: Counted | None = None
        self.count_error: ErrorInfo | None = None
        self._timer = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.look)
        draft.changed.connect(self._on_changed)
        counting.counted.connect(self._on_counted)
        counting.seen.connect(self.seen)

    @property
    def busy(self) -> bool:
        """Whether what is known is not yet of the examples there are."""
        return self._job is not None or self._timer.isActive()

    @Slot()
    def look(self) -> None:
        """Look through the examples, and count their tokens."""
        self._timer.stop()
        examples = self._draft.examples
        self._stop()
        look = self._inspector.look
        job = self._job = self._jobs.start(
            lambda progress, cancelled: look(examples, progress, cancelled)
        )
        job.finished.connect(lambda found: self._on_found(job, found))
        job.failed.connect(lambda error: self._on_failed(job, error))
        self.changed.emit()
        self.count_tokens()

    @Slot()
    def count_tokens(self) -> None:
        """Count anew, as another model would."""
        self.count, self.count_error = None, None
        self._counting.count(self._draft.model, self._draft.examples)

    def preview(self, example: Example) -> None:
        """Ask what the model sees of an example; `seen` tells."""
        self._counting.preview(self._draft.model, example)

    @Slot(object)
    def mask(self, kinds: Sequence[str]) -> None:
        """Replace what is private, of these kinds."""
        examples = self._draft.examples
        job = self._jobs.start(lambda _progress, _cancelled: masked(examples, kinds))

        def done(result: Sequence[Example]) -> None:
            if self._draft.examples is examples:
                self._draft.replace(result)

        job.finished.connect(done)
        job.failed.connect(self.failed)

    @Slot()
    def close(self) -> None:
        self._timer.stop()
        self._stop()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    @Slot()
    def _on_changed(self) -> None:
        self._timer.start()
        self.changed.emit()

    @Slot(object)
    def _on_counted(self, count: Counted | ErrorInfo) -> None:
        if isinstance(count, Counted):
            self.count = count
        else:
            self.count_error = count
        self.changed.emit()

    def _on_found(self, job: Job, found: Findings) -> None:
        if job is self._job:
            self._job = None
            self.findings = found
            self.changed.emit()

    def _on_failed(self, job: Job, error: ErrorInfo) -> None:
        if job is self._job:
            self._job = None
            self.failed.emit(error)
            self.changed.emit()
