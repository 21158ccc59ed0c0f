"""The list of chats at work: it shows what the shelf lists, and asks the shelf for each change.

Knows which folders are closed, and which chat is on the page. Where rows change, what is selected
and where the list is scrolled to stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from app.chat.chat_menu import ChatMenu
from app.chat.chat_model import Section
from app.chat.chat_view import ChatView
from app.chat.shelf import Shelf
from app.preferences import Preferences
from app.theme import Theme
from engine.store.records import Chat, Folder


class ShelfView(ChatView):
    """Its methods are what the menu offers; the signals that open chats are for the page."""

    keep_wanted = Signal(object)  # ids of temporary chats
    export_wanted = Signal(object)  # ids of stored chats

    def __init__(
        self, shelf: Shelf, preferences: Preferences, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent)
        self._shelf = shelf
        self._preferences = preferences
        self._listed: Sequence[Chat] = ()
        self._folders: Sequence[Folder] = ()
        self._open: int | None = None
        self._waiting = False  # a list came while a name was typed
        self._unnamed: int | None = None  # a new folder, named as soon as it is listed
        shelf.listed.connect(self._on_listed)
        shelf.folder_added.connect(self._on_folder_added)
        self._chats.chat_renamed.connect(shelf.rename)
        self._chats.folder_renamed.connect(shelf.rename_folder)
        self.toggled.connect(self.toggle_folder)
        self.menu_wanted.connect(self._open_menu)
        self.trash_wanted.connect(lambda: self.trash([chat.id for chat in self.selected()]))
        self.dropped.connect(self._on_dropped)

    def show_open(self, chat_id: int | None) -> None:
        """Show which chat is on the page; says nothing to anyone. Several selected ones stay so."""
        self._open = chat_id
        self.mark_open(chat_id)
        if len(self.selectionModel().selectedIndexes()) <= 1 and not self.editing:
            self.select([] if chat_id is None else [chat_id])
            index = self._chats.index_of(chat_id)
            if index.isValid() and self.isVisible():
                self.scrollTo(index)

    # What the menu offers.

    def open_chat(self, chat_id: int) -> None:
        self.chosen.emit(chat_id)

    def keep(self, chat_ids: Sequence[int]) -> None:
        self.keep_wanted.emit(chat_ids)

    def pin(self, chat_ids: Sequence[int], pinned: bool) -> None:
        self._shelf.pin(chat_ids, pinned)

    def move_chats(self, chat_ids: Sequence[int], folder: int | None) -> None:
        self._shelf.move(chat_ids, folder)

    def move_to_new(self, chat_ids: Sequence[int]) -> None:
        self._shelf.add_folder(self.tr("New folder"), chat_ids)

    def export(self, chat_ids: Sequence[int]) -> None:
        self.export_wanted.emit(list(chat_ids))

    def trash(self, chat_ids: Sequence[int]) -> None:
        """Delete chats. The keyboard goes to the next one that stays."""
        going = set(chat_ids)
        stay = self._next_to(going)
        self._shelf.trash(chat_ids)
        self.select([] if stay is None else [stay])

    @Slot()
    def new_folder(self) -> None:
        """A new folder, whose name can be typed at once."""
        self._shelf.add_folder(self.tr("New folder"))

    def remove_folder(self, folder: int) -> None:
        self._shelf.remove_folder(folder)

    @Slot(int)
    def toggle_folder(self, folder: int) -> None:
        """Fold a folder, or unfold it; it stays so."""
        known = {each.id for each in self._folders}
        closed = set(self._preferences.settings.closed_folders) & known
        self._preferences.change(closed_folders=tuple(sorted(closed ^ {folder})))
        self._show()
        self.select([], self._chats.folder_index(folder))

    # What the shelf tells.

    @Slot(object, object)
    def _on_listed(self, chats: Sequence[Chat], folders: Sequence[Folder]) -> None:
        self._listed, self._folders = chats, folders
        if self.editing:  # The box would go with its row, and what is typed with it.
            self._waiting = True
        else:
            self._show()

    @Slot(object)
    def _on_folder_added(self, folder: Folder) -> None:
        self._unnamed = folder.id

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if self._waiting:
            self._show()

    def _show(self) -> None:
        self._waiting = False
        selected = [chat.id for chat in self.selected()]
        row, scrolled = self.row(), self.verticalScrollBar().value()
        closed = self._preferences.settings.closed_folders
        today = datetime.now().astimezone().date()
        if self._chats.show_chats(self._listed, today, self._folders, closed):
            if row is not None and row.chat is None:
                current = self._chats.folder_index(row.section.folder)
            else:
                current = self._chats.index_of(row.chat.id if row and row.chat else self._open)
            self.select(selected or self._at_open(), current)
            self.doItemsLayout()
            self.verticalScrollBar().setValue(scrolled)
        if (index := self._chats.folder_index(self._unnamed)).isValid():
            self._unnamed = None
            self.select([], index)
            self.scrollTo(index)
            self.setFocus()
            self.edit(index)

    def _at_open(self) -> list[int]:
        return [] if self._open is None else [self._open]

    def _next_to(self, going: set[int]) -> int | None:
        """The chat after those that are going, or else the one before them."""
        places = [self._chats.index_of(number).row() for number in going]
        below = range(max(places, default=0), self._chats.rowCount())
        above = range(max(places, default=0), -1, -1)
        for place in (*below, *above):
            row = self._chats.row(self._chats.index(place))
            if row is not None and row.chat is not None and row.chat.id not in going:
                return row.chat.id
        return None

    # The menu, and dragging.

    @Slot(QPoint)
    def _open_menu(self, point: QPoint) -> None:
        menu, row, chats = ChatMenu(self, self), self.row(), self.selected()
        if chats:
            menu.fill_for_chats(chats, self._folders)
        elif row is not None:
            menu.fill_for_folder(row.section)
        else:
            menu.fill_for_nothing()
        menu.popup(point)

    @Slot(object, object)
    def _on_dropped(self, chat_ids: Sequence[int], section: Section) -> None:
        if section.kind == "pinned":
            self._shelf.pin(chat_ids, True)
        else:
            self._shelf.move(chat_ids, section.folder)
