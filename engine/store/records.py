"""What the store keeps, as plain data: chats, and their messages as a tree.

Knows no SQL. Every message names its parent; editing or answering again adds a sibling and erases
nothing. A chat remembers the leaf its reader looked at last, and shows the path down to it.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.assistants import Setup
from engine.documents.records import Checked, Sources
from engine.errors import ErrorInfo
from engine.messages import Reason, Receipt, Role, Stats

State = Literal["streaming", "done", "interrupted", "failed"]

# Chats and messages of the store in memory are numbered from here on, so that a number says where
# it belongs. A database in a file never gets there, and 32 bits, as signals of a window have for a
# number, are enough.
TEMPORARY_IDS = 1 << 30


class Chat(msgspec.Struct, frozen=True):
    """A conversation. Times in seconds since 1970; `leaf` is the last message of the shown path.

    `key` is the same in every copy of the chat. `trashed_at` None: not in the trash. `assistant`
    is the name it was begun with; `setup` None means as the settings say. `draft` is what was
    typed and not sent.
    """

    id: int
    title: str
    created_at: float
    updated_at: float
    leaf: int | None = None
    key: str = ""
    pinned: bool = False
    folder: int | None = None
    trashed_at: float | None = None
    assistant: str = ""
    setup: Setup | None = None
    draft: str = ""

    @property
    def temporary(self) -> bool:
        """Whether it is only in memory, and gone when Puna closes."""
        return self.id >= TEMPORARY_IDS


class Folder(msgspec.Struct, frozen=True):
    """A place for chats, named by the user."""

    id: int
    name: str


class Attachment(msgspec.Struct, frozen=True):
    """A text file given with a message: its name without folders, and all of its text."""

    name: str
    text: str


class LeftOut(msgspec.Struct, frozen=True):
    """What a model did not see any more when it wrote a reply, because the conversation was too
    long: the first `count` of the messages it would have been told, the system's not counted.

    `summary` stands for all that is left out by then, empty where nothing does.
    """

    count: int
    summary: str = ""

    def then(self, count: int, summary: str) -> LeftOut:
        """The same with `count` more messages left out."""
        return LeftOut(self.count + count, summary)


class StoredMessage(msgspec.Struct, frozen=True):
    """One message of a chat's tree. `parent` None for a first message.

    `state` is `streaming` while the reply is written, `interrupted` when the program ended before
    the reply did, `failed` when `error` says why. `model` is the file that answered; `reason`,
    `stats` and `receipt` are those of a reply's `Finished`. `cut`: for this reply older messages
    were left out, and they are for the later ones. `sources`: what this question is answered from;
    `checked`: what of this reply was found there. `damaged`: the disk gave back another text than
    was written.
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
    attachments: tuple[Attachment, ...] = ()
    receipt: Receipt | None = None
    cut: LeftOut | None = None
    sources: Sources | None = None
    checked: Checked | None = None
    damaged: bool = False


class Hit(msgspec.Struct, frozen=True):
    """A message that has what was searched for. `message` 0: only the title has it.

    `excerpt` is some of its text on one line, `marks` the places in it that match, as (start,
    length) in characters.
    """

    chat: Chat
    message: int
    excerpt: str
    marks: tuple[tuple[int, int], ...] = ()


class Found(msgspec.Struct, frozen=True):
    """What a search found, the newest first. `complete` False: the words of some messages are
    still being written to the index, search again."""

    hits: tuple[Hit, ...] = ()
    complete: bool = True


def path_to(messages: dict[int, StoredMessage], leaf: int | None) -> list[StoredMessage]:
    """The messages from the first one down to `leaf`, oldest first; empty for None.

    It begins below a parent that is not there: a damaged message may name one.
    """
    path: list[StoredMessage] = []
    while leaf is not None and (message := messages.get(leaf)):
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
