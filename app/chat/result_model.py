"""What a search found, as rows: the chat, when, and some of the text with what matched.

Does not know how a row looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QObject, Qt

from app.chat.chat_model import ROW_ROLE, Index
from app.chat.dates import Dates
from app.text import one_line, plain_tip
from engine.store.records import Hit

BEFORE = 24  # characters shown before the first match, so that it is in sight

Marks = tuple[tuple[int, int], ...]  # start and length of each


class Result(NamedTuple):
    """A row. `marks` are places in `excerpt` as Qt counts, in UTF-16 units."""

    title: str
    when: str
    excerpt: str
    marks: Marks
    hit: Hit


class ResultModel(QAbstractListModel):
    """The results of one search, in the order they are to be shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Result] = []

    def show_hits(self, hits: Sequence[Hit], today: date) -> None:
        """Replace the rows."""
        dates = Dates(today)
        rows = [
            Result(
                one_line(hit.chat.title) or self.tr("New chat"),
                dates.short(hit.chat.updated_at),
                *in_sight(hit.excerpt, hit.marks),
                hit,
            )
            for hit in hits
        ]
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def result(self, index: Index) -> Result | None:
        """The row at `index`; None for an invalid one."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.result(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.tr("{title}, {when}: {excerpt}")
            return words.format(title=row.title, when=row.when, excerpt=row.hit.excerpt)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.title)
        return row if role == ROW_ROLE else None


def in_sight(text: str, marks: Marks) -> tuple[str, Marks]:
    """The text from shortly before its first match, and the matches as Qt counts them."""
    cut = max(0, marks[0][0] - BEFORE) if marks else 0
    if cut:
        cut = text.find(" ", cut, marks[0][0]) + 1 or cut  # at a word, where there are words
        text = f"…{text[cut:]}"
        marks = tuple((start - cut + 1, length) for start, length in marks)
    return text, tuple(
        (_units(text[:start]), _units(text[start : start + length])) for start, length in marks
    )


def _units(text: str) -> int:
    """The length of `text` in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
