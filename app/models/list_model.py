"""The rows of the list of models: what is on this computer, what is coming, what the hub has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from app.models.words import Tone

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole

Kind = Literal["heading", "note", "model", "download", "trash", "result"]
CHOOSABLE: tuple[Kind, ...] = ("model", "download", "trash", "result")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is shown. `kind` and `key` together tell what it is; `word` is its openness,
    `progress` goes from 0 to 1, `buttons` are what can be done to a download. A `faint` one cannot
    be used now."""

    kind: Kind
    key: str
    title: str
    detail: str = ""
    word: str = ""
    tone: Tone = "muted"
    progress: float | None = None
    buttons: tuple[str, ...] = ()
    faint: bool = False
    strong: bool = False

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        return ", ".join(part for part in (self.title, self.word, self.detail) if part)


class ListModel(QAbstractListModel):
    """Rows that change many times a second where something is downloaded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> bool:
        """Show these rows; False where only what they say is another."""
        old, new = self.rows, tuple(rows)
        if [(row.kind, row.key) for row in old] != [(row.kind, row.key) for row in new]:
            self.beginResetModel()
            self.rows = new
            self.endResetModel()
            return True
        self.rows = new
        for number, (before, now) in enumerate(zip(old, new, strict=True)):
            if before != now:
                index = self.index(number)
                self.dataChanged.emit(index, index)
        return False

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken
        return row if role == ROW_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.rows[index.row()].kind not in CHOOSABLE:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def index_of(self, kind: str, key: str) -> QModelIndex:
        """Where that row is; an invalid index where it is not there."""
        for number, row in enumerate(self.rows):
            if (row.kind, row.key) == (kind, key):
                return self.index(number)
        return QModelIndex()
