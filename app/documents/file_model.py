"""The files of a collection as a table: name, folder, size, pages, state. Knows no widgets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor

from app.document_words import DocumentWords
from app.text import one_line, plain_tip
from app.theme import Theme
from engine.documents.records import File

Index = QModelIndex | QPersistentModelIndex

NAME, FOLDER, SIZE, PAGES, STATE = range(5)
COLUMNS = 5

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class FileModel(QAbstractTableModel):
    """`more`: there are files after these, which `wanted` asks for once they come into sight."""

    wanted = Signal()

    def __init__(self, words: DocumentWords, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self.files: Sequence[File] = ()
        self.more = False
        self._names = (
            self.tr("Name"),
            self.tr("Folder"),
            self.tr("Size"),
            self.tr("Pages"),
            self.tr("State"),
        )
        theme.changed.connect(self._on_theme_changed)

    def show_files(self, files: Sequence[File], *, more: bool) -> bool:
        """Show these; False where the rows are those from before, whatever they say now."""
        old, self.more = self.files, more
        if _begins(old, files):
            changed = [
                n for n, (was, now) in enumerate(zip(old, files, strict=False)) if was != now
            ]
            if len(files) > len(old):
                self.beginInsertRows(QModelIndex(), len(old), len(files) - 1)
                self.files = files
                self.endInsertRows()
            else:
                self.files = files
            if changed:
                last = self.index(changed[-1], COLUMNS - 1)
                self.dataChanged.emit(self.index(changed[0], 0), last)
            return False
        self.beginResetModel()
        self.files = files
        self.endResetModel()
        return True

    def rows_of(self, keys: frozenset[str]) -> list[int]:
        """Where these files are, of those that are here."""
        return [row for row, file in enumerate(self.files) if file.key in keys]

    # What Qt asks.

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.files)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else COLUMNS

    def canFetchMore(self, parent: Index) -> bool:
        return self.more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        if self.more:
            self.more = False  # asked for once
            self.wanted.emit()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (SIZE, PAGES):
            return _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.files):
            return None
        file, column = self.files[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(file, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(file.path if column in (NAME, FOLDER) else self._text(file, column))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == NAME:
            parts = (self._text(file, part) for part in (NAME, STATE, PAGES, SIZE))
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (SIZE, PAGES):
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._color(file, column)
        return None

    def _text(self, file: File, column: int) -> str:
        path = PurePath(file.path)
        if column == NAME:
            return one_line(path.name) or file.path
        if column == FOLDER:
            return path.parent.name
        if column == SIZE:
            return self._words.size(file.size)
        return self._words.pages_of(file) if column == PAGES else self._words.state(file)[0]

    def _color(self, file: File, column: int) -> QColor | None:
        if column == NAME:
            return None
        tone = self._words.state(file)[1] if column == STATE else "muted"
        return QColor(getattr(self._theme.tokens, tone or "text"))

    @Slot()
    def _on_theme_changed(self) -> None:
        if self.files:
            end = self.index(len(self.files) - 1, COLUMNS - 1)
            self.dataChanged.emit(self.index(0, 0), end)


def _begins(old: Sequence[File], new: Sequence[File]) -> bool:
    """Whether the same files are in the same places, with more behind them or none."""
    if not old or len(new) < len(old):
        return False
    return all(was.key == now.key for was, now in zip(old, new, strict=False))
