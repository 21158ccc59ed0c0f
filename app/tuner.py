"""How fast the chosen model runs here: what was found out, and finding it out.

Knows no widgets.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.jobs import Job, Jobs
from app.model_choice import ModelChoice
from engine.benchmark import Benchmark
from engine.files import Cancelled, Progress
from engine.paths import Home
from engine.tuning import Finding, found, keep


class Tuner(QObject):
    """`finding` is what is known of the chosen model, None where it was not measured."""

    changed = Signal()

    def __init__(
        self,
        home: Home,
        models: ModelChoice,
        jobs: Jobs,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._models = models
        self._jobs = jobs
        self._bridge = bridge
        self.finding: Finding | None = None
        models.changed.connect(self.refresh)

    @property
    def model(self) -> str:
        """The title of the model it is about; empty where there is none that can be measured."""
        model = self._models.model
        return model.title if model is not None and model.size else ""

    @Slot()
    def refresh(self) -> None:
        """Look again at what is known of the chosen model."""
        model, home = self._models.model, self._home
        if model is None or not model.size:
            self._show(None)
        else:
            self._bridge.run(lambda: found(home, model.path), self._show)

    def measure(self) -> Job:
        """Measure the chosen model; what is found is kept, and used from the next reply on."""
        model = self._models.model
        assert model is not None  # else there is nothing to measure
        home, path = self._home, model.path

        def work(progress: Progress, cancelled: Cancelled) -> Finding:
            report = Benchmark(path, lambda _: None, progress, cancelled).run()
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            return keep(home, Path(path), report.best, report.speed, now)

        job = self._jobs.start(work)
        job.finished.connect(self._on_measured)
        return job

    @Slot(object)
    def _on_measured(self, finding: Finding) -> None:
        self._show(finding)
        self._models.look_again()

    def _show(self, finding: Finding | None) -> None:
        self.finding = finding
        self.changed.emit()
