"""A whole chat as one document: what is exported, imported, moved and copied between stores.

This is Puna's own JSON format for chats, version 1. A file holds one `TreeFile`; times are seconds
since 1970; `id` and `parent` name messages within their chat only. Fields with their default are
left out. Readers pass over fields they do not know. Knows no SQL and no file.

    {"format": "puna-chats", "version": 1, "chats": [
      {"key": "5f0c…", "title": "Leave", "leaf": "2", "created_at": 1700000000.5, "messages": [
        {"id": "1", "parent": null, "role": "user", "content": "How many weeks?"},
        {"id": "2", "parent": "1", "role": "assistant", "content": "Sixteen.", "model": "m.gguf"},
        {"id": "3", "parent": "1", "role": "assistant", "content": "16 weeks."}]}]}
"""

from __future__ import annotations

from typing import Final

import msgspec

from engine.assistants import Setup
from engine.documents.records import Checked, Sources
from engine.errors import ErrorInfo
from engine.messages import Reason, Receipt, Role, Stats
from engine.store.records import Attachment, LeftOut, State

VERSION: Final = 1
"""Of the format of a file. Readers refuse a higher one."""


class TreeMessage(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message. A parent comes before its children; `parent` None for a first message."""

    id: str
    parent: str | None
    role: Role
    content: str
    created_at: float = 0.0
    model: str = ""
    state: State = "done"
    reason: Reason | None = None
    stats: Stats | None = None
    error: ErrorInfo | None = None
    attachments: tuple[Attachment, ...] = ()
    receipt: Receipt | None = None
    cut: LeftOut | None = None
    sources: Sources | None = None
    checked: Checked | None = None


class ChatTree(msgspec.Struct, frozen=True, omit_defaults=True):
    """A chat with all its versions. `key` is the same in every copy: what has it already is not
    taken twice. `leaf` is the message its reader saw last. `folder` is a folder's name."""

    key: str
    title: str
    messages: tuple[TreeMessage, ...]
    leaf: str | None = None
    created_at: float = 0.0
    updated_at: float = 0.0
    pinned: bool = False
    folder: str = ""
    assistant: str = ""
    setup: Setup | None = None


class TreeFile(msgspec.Struct, frozen=True, tag_field="format", tag="puna-chats"):
    """A file of chats."""

    version: int
    chats: tuple[ChatTree, ...]
