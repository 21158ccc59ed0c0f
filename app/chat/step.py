"""What a person does to a chat, as it is stored: messages added to it, or a reply resumed.

A step names messages by the numbers of the chat it was meant for; where that chat cannot be
written, it is taken in a copy whose messages have other numbers. Knows no Qt and no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from app.chat.open_chat import OpenChat
from engine.assistants import Setup
from engine.documents.records import Sources
from engine.errors import ErrorInfo
from engine.messages import Overflow
from engine.store.chats import Chats
from engine.store.records import Attachment, StoredMessage


@dataclass(slots=True, eq=False)
class Step:
    """A step on its way. `write` stores it in the chat `opened`; the reply comes last.

    `adds`: it goes on below the path that is shown, so nothing of that has to be drawn again.
    `ids` gives the numbers that messages have in a copy; `forced`: a new chat begins in memory only
    because there is no other place. `overflow` is what was chosen for this reply.
    """

    opened: OpenChat
    write: Callable[[Chats, Step, str], list[StoredMessage]]
    refused: Callable[[ErrorInfo], None] | None = None
    adds: bool = False
    forced: bool = False
    setup: Setup | None = None  # what a new chat begins with, also if it is changed meanwhile
    assistant: str = ""
    overflow: Overflow | None = None
    ids: Mapping[int, int] = field(default_factory=dict)

    def place(self, message_id: int) -> int:
        """The number of that message in the chat that is written to."""
        return self.ids.get(message_id, message_id)

    def parent(self, message_id: int | None) -> int | None:
        return None if message_id is None else self.place(message_id)


def turn(
    parent: int | None,
    text: str,
    attachments: tuple[Attachment, ...] = (),
    sources: Sources | None = None,
) -> Callable[[Chats, Step, str], list[StoredMessage]]:
    """The user's message below `parent`, and the reply that is to be written."""

    def write(chats: Chats, step: Step, model: str) -> list[StoredMessage]:
        opened = step.opened
        with chats.transaction():
            chat = opened.id
            if chat is None:
                chat = chats.create(setup=step.setup, assistant=step.assistant).id
            if opened.id is not None:
                chats.set_draft(chat, "")
            elif not opened.temporary:
                chats.new_draft.keep("")
            at = step.parent(parent)
            user = chats.add(chat, at, "user", text, attachments=attachments)
            if sources is not None:
                chats.set_sources(user.id, sources)
                user = msgspec.structs.replace(user, sources=sources)
            return [user, _reply(chats, chat, user.id, model)]

    return write


def version(old: StoredMessage) -> Callable[[Chats, Step, str], list[StoredMessage]]:
    """Another reply beside `old`."""

    def write(chats: Chats, step: Step, model: str) -> list[StoredMessage]:
        assert step.opened.id is not None  # it has a message
        return [_reply(chats, step.opened.id, step.parent(old.parent), model)]

    return write


def _reply(chats: Chats, chat: int, parent: int | None, model: str) -> StoredMessage:
    return chats.add(chat, parent, "assistant", "", state="streaming", model=model)
