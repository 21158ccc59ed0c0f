"""A list of things the user has: a name, a line below it, and a few words on the right.

As tall as its rows, up to a number of them, or as tall as there is room; then it scrolls. Does not
know what the things are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.plain_box import ENTER
from app.theme import SMALL_SIZE, Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole

MOST_ROWS = 7
PAD = 8
GAP = 2


@dataclass(frozen=True, slots=True)
class ListRow:
    """A thing as it is shown. `key` is whatever tells the owner of the list what it is."""

    key: object
    title: str
    detail: str = ""
    note: str = ""


class RowModel(QAbstractListModel):
    """The rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ListRow, ...] = ()

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.note, row.detail) if part)
        return row if role == ROW_ROLE else None


class RowDelegate(QStyledItemDelegate):
    """Draws a row: its title and note on the first line, its detail below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: ListRow = index.data(ROW_ROLE)
        title, small = self._fonts(option)
        below = GAP + QFontMetrics(small).height() if row.detail else 0
        return QSize(0, QFontMetrics(title).height() + below + 2 * PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ListRow = index.data(ROW_ROLE)
        tokens = self._theme.tokens
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option.rect, state)
        title, small = self._fonts(option)
        space: QRect = option.rect.adjusted(12, PAD, -12, -PAD)
        metrics = QFontMetrics(small)
        notes = metrics.horizontalAdvance(row.note) + 16 if row.note else 0
        line = QRect(space.left(), space.top(), space.width(), QFontMetrics(title).height())
        painter.setFont(small)
        painter.setPen(QColor(tokens.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, row.note)
        below = QRect(space.left(), line.bottom() + 1 + GAP, space.width(), metrics.height())
        painter.drawText(below, left, _elided(metrics, row.detail, below.width()))
        painter.setFont(title)
        painter.setPen(QColor(tokens.accent if selected else tokens.text))
        line.setWidth(line.width() - notes)
        painter.drawText(line, left, _elided(QFontMetrics(title), row.title, line.width()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        tokens = self._theme.tokens
        ground = tokens.hover if state & QStyle.StateFlag.State_MouseOver else ""
        ground = tokens.accent_soft if state & QStyle.StateFlag.State_Selected else ground
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QPen(QColor(tokens.accent), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or focused:
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)

    def _fonts(self, option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
        title, small = QFont(option.font), QFont(option.font)
        title.setWeight(QFont.Weight.Medium)
        small.setPointSizeF(option.font.pointSizeF() * SMALL_SIZE / 10.5)
        return title, small


class RowList(QListView):
    """The list. `key()` is that of the row the user is at. With 0 for `most_rows` it takes the
    height that it is given."""

    picked = Signal()  # another row, or none
    opened = Signal()  # by a double click or Enter

    def __init__(self, name: str, theme: Theme, most_rows: int = MOST_ROWS) -> None:
        super().__init__()
        self._most_rows = most_rows
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.ensurePolished()
        self._rows = RowModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(RowDelegate(theme, self))
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(lambda _: self.opened.emit())
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: Sequence[ListRow]) -> None:
        """Show these rows; the user stays at the one with the same key, or the one in its place."""
        at, key = self.currentIndex().row(), self.key()
        with QSignalBlocker(self.selectionModel()):
            self._rows.show_rows(rows)
        keys = [row.key for row in rows]
        number = keys.index(key) if key in keys else min(max(at, 0), len(rows) - 1)
        with QSignalBlocker(self.selectionModel()):
            self.setCurrentIndex(self._rows.index(number))
        if self._most_rows:
            self.setFixedHeight(self._height())
        self.viewport().update()
        self.picked.emit()

    def key(self) -> object:
        """The key of the row the user is at; None where there is no row."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.key if isinstance(row, ListRow) else None

    def pick(self, key: object) -> None:
        """Put the user at the row of `key`, where it is there."""
        for number, row in enumerate(self._rows.rows):
            if row.key == key:
                self.setCurrentIndex(self._rows.index(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        return QSize(usual.width(), self._height()) if self._most_rows else usual

    def _height(self) -> int:
        shown = range(min(len(self._rows.rows), self._most_rows))
        return sum(self.sizeHintForRow(number) for number in shown) + 2

    @Slot()
    def _on_current_changed(self) -> None:
        self.picked.emit()


def _elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
