"""The chat on the screen: its messages, and the path of them that is shown. Knows no Qt.

Also how it is read from a store, and how it becomes a document that another store can take.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.assistants import Setup
from engine.store.chats import Chats
from engine.store.records import TEMPORARY_IDS, StoredMessage, newest_leaf, path_to
from engine.store.text import title_from
from engine.store.tree import ChatTree, TreeMessage

Versions = Mapping[int, tuple[int, int]]

# Keys of drafts of chats that are not stored yet; stored ones go by their number, from 1 on.
NEW = 0
NEW_TEMPORARY = -1


@dataclass(slots=True, eq=False)
class OpenChat:
    """A chat as the window has it. `id` None is a new one, stored with its first message.

    `key` is the chat's in all its copies. `temporary`: that will be, or is, in memory. `draft` is
    what was typed when it was read.
    """

    id: int | None = None
    key: str = ""
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    leaf: int | None = None
    title: str = ""
    setup: Setup | None = None
    assistant: str = ""
    draft: str = ""
    temporary: bool = False
    storing: bool = False  # a step is on its way to disk
    stopped: bool = False  # the user stopped before it got there

    @property
    def draft_key(self) -> int:
        if self.id is not None:
            return self.id
        return NEW_TEMPORARY if self.temporary else NEW

    def path(self) -> list[StoredMessage]:
        """The shown messages, oldest first."""
        return path_to(self.messages, self.leaf)

    def versions(self) -> Versions:
        """For each message of the path its place among its versions, from 1, and their number."""
        beside: dict[int | None, list[int]] = {}  # by their parent; in one pass, for long chats
        for message in self.messages.values():
            beside.setdefault(message.parent, []).append(message.id)
        places: dict[int, tuple[int, int]] = {}
        for message in self.path():
            ids = sorted(beside[message.parent])
            places[message.id] = (ids.index(message.id) + 1, len(ids))
        return places

    def shows(self, message_id: int) -> bool:
        return any(message.id == message_id for message in self.path())

    def turn_to(self, message_id: int) -> bool:
        """Show a path through that message. False where it is shown already, or is not there."""
        if message_id not in self.messages or self.shows(message_id):
            return False
        self.leaf = newest_leaf(self.messages, message_id)
        return True

    def take(self, messages: list[StoredMessage]) -> None:
        """Take in what was stored; the last of it ends the path."""
        self.messages.update((message.id, message) for message in messages)
        self.leaf = messages[-1].id


def read_chat(chats: Chats, chat_id: int) -> OpenChat:
    """A stored chat, on the path its reader looked at last."""
    chat = chats.get(chat_id)
    return OpenChat(
        id=chat_id,
        key=chat.key,
        messages=chats.messages(chat_id),
        leaf=chat.leaf,
        title=chat.title,
        setup=chat.setup,
        assistant=chat.assistant,
        draft=chat.draft,
        temporary=chat_id >= TEMPORARY_IDS,
    )


def tree_of(opened: OpenChat, live: Callable[[StoredMessage], StoredMessage]) -> ChatTree:
    """All of a chat as another chat, with its messages as they are in the window (`live`)."""
    messages = [live(opened.messages[number]) for number in sorted(opened.messages)]
    return ChatTree(
        key=uuid.uuid4().hex,
        title=opened.title or _title(messages),
        messages=tuple(_tree_message(message) for message in messages),
        leaf=None if opened.leaf is None else str(opened.leaf),
        created_at=messages[0].created_at if messages else 0.0,
        updated_at=messages[-1].created_at if messages else 0.0,
        setup=opened.setup,
        assistant=opened.assistant,
    )


def _title(messages: list[StoredMessage]) -> str:
    """The title a store gives by itself, for a chat that was begun since its title was read."""
    return next((title_from(m.content) for m in messages if m.role == "user"), "")


def _tree_message(message: StoredMessage) -> TreeMessage:
    fields: dict[str, Any] = {
        name: getattr(message, name) for name in TreeMessage.__struct_fields__
    }
    fields["id"] = str(message.id)
    fields["parent"] = None if message.parent is None else str(message.parent)
    # Whoever was writing it does not write into the copy.
    fields["state"] = "interrupted" if message.state == "streaming" else message.state
    return TreeMessage(**fields)
