"""Rows of SQLite as the records of `engine.store.records`, also where the disk changed them.

Texts are read as bytes: one wrong bit would otherwise keep all chats from being read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar, get_args

import msgspec

from engine.assistants import Setup
from engine.documents.records import Checked, Sources
from engine.errors import ErrorInfo, InvalidInput
from engine.messages import Receipt, Role, Stats
from engine.store.digest import message_digest
from engine.store.records import Attachment, Chat, LeftOut, State, StoredMessage
from engine.store.text import storable

T = TypeVar("T")

_ROLES: tuple[str, ...] = get_args(Role)
_STATES: tuple[str, ...] = get_args(State)
_NONE = b"[]"  # what most messages have for attachments
_BYTES = {"title", "key", "assistant", "setup", "draft", "role", "content", "state", "model"}
_BYTES |= {"reason", "stats", "error", "attachments", "receipt", "cut", "sources", "checked"}

# The columns are named like the fields of the records, in their order.
_CHAT_FIELDS = Chat.__struct_fields__
_MESSAGE_FIELDS = (*(n for n in StoredMessage.__struct_fields__ if n != "damaged"), "digest")


def _select(names: Sequence[str], table: str) -> str:
    columns = (f"CAST({name} AS BLOB)" if name in _BYTES else name for name in names)
    return f"SELECT {', '.join(columns)} FROM {table}"


CHAT = _select(_CHAT_FIELDS, "chat")
"""SELECT of what `chat_of` reads."""
MESSAGE = _select(_MESSAGE_FIELDS, "message")
"""SELECT of what `message_of` reads."""


def chat_of(row: tuple[Any, ...]) -> Chat:
    """A row of `CHAT`."""
    fields = dict(zip(_CHAT_FIELDS, row, strict=True))
    for name in ("title", "key", "assistant", "draft"):
        fields[name] = text_of(fields[name])
    fields["pinned"] = bool(fields["pinned"])
    fields["setup"] = decoded(fields["setup"], Setup)
    return Chat(**fields)


def message_of(row: tuple[Any, ...]) -> StoredMessage:
    """A row of `MESSAGE`. `damaged` where it is not what its digest was made of."""
    fields = dict(zip(_MESSAGE_FIELDS, row, strict=True))
    said = (fields["parent"], fields["role"], fields["content"], fields["attachments"])
    fields["damaged"] = fields.pop("digest") != message_digest(*said)
    if fields["parent"] is not None and fields["parent"] >= fields["id"]:
        fields["parent"] = None  # it would be its own ancestor
    for name in ("role", "content", "state", "model", "reason"):
        fields[name] = None if fields[name] is None else text_of(fields[name])
    if fields["role"] not in _ROLES:
        fields["role"] = "assistant"
    if fields["state"] not in _STATES:
        fields["state"] = "done"
    fields["stats"] = decoded(fields["stats"], Stats)
    fields["error"] = decoded(fields["error"], ErrorInfo)
    fields["attachments"] = decoded(fields["attachments"], tuple[Attachment, ...]) or ()
    fields["receipt"] = decoded(fields["receipt"], Receipt)
    fields["cut"] = decoded(fields["cut"], LeftOut)
    fields["sources"] = decoded(fields["sources"], Sources)
    fields["checked"] = decoded(fields["checked"], Checked)
    return StoredMessage(**fields)


def text_of(data: bytes) -> str:
    """Text as it was stored, with U+FFFD for what is no UTF-8 any more."""
    return data.decode(errors="replace")


def decoded(data: bytes | None, kind: type[T]) -> T | None:
    """None also for figures of another version: the message is worth more than they are."""
    if data is None or data == _NONE:
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def encoded(value: object) -> str | None:
    """JSON for a column that `decoded` reads, its texts made storable; None stays None."""
    if value is None:
        return None
    return msgspec.json.encode(_storable(msgspec.to_builtins(value))).decode()


def _storable(value: object) -> object:
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(name): _storable(part) for name, part in value.items()}
        case list() | tuple():
            return [_storable(part) for part in value]
    return value


def missing(what: str, number: int) -> InvalidInput:
    """The error for a chat, message or other thing that is not there."""
    return InvalidInput(what, f"there is none with the number {number}", "Choose another one.")


def listed(ids: Sequence[int] | Sequence[str]) -> str:
    """`ids` for `IN (SELECT value FROM json_each(?))`, which takes any number of them."""
    return msgspec.json.encode(list(ids)).decode()
