"""Between the list of chats and the open one: what is chosen is opened, what goes is left.

Knows neither how the list shows chats nor how a chat is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.chat.chat_list import ChatList
from app.chat.folding import Folding
from app.chat.session import ChatSession
from app.chat.shelf import Shelf
from engine.store.records import TEMPORARY_IDS


class ListLink(QObject):
    """Lives as long as the page of both."""

    entered = Signal()  # the user wants to write in the chat that was opened

    def __init__(
        self, chat_list: ChatList, session: ChatSession, shelf: Shelf, folding: Folding
    ) -> None:
        super().__init__(chat_list)
        self._session = session
        self._folding = folding
        session.list_changed.connect(shelf.refresh)
        shelf.trashing.connect(self._on_trashing)
        shelf.restored.connect(self._on_restored)
        chat_list.reached.connect(self._on_reached)
        chat_list.chosen.connect(self._on_chosen)
        chat_list.entered_chat.connect(self._on_entered)
        chat_list.result_chosen.connect(self._on_result_chosen)

    @Slot(object)
    def _on_trashing(self, chat_ids: Sequence[int]) -> None:
        """What is written in chats that go is stopped, and the page does not show what is gone."""
        self._session.drafts.flush()  # They may come back.
        self._session.leave(chat_ids)

    @Slot(object)
    def _on_restored(self, chat_ids: Sequence[int]) -> None:
        for chat in chat_ids:
            if chat >= TEMPORARY_IDS:
                self._session.temporaries.add(chat, forced=False)

    @Slot(object)
    def _on_reached(self, chat_id: int) -> None:
        self._session.open_chat(chat_id)

    @Slot(object)
    def _on_chosen(self, chat_id: int) -> None:
        self._session.open_chat(chat_id)
        self._folding.leave()

    @Slot(object)
    def _on_entered(self, chat_id: int) -> None:
        self._on_chosen(chat_id)
        self.entered.emit()

    @Slot(object, object)
    def _on_result_chosen(self, chat_id: int, message_id: int) -> None:
        self._session.open_chat(chat_id, message_id)
        self._folding.leave()
