"""Results of one task side by side: a row a result, a column a metric; the best of each stands out,
among those that were asked the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from app.text import plain_tip
from app.training.judge_words import JudgeWords
from engine.evaluation.results import Result
from engine.evaluation.table import NOT_A_RANK, best_of, metrics_of, shown

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_NAME, _EXAMPLES, _FIRST = 0, 1, 2
_MOST: Final = 4  # metrics of which there are columns; all are in the details
_TELLING: Final = ("accuracy", "macro_f1", "f1", "exact", "bleu", "chrf", "rougeL", "loss")


class ResultModel(QAbstractTableModel):
    """`results` are what is shown, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = JudgeWords(self)
        self.results: Sequence[Result] = ()
        self._metrics: list[str] = []
        self._best: dict[tuple[int, str], bool] = {}

    def show_results(self, results: Sequence[Result]) -> None:
        """These instead of what was there."""
        self.beginResetModel()
        self.results = results
        found = [metric for metric in metrics_of(results) if metric not in NOT_A_RANK]
        telling = [metric for metric in found if metric in _TELLING]
        self._metrics = [*telling, *(m for m in found if m not in telling)][:_MOST]
        self._best = {}
        for row, result in enumerate(results):
            alike = [other for other in results if result.comparable(other)]
            for metric in self._metrics:
                value, best = result.scores.values.get(metric), best_of(alike, metric)
                self._best[row, metric] = value is not None and value == best
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.results)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else _FIRST + len(self._metrics)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        result, column = self.results[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column == _NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if column == _NAME:
            return self._name(result, role)
        if column == _EXAMPLES:
            return str(result.scores.examples) if role == Qt.ItemDataRole.DisplayRole else None
        metric = self._metrics[column - _FIRST]
        return self._value(index.row(), result, metric, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == _NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if section < _FIRST:
            words = (self.tr("What was judged"), self.tr("Examples"))
            return words[section] if role == Qt.ItemDataRole.DisplayRole else None
        metric = self._metrics[section - _FIRST]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.metric(metric)
        return self._words.better(metric) if role == Qt.ItemDataRole.ToolTipRole else None

    def _name(self, result: Result, role: int) -> str | None:
        if role == Qt.ItemDataRole.DisplayRole:
            return result.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(result.judge.data or self.tr("Texts of Puna"))
        return None

    def _value(self, row: int, result: Result, metric: str, role: int) -> object:
        value = result.scores.values.get(metric)
        best = self._best[row, metric]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(metric, value) if value is not None else ""
        if role == Qt.ItemDataRole.FontRole and best:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole and value is not None:
            words = f"{self._words.metric(metric)} {shown(metric, value)}"
            return self.tr("{figure}, the best").format(figure=words) if best else words
        return None
