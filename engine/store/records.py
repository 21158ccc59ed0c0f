"""What the store keeps, as plain data: chats, and their messages as a tree.

Knows no SQL. Every message names its parent; editing or answering again adds a sibling and erases
nothing. A chat remembers the leaf its reader looked at last, and shows the path down to it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import ErrorInfo
from engine.messages import Reason, Role, Stats

State = Literal["streaming", "done", "interrupted", "failed"]


class Chat(msgspec.Struct, frozen=True):
    """A conversation. Times in seconds since 1970; `leaf` is the last message of the shown path."""

    id: int
    title: str
    created_at: float
    updated_at: float
    leaf: int | None = None


class StoredMessage(msgspec.Struct, frozen=True):
    """One message of a chat's tree. `parent` None for a first message.

    `state` is `streaming` while the reply is written, `interrupted` when the program ended before
    the reply did, `failed` when `error` says why. `model` is the file that answered; `reason` and
    `stats` are those of a reply's `Finished`.
    """

    id: int
    chat: int
    parent: int | None
    role: Role
    content: str
    state: State = "done"
    created_at: float = 0.0
    model: str = ""
    reason: Reason | None = None
    stats: Stats | None = None
    error: ErrorInfo | None = None


def path_to(messages: dict[int, StoredMessage], leaf: int | None) -> list[StoredMessage]:
    """The messages from the first one down to `leaf`, oldest first; empty for None."""
    path: list[StoredMessage] = []
    while leaf is not None:
        message = messages[leaf]
        path.append(message)
        leaf = message.parent
    return path[::-1]


def siblings(messages: dict[int, StoredMessage], message: StoredMessage) -> list[StoredMessage]:
    """The versions of `message`, itself among them, in the order they were made."""
    return sorted(
        (m for m in messages.values() if m.parent == message.parent and m.chat == message.chat),
        key=lambda m: m.id,
    )


def newest_leaf(messages: dict[int, StoredMessage], message_id: int) -> int:
    """The leaf reached from `message_id` by always taking the newest child."""
    children: dict[int, int] = {}
    for message in messages.values():
        if message.parent is not None:
            children[message.parent] = max(children.get(message.parent, 0), message.id)
    while message_id in children:
        message_id = children[message_id]
    return message_id
