"""The examples as a table of questions and answers. Knows no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.text import one_line
from engine.examples.records import Example

Index = QModelIndex | QPersistentModelIndex

_SHOWN = 300  # characters: no column is wider
COLUMNS = 3


class ExampleModel(QAbstractTableModel):
    """A number, the first question, the last answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.examples: Sequence[Example] = ()

    def show_examples(self, examples: Sequence[Example]) -> None:
        """Show these instead; as many as before are taken for the same in other words."""
        if len(examples) == len(self.examples):
            self.examples = examples
            if examples:
                end = self.index(len(examples) - 1, COLUMNS - 1)
                self.dataChanged.emit(self.index(0, 0), end)
            return
        self.beginResetModel()
        self.examples = examples
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.examples)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return ("", self.tr("Question"), self.tr("Answer"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 0:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        example = self.examples[index.row()]
        if index.column() == 0:
            return QLocale().toString(index.row() + 1)
        return one_line(question_of(example) if index.column() == 1 else example.answer[:_SHOWN])


def question_of(example: Example) -> str:
    """What is asked first, as far as a row of a table shows it; with a hint at further turns."""
    asked = [message.content for message in example.messages if message.role == "user"]
    if not asked:
        return ""
    more = f"  (+{len(asked) - 1})" if len(asked) > 1 else ""
    return asked[0][:_SHOWN] + more
