"""The chats as rows: what is pinned, the folders, and then the rest by day, each with a heading.

Does not know how a row looks, nor how anything is done to a chat.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.chat.dates import Dates
from app.text import one_line, plain_tip
from engine.store.records import TEMPORARY_IDS, Chat, Folder

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
CHATS_TYPE = "application/x-puna-chats"  # ids of dragged chats, as a JSON list
EMPTY = Qt.ItemFlag.NoItemFlags


class Section(NamedTuple):
    """A heading and what is true of all chats under it."""

    kind: Literal["temporary", "pinned", "folder", "day"]
    text: str
    folder: int | None = None
    size: int = 0  # chats in it
    closed: bool = False


class Row(NamedTuple):
    """A line of the list: a chat, or the heading of its section where `chat` is None."""

    text: str
    section: Section
    chat: Chat | None = None


class ChatModel(QAbstractListModel):
    """Rows of chats. A new name typed into one is told by `chat_renamed` or `folder_renamed`."""

    chat_renamed = Signal(object, str)  # id of a chat, which may be larger than a C int
    folder_renamed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._places: dict[int, int] = {}  # of chats by their id

    def show_chats(
        self,
        chats: Sequence[Chat],
        today: date,
        folders: Sequence[Folder] = (),
        closed: Sequence[int] = (),
    ) -> bool:
        """Replace the rows; returns whether anything is different. `chats` in the order wanted.

        The chats of `closed` folders have no rows.
        """
        rows = self._all_rows(chats, Dates(today), folders, closed)
        if rows == self._rows:
            return False
        self.beginResetModel()
        self._rows = rows
        self._places = {row.chat.id: n for n, row in enumerate(rows) if row.chat is not None}
        self.endResetModel()
        return True

    def row(self, index: Index) -> Row | None:
        """The row at `index`; None for an invalid one."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, chat_id: int | None) -> QModelIndex:
        """Where that chat is; an invalid index for None and for one not listed."""
        place = None if chat_id is None else self._places.get(chat_id)
        return QModelIndex() if place is None else self.index(place)

    def places(self, chat_ids: Iterable[int]) -> list[int]:
        """The rows of those of these chats that are listed, from top to bottom."""
        return sorted(self._places[number] for number in chat_ids if number in self._places)

    def folder_index(self, folder: int | None) -> QModelIndex:
        """Where the heading of that folder is; an invalid index where it is not listed."""
        for place, row in enumerate(self._rows):
            if folder is not None and row.chat is None and row.section.folder == folder:
                return self.index(place)
        return QModelIndex()

    # What Qt asks.

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.text if row.chat is not None else self._heading_words(row.section)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and row.chat is not None:
            return row.section.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.text) if row.chat is not None else self._heading_tip(row.section)
        return row if role == ROW_ROLE else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A name the user typed. None, and the one it has, change nothing."""
        row, name = self.row(index), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or row is None or name in ("", row.text):
            return False
        self._rows[index.row()] = row._replace(text=name)  # seen until it is listed again
        self.dataChanged.emit(index, index)
        if row.chat is not None:
            self.chat_renamed.emit(row.chat.id, name)
        elif row.section.folder is not None:
            self.folder_renamed.emit(row.section.folder, name)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index)
        if row is None:
            return EMPTY
        flag = Qt.ItemFlag
        if row.chat is None:
            folder = flag.ItemIsEnabled | flag.ItemIsEditable
            return folder if row.section.kind == "folder" else EMPTY
        flags = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
        return flags if row.chat.temporary else flags | flag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [CHATS_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = [self._rows[index.row()] for index in indexes]
        data = QMimeData()
        ids = [row.chat.id for row in rows if row.chat is not None and not row.chat.temporary]
        data.setData(CHATS_TYPE, QByteArray(json.dumps(ids).encode()))
        return data

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    # How rows are made: without detours, because there may be many thousands.

    def _all_rows(
        self,
        chats: Sequence[Chat],
        dates: Dates,
        folders: Sequence[Folder],
        closed: Sequence[int],
    ) -> list[Row]:
        temporary: list[Chat] = []
        pinned: list[Chat] = []
        inside: dict[int | None, list[Chat]] = {folder.id: [] for folder in folders}
        days: dict[str, list[Chat]] = {}
        for chat in chats:
            if chat.id >= TEMPORARY_IDS:
                temporary.append(chat)
            elif chat.pinned:
                pinned.append(chat)
            elif chat.folder in inside:
                inside[chat.folder].append(chat)
            else:
                days.setdefault(dates.heading(chat.updated_at), []).append(chat)
        rows: list[Row] = []
        words = self.tr("Temporary: gone when Puna closes")
        self._add(rows, Section("temporary", words), temporary)
        self._add(rows, Section("pinned", self.tr("Pinned")), pinned)
        for folder in folders:
            there, shut = inside[folder.id], folder.id in closed
            section = Section("folder", folder.name, folder.id, len(there), shut)
            self._add(rows, section, () if shut else there)
        for day, of_day in days.items():
            self._add(rows, Section("day", day), of_day)
        return rows

    def _add(self, rows: list[Row], section: Section, chats: Sequence[Chat]) -> None:
        if chats or section.kind == "folder":
            rows.append(Row(section.text, section))
            unnamed = self.tr("New chat")
            rows += [Row(one_line(chat.title) or unnamed, section, chat) for chat in chats]

    def _heading_words(self, section: Section) -> str:
        if section.kind != "folder":
            return section.text
        words = (
            self.tr("Folder {name}, closed. Chats: {count}")
            if section.closed
            else self.tr("Folder {name}, open. Chats: {count}")
        )
        return words.format(name=section.text, count=section.size)

    def _heading_tip(self, section: Section) -> str | None:
        if section.kind == "temporary":
            return plain_tip(
                self.tr("These chats are kept in memory only. They are gone when Puna closes.")
            )
        return plain_tip(section.text) if section.kind == "folder" else None
