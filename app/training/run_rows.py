"""The runs as rows of their list, worded. Knows no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject

from app.training.desk import TrainingDesk
from app.training.run_list import RunRow
from engine.training.records import Done
from engine.training.runs import RunRecord


class RunRows(QObject):
    """Of the runs of a desk: the one under way is known before it is listed."""

    def __init__(self, desk: TrainingDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def all(self) -> Sequence[RunRow]:
        """The one under way, those that ended with an adapter, then the others."""
        desk = self._desk
        rows = [self._row(record) for record in desk.records if record.id != desk.live_id]
        if desk.train is not None:
            name = desk.train.name or desk.live_id
            rows.insert(0, RunRow(desk.live_id, name, "running", self._progress()))
        return [row for row in rows if row is not None]

    def _row(self, record: RunRecord) -> RunRow | None:
        if record.state == "new":
            return None  # it is being made
        name = record.name or record.id
        if record.adapter:
            return RunRow(record.id, name, "finished", self._loss(record))
        note = {
            "failed": self.tr("failed"),
            "interrupted": self.tr("can go on"),
            "cancelled": self.tr("can go on"),
            "running": self.tr("elsewhere"),
        }.get(record.state, "")
        return RunRow(record.id, name, "other", note)

    def _loss(self, record: RunRecord) -> str:
        """The held-out loss of what was kept; nothing where there were no held-out rows."""
        if record.evaluated is None or not isinstance(record.end, Done):
            return ""
        return self.tr("loss {n}").format(n=QLocale().toString(record.end.loss, "f", 2))

    def _progress(self) -> str:
        if self._desk.state == "paused":
            return self.tr("paused")
        share = self._desk.progress
        return self.tr("{n} %").format(n=round(100 * share)) if share else ""
