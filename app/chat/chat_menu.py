"""The menu of one chat, of several chats, and of a folder. Each entry calls what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.chat.chat_model import Section
from app.chat.pane_view import TRASH_KEY
from engine.store.records import Chat, Folder


class Deeds(Protocol):
    """What the menu can ask for."""

    def open_chat(self, chat_id: int) -> None: ...
    def rename_current(self) -> None: ...
    def pin(self, chat_ids: Sequence[int], pinned: bool) -> None: ...
    def move_chats(self, chat_ids: Sequence[int], folder: int | None) -> None: ...
    def move_to_new(self, chat_ids: Sequence[int]) -> None: ...
    def keep(self, chat_ids: Sequence[int]) -> None: ...
    def export(self, chat_ids: Sequence[int]) -> None: ...
    def trash(self, chat_ids: Sequence[int]) -> None: ...
    def toggle_folder(self, folder: int) -> None: ...
    def remove_folder(self, folder: int) -> None: ...
    def new_folder(self) -> None: ...


class ChatMenu(QMenu):
    """Deletes itself when it closes."""

    def __init__(self, deeds: Deeds, parent: QWidget) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def fill_for_chats(self, chats: Sequence[Chat], folders: Sequence[Folder]) -> None:
        """What can be done with these chats. Temporary ones have no place in folders or pins."""
        deeds, ids = self._deeds, [chat.id for chat in chats]
        if len(chats) == 1:
            self.addAction(self.tr("Open"), lambda: deeds.open_chat(ids[0]))
            self._shown(self.addAction(self.tr("Rename…"), deeds.rename_current), "F2")
        else:
            title = self.addAction(self.tr("{count} chats").format(count=len(chats)))
            title.setEnabled(False)
        stored = [chat for chat in chats if not chat.temporary]
        passing = [chat.id for chat in chats if chat.temporary]
        if passing:
            self.addAction(self.tr("Keep"), lambda: deeds.keep(passing))
        if any(not chat.pinned for chat in stored):
            self.addAction(self.tr("Pin"), lambda: deeds.pin(ids, True))
        if any(chat.pinned for chat in stored):
            self.addAction(self.tr("Unpin"), lambda: deeds.pin(ids, False))
        if stored:
            self._add_folders(stored, folders)
            stored_ids = [chat.id for chat in stored]
            self.addAction(self.tr("Export…"), lambda: deeds.export(stored_ids))
        self.addSeparator()
        self._shown(self.addAction(self.tr("Delete"), lambda: deeds.trash(ids)), TRASH_KEY)

    def fill_for_folder(self, section: Section) -> None:
        """What can be done with a folder."""
        deeds, folder = self._deeds, section.folder
        assert folder is not None
        words = self.tr("Unfold") if section.closed else self.tr("Fold")
        self.addAction(words, lambda: deeds.toggle_folder(folder))
        self._shown(self.addAction(self.tr("Rename…"), deeds.rename_current), "F2")
        self.addSeparator()
        self.addAction(self.tr("Remove the folder, keep its chats"),
                       lambda: deeds.remove_folder(folder))  # fmt: skip

    def fill_for_nothing(self) -> None:
        """What can be done where there is no row."""
        self.addAction(self.tr("New folder"), self._deeds.new_folder)

    def _add_folders(self, chats: Sequence[Chat], folders: Sequence[Folder]) -> None:
        deeds, ids = self._deeds, [chat.id for chat in chats]
        menu = self.addMenu(self.tr("Move to"))
        for folder in folders:
            action = menu.addAction(folder.name.replace("&", "&&"))
            action.setEnabled(any(chat.folder != folder.id for chat in chats))
            action.triggered.connect(lambda _=False, to=folder.id: deeds.move_chats(ids, to))
        if folders:
            menu.addSeparator()
        if any(chat.folder is not None for chat in chats):
            menu.addAction(self.tr("No folder"), lambda: deeds.move_chats(ids, None))
        menu.addAction(self.tr("New folder"), lambda: deeds.move_to_new(ids))

    def _shown(self, action: QAction, key: str) -> None:
        """Name the key of an entry: the list itself listens to it."""
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(f"{action.text()}\t{native}")
