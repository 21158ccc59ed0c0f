"""The chats that are only in memory: those meant so, and those that found no disk to write to.

Knows how they get there from the file and back into it, not which one is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.chat.open_chat import OpenChat, read_chat
from app.chat.replies import Replies
from engine.errors import ErrorInfo
from engine.store.chats import Chats
from engine.store.records import StoredMessage
from engine.store.store import Store
from engine.store.tree import ChatTree


class Temporaries(QObject):
    """Which chats are in memory, and their way between the two stores."""

    changed = Signal()
    kept = Signal(int, object)  # a chat's number until now, OpenChat in the file

    def __init__(
        self,
        store: Store,
        temporary: Store,
        replies: Replies,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._temporary = temporary
        self._replies = replies
        self._bridge = bridge
        self._forced: dict[int, bool] = {}
        self._moving: set[int] = set()  # into the file
        self._waiting: set[int] = set()  # for the end of a reply, to be moved then
        replies.finished.connect(self._on_ended)
        replies.failed.connect(self._on_ended)

    @property
    def all(self) -> list[int]:
        """The chats that are gone when Puna closes."""
        return list(self._forced)

    @property
    def forced(self) -> list[int]:
        """Those of them that would have been stored if the disk had let them."""
        return [chat for chat, forced in self._forced.items() if forced]

    def store_of(self, opened: OpenChat) -> Store:
        """Where that chat is, or will be."""
        return self._temporary if opened.temporary else self._store

    def moving(self, chat_id: int) -> bool:
        """Whether a chat is on its way into the file: nothing may be added to it."""
        return chat_id in self._moving

    def add(self, chat_id: int, *, forced: bool) -> None:
        """A chat was begun in memory."""
        self._forced[chat_id] = forced
        self.changed.emit()

    def note(self, chat_id: int) -> None:
        """A chat is in memory; it may have come back from the trash."""
        if chat_id not in self._forced:
            self.add(chat_id, forced=False)

    def forget(self, chat_ids: Iterable[int]) -> None:
        """These chats are gone."""
        known = [chat for chat in chat_ids if chat in self._forced]
        for chat in known:
            del self._forced[chat]
            self._waiting.discard(chat)
        if known:
            self.changed.emit()

    def copy(
        self,
        tree: ChatTree,
        done: Callable[[OpenChat], None],
        failed: Callable[[ErrorInfo], None],
    ) -> None:
        """Put a chat that cannot be written into memory too. Its messages keep their order."""

        def written(copy: OpenChat) -> None:
            assert copy.id is not None
            self.add(copy.id, forced=True)
            done(copy)

        self._bridge.deliver(
            self._temporary.call(lambda chats: _take(chats, tree)), written, failed
        )

    def keep(self, chat_ids: Iterable[int], *, now: bool = False) -> None:
        """Move chats into the file, each once no reply is being written in it; with `now` the reply
        is stopped. One that cannot be moved stays what it is."""
        for chat in chat_ids:
            if chat not in self._forced or chat in self._moving:
                continue
            if self._replies.of_chat(chat):
                self._waiting.add(chat)
                if now:
                    self._replies.stop(chat)
            else:
                self._move(chat)

    def _move(self, chat_id: int) -> None:
        def write(tree: ChatTree) -> None:
            self._bridge.deliver(self._store.call(lambda chats: _take(chats, tree)), kept, failed)

        def kept(found: OpenChat) -> None:
            self._moving.remove(chat_id)
            self._bridge.deliver(self._temporary.call(lambda chats: chats.erase([chat_id])))
            self.kept.emit(chat_id, found)
            self.forget([chat_id])

        def failed(error: ErrorInfo) -> None:
            self._moving.remove(chat_id)
            self.changed.emit()
            self._bridge.failed.emit(error)

        self._moving.add(chat_id)
        self.changed.emit()
        read = self._temporary.call(lambda chats: chats.tree(chat_id))
        self._bridge.deliver(read, write, failed)

    @Slot(object)
    def _on_ended(self, message: StoredMessage) -> None:
        if message.chat in self._waiting:
            self._waiting.remove(message.chat)
            self.keep([message.chat])


def _take(chats: Chats, tree: ChatTree) -> OpenChat:
    with chats.transaction():
        chat = chats.take(tree)
        assert chat is not None  # its key is of no other chat
        return read_chat(chats, chat.id)
