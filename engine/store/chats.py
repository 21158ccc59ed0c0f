"""Chats and their messages, read and written in SQL. One connection, one thread, no waiting.

Knows nothing of threads (`engine.store.store`) nor of who writes a reply. Every method raises
StorageError where the disk refuses, and InvalidInput for a chat or message that is not there.
"""

from __future__ import annotations

import builtins
import time
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import msgspec

from engine.assistants import Setup
from engine.errors import ErrorInfo, InvalidInput
from engine.messages import Reason, Receipt, Role, Stats
from engine.store.connection import Connection
from engine.store.records import Attachment, Chat, State, StoredMessage
from engine.store.text import storable, title_from

T = TypeVar("T")

# The columns are named like the fields of the records, in their order.
_CHAT = f"SELECT {', '.join(Chat.__struct_fields__)} FROM chat"
_MESSAGE_FIELDS = tuple(name for name in StoredMessage.__struct_fields__ if name != "damaged")
_MESSAGE = f"SELECT {', '.join(_MESSAGE_FIELDS)} FROM message"
_RESUMABLE: tuple[Reason, ...] = ("length", "cancelled")


class Chats:
    """All chats of one database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def transaction(self) -> AbstractContextManager[None]:
        """Everything called inside is kept together, or nothing of it."""
        return self._connection.transaction()

    def create(self, title: str = "") -> Chat:
        """A new chat. It is listed once it has a message."""
        now = time.time()
        with self.transaction():
            [(chat_id,)] = self._connection.rows(
                "INSERT INTO chat (title, created_at, updated_at, changed, key)"
                " VALUES (?, ?, ?, 0, lower(hex(randomblob(16)))) RETURNING id",
                storable(title),
                now,
                now,
            )
            return self.get(chat_id)

    def list(self) -> builtins.list[Chat]:
        """The chats that have messages, the last changed first."""
        rows = self._connection.rows(f"{_CHAT} WHERE leaf IS NOT NULL ORDER BY changed DESC")
        return [_chat(row) for row in rows]

    def get(self, chat_id: int) -> Chat:
        rows = self._connection.rows(f"{_CHAT} WHERE id = ?", chat_id)
        if not rows:
            raise _missing("chat", chat_id)
        return _chat(rows[0])

    def rename(self, chat_id: int, title: str) -> None:
        """Give a chat another title; its place in the list stays."""
        with self.transaction():
            sql = "UPDATE chat SET title = ? WHERE id = ?"
            if not self._connection.change(sql, storable(title), chat_id):
                raise _missing("chat", chat_id)

    def messages(self, chat_id: int) -> dict[int, StoredMessage]:
        """All messages of a chat by id, in the order they were made. Its shape: `records`."""
        rows = self._connection.rows(f"{_MESSAGE} WHERE chat = ? ORDER BY id", chat_id)
        return {row[0]: _message(row) for row in rows}

    def add(
        self,
        chat_id: int,
        parent: int | None,
        role: Role,
        content: str,
        *,
        state: State = "done",
        model: str = "",
    ) -> StoredMessage:
        """A new message below `parent` (None: a first one), which becomes the chat's leaf.

        A user's message gives its chat a title where it has none.
        """
        with self.transaction():
            chat = self.get(chat_id)
            if parent is not None:
                self._check_in_chat(chat_id, parent)
            [(message_id,)] = self._connection.rows(
                "INSERT INTO message (chat, parent, role, content, state, created_at, model)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                chat_id,
                parent,
                role,
                storable(content),
                state,
                time.time(),
                storable(model),
            )
            if role == "user" and not chat.title:
                self.rename(chat_id, title_from(storable(content)))
            self.set_leaf(chat_id, message_id)
            self._touch(chat_id)
            return self._get_message(message_id)

    def set_content(self, message_id: int, content: str) -> None:
        """Replace the text of a reply that is being written, without waiting for the disk.

        It is `streaming` from here on, also where another program took it for interrupted.
        """
        with self._connection.transaction(durable=False):
            self._update(message_id, content=storable(content), state="streaming")

    def finish(self, message_id: int, content: str, reason: Reason, stats: Stats) -> None:
        """The reply is whole: its last text, why it ended, its figures."""
        with self.transaction():
            self._update(
                message_id,
                content=storable(content),
                state="done",
                reason=reason,
                stats=msgspec.json.encode(stats).decode(),
                error=None,
            )

    def fail(self, message_id: int, content: str, error: ErrorInfo) -> None:
        """The reply ended with an error. The text that came before it is kept."""
        with self.transaction():
            self._update(
                message_id,
                content=storable(content),
                state="failed",
                reason=None,
                stats=None,
                error=msgspec.json.encode(_storable_error(error)).decode(),
            )

    def set_leaf(self, chat_id: int, message_id: int) -> None:
        """Remember which message its reader looked at last."""
        with self.transaction():
            self._check_in_chat(chat_id, message_id)
            self._connection.change("UPDATE chat SET leaf = ? WHERE id = ?", message_id, chat_id)

    def resume(self, message_id: int) -> StoredMessage:
        """Go on writing a reply that was interrupted, cancelled, failed or cut by its length.

        Raises InvalidInput for any other message.
        """
        with self.transaction():
            message = self._get_message(message_id)
            stopped = message.state in ("interrupted", "failed")
            if not stopped and not (message.state == "done" and message.reason in _RESUMABLE):
                raise InvalidInput(
                    "message", "it is not an unfinished reply", "Send a new message instead."
                )
            self._update(message_id, state="streaming", reason=None, stats=None, error=None)
            self._touch(message.chat)
            return self._get_message(message_id)

    def interrupt_streaming(self) -> int:
        """Mark replies left `streaming` by a program that ended; how many. Their text is kept."""
        with self.transaction():
            return self._connection.change(
                "UPDATE message SET state = 'interrupted' WHERE state = 'streaming'"
            )

    def _get_message(self, message_id: int) -> StoredMessage:
        rows = self._connection.rows(f"{_MESSAGE} WHERE id = ?", message_id)
        if not rows:
            raise _missing("message", message_id)
        return _message(rows[0])

    def _check_in_chat(self, chat_id: int, message_id: int) -> None:
        sql = "SELECT 1 FROM message WHERE chat = ? AND id = ?"
        if not self._connection.rows(sql, chat_id, message_id):
            raise _missing("message", message_id)

    def _update(self, message_id: int, **columns: str | None) -> None:
        settings = ", ".join(f"{name} = ?" for name in columns)
        sql = f"UPDATE message SET {settings} WHERE id = ?"
        if not self._connection.change(sql, *columns.values(), message_id):
            raise _missing("message", message_id)

    def _touch(self, chat_id: int) -> None:
        self._connection.change(
            "UPDATE chat SET updated_at = ?, changed = (SELECT max(changed) + 1 FROM chat)"
            " WHERE id = ?",
            time.time(),
            chat_id,
        )


def _missing(what: str, number: int) -> InvalidInput:
    return InvalidInput(what, f"there is none with the number {number}", "Choose another one.")


def _chat(row: tuple[Any, ...]) -> Chat:
    fields = dict(zip(Chat.__struct_fields__, row, strict=True))
    fields["pinned"] = bool(fields["pinned"])
    fields["setup"] = _decoded(fields["setup"], Setup)
    return Chat(**fields)


def _message(row: tuple[Any, ...]) -> StoredMessage:
    fields = dict(zip(_MESSAGE_FIELDS, row, strict=True))
    fields["stats"] = _decoded(fields["stats"], Stats)
    fields["error"] = _decoded(fields["error"], ErrorInfo)
    fields["attachments"] = _decoded(fields["attachments"], tuple[Attachment, ...]) or ()
    fields["receipt"] = _decoded(fields["receipt"], Receipt)
    return StoredMessage(**fields)


def _decoded(text: str | None, kind: type[T]) -> T | None:
    """None also for figures of another version: the message is worth more than they are."""
    if text is None:
        return None
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError:
        return None


def _storable_error(error: ErrorInfo) -> ErrorInfo:
    values = {
        storable(name): storable(value) if isinstance(value, str) else value
        for name, value in error.values.items()
    }
    return ErrorInfo(error.kind, storable(error.message), storable(error.advice), values)
