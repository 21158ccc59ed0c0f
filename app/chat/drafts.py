"""What is typed and not sent, chat by chat: kept in the database soon after a pause.

A draft of a temporary chat stays in memory. Knows no widgets.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from app.bridge import Bridge
from app.chat.open_chat import NEW
from engine.errors import ErrorInfo
from engine.store.chats import Chats
from engine.store.records import TEMPORARY_IDS
from engine.store.store import Store

SAVE_AFTER_MS = 1000


class Drafts(QObject):
    """The draft of each chat, by its number or key (`open_chat`)."""

    def __init__(self, store: Store, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._bridge = bridge
        self._texts: dict[int, str] = {}
        self._unsaved: set[int] = set()
        self._timer = QTimer(self, interval=SAVE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def text(self, chat: int) -> str:
        return self._texts.get(chat, "")

    def change(self, chat: int, text: str) -> None:
        """Note what is typed now. It is saved at most a second after the first change."""
        if text == self.text(chat):
            return
        self._texts[chat] = text
        if NEW <= chat < TEMPORARY_IDS:
            self._unsaved.add(chat)
            if not self._timer.isActive():
                self._timer.start()

    def load(self, chat: int, text: str) -> None:
        """Take over what the database has, unless it was changed here."""
        self._texts.setdefault(chat, text)

    def move(self, old: int, new: int) -> None:
        """What is typed belongs to another chat from now on, after what is typed there."""
        if text := self.text(old):
            self.change(old, "")
            self.change(new, f"{self.text(new)}\n{text}".strip("\n"))

    def drop_stored(self) -> None:
        """The file is another one: its numbers are of other chats."""
        for chat in [chat for chat in self._texts if NEW < chat < TEMPORARY_IDS]:
            self.drop(chat)

    def drop(self, chat: int) -> None:
        """A chat is gone."""
        self._texts.pop(chat, None)
        self._unsaved.discard(chat)

    @Slot()
    def flush(self) -> None:
        """Save now what is not saved yet. What the disk refuses is tried with the next change."""
        self._timer.stop()
        for chat in self._unsaved:
            self._save(chat, self._texts[chat])
        self._unsaved.clear()

    def close(self) -> None:
        self.flush()

    def _save(self, chat: int, text: str) -> None:
        def failed(_: ErrorInfo) -> None:
            # The banner of the store tells of the disk; a draft is not worth another one.
            if self.text(chat) == text:
                self._unsaved.add(chat)

        def write(chats: Chats) -> None:
            if chat == NEW:
                chats.new_draft.keep(text)
            else:
                chats.set_draft(chat, text)

        self._bridge.deliver(self._store.call(write), None, failed)
