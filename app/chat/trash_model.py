"""The chats in the trash as rows, and how such a row looks: the title, and when it was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.chat.chat_delegate import PADDING, draw_ground, small
from app.chat.chat_model import ROW_ROLE, Index
from app.chat.dates import Dates
from app.text import one_line, plain_tip
from app.theme import Theme
from engine.store.records import Chat


class Trashed(NamedTuple):
    """A row."""

    title: str
    when: str
    chat: Chat


class TrashModel(QAbstractListModel):
    """Chats in the order they are to be shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Trashed] = []

    def show_chats(self, chats: Sequence[Chat], today: date) -> None:
        """Replace the rows."""
        rows = [self._row(chat, Dates(today)) for chat in chats]
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def _row(self, chat: Chat, dates: Dates) -> Trashed:
        words = (
            self.tr("Deleted {when} · temporary") if chat.temporary else self.tr("Deleted {when}")
        )
        when = words.format(when=dates.short(chat.trashed_at or 0.0))
        return Trashed(one_line(chat.title) or self.tr("New chat"), when, chat)

    def chats(self) -> list[Chat]:
        """All of them."""
        return [row.chat for row in self._rows]

    def chat(self, index: Index) -> Chat | None:
        """The chat at `index`; None for an invalid one."""
        return self._rows[index.row()].chat if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{title}. {when}").format(title=row.title, when=row.when)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.title)
        return row if role == ROW_ROLE else None


class TrashDelegate(QStyledItemDelegate):
    """Draws rows of two lines and one height."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = QFontMetrics(option.font).height() + QFontMetrics(small(option.font)).height()
        return QSize(0, lines + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Trashed = index.data(ROW_ROLE)
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, option, self._theme)
        space = option.rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        top = QFontMetrics(option.font).height()
        for text, font, color, place in (
            (row.title, option.font, tokens.text, space.adjusted(0, 0, 0, top - space.height())),
            (row.when, small(option.font), tokens.muted, space.adjusted(0, top, 0, 0)),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            _draw(painter, place, text)
        painter.restore()


def _draw(painter: QPainter, place: QRect, text: str) -> None:
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
