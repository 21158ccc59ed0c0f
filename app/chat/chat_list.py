"""The list of chats, newest first and grouped by day, with the button for a new one.

Does not know what is in a chat: it shows titles, and says which chat the user chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.text import plain_tip
from app.theme import SMALL_SIZE, Theme
from engine.store.records import Chat

Index = QModelIndex | QPersistentModelIndex
CHAT_ROLE = Qt.ItemDataRole.UserRole
WIDTH = 244


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a chat, or the heading of a day where `chat` is None."""

    text: str
    chat: Chat | None = None


class ChatModel(QAbstractListModel):
    """Chats as rows, with a heading before each group of days."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_chats(self, chats: Sequence[Chat], today: date) -> None:
        """Replace the rows. `chats` newest first; their times are shown in the local time zone."""
        rows: list[Row] = []
        heading = ""
        for chat in chats:
            day = datetime.fromtimestamp(chat.updated_at).astimezone().date()
            group = self._group(day, today)
            if group != heading:
                rows.append(Row(group))
                heading = group
            rows.append(Row(chat.title or self.tr("New chat"), chat))
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def index_of(self, chat_id: int | None) -> QModelIndex:
        """Where that chat is; an invalid index for None and for one not listed."""
        for number, row in enumerate(self._rows):
            if row.chat is not None and row.chat.id == chat_id:
                return self.index(number)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text
        if role == Qt.ItemDataRole.ToolTipRole and row.chat is not None:
            return plain_tip(row.text)
        if role == CHAT_ROLE:
            return row.chat
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._rows[index.row()].chat is not None:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def _group(self, day: date, today: date) -> str:
        age = (today - day).days
        if age <= 0:
            return self.tr("Today")
        if age == 1:
            return self.tr("Yesterday")
        if age <= 7:
            return self.tr("Last 7 days")
        if day.year == today.year:
            return QLocale().standaloneMonthName(day.month)
        return QLocale().toString(QDate(day.year, day.month, 1), "yyyy")


class ChatDelegate(QStyledItemDelegate):
    """Draws a row: small muted headings, and titles that end in … where they do not fit."""

    ROW = 32
    HEADING = 30

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        chat = index.data(CHAT_ROLE)
        return QSize(0, self.ROW if chat is not None else self.HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if index.data(CHAT_ROLE) is None:
            font.setPointSizeF(SMALL_SIZE)
            painter.setFont(font)
            painter.setPen(QColor(tokens.muted))
            painter.drawText(rect.adjusted(6, 6, -6, 0), flags, index.data())
            painter.restore()
            return
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = tokens.hover if state & QStyle.StateFlag.State_MouseOver else ""
        ground = tokens.accent_soft if selected else ground
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.setPen(QPen(QColor(tokens.accent), 2) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        if ground or focused:
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        if selected:
            font.setWeight(font.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tokens.accent if selected else tokens.text))
        space = rect.adjusted(8, 0, -8, 0)
        elide = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(index.data(), elide, space.width())
        painter.drawText(space, flags, title)
        painter.restore()


class ChatList(QWidget):
    """The pane: New chat on top, then the chats. Moving through the list opens what it reaches."""

    chosen = Signal(int)  # id of a chat
    new_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.new_button = QPushButton(self.tr("New chat"))
        self.new_button.setProperty("kind", "primary")
        self.new_button.setToolTip(self.tr("Start a new chat (Ctrl+N)"))
        self.model = ChatModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ChatDelegate(theme, self.view))
        self.view.setAccessibleName(self.tr("Chats"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setMouseTracking(True)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addWidget(self.new_button)
        layout.addWidget(self.view, 1)
        self.new_button.clicked.connect(self.new_requested)
        theme.changed.connect(self.view.viewport().update)

    def show_chats(self, chats: Sequence[Chat], current: int | None) -> None:
        """Show these chats, newest first, with `current` selected."""
        with QSignalBlocker(self.view.selectionModel()):
            self.model.show_chats(chats, datetime.now().astimezone().date())
        self.select(current)

    def select(self, chat_id: int | None) -> None:
        """Mark a chat as the open one; says nothing to anyone."""
        index = self.model.index_of(chat_id)
        with QSignalBlocker(self.view.selectionModel()):
            self.view.setCurrentIndex(index)
            if not index.isValid():
                self.view.clearSelection()
        self.view.viewport().update()

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        chat = index.data(CHAT_ROLE)
        if isinstance(chat, Chat):
            self.chosen.emit(chat.id)
