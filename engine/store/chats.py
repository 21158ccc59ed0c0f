"""Chats and their messages, read and written in SQL. One connection, one thread, no waiting.

Knows nothing of threads (`engine.store.store`) nor of who writes a reply. Every method raises
StorageError where the disk refuses, and InvalidInput for a chat or message that is not there;
methods that take several chats pass over those that are not there (any more).
"""

from __future__ import annotations

import builtins
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress

from engine.assistants import Setup
from engine.documents.records import Checked, Sources
from engine.errors import ErrorInfo, InvalidInput
from engine.messages import Reason, Receipt, Role, Stats
from engine.store.assistants import Assistants
from engine.store.bin import Bin
from engine.store.connection import Connection
from engine.store.digest import message_digest
from engine.store.folders import Folders
from engine.store.new_draft import NewDraft
from engine.store.records import Attachment, Chat, LeftOut, State, StoredMessage
from engine.store.rows import CHAT, MESSAGE, chat_of, encoded, listed, message_of, missing, text_of
from engine.store.search import Search
from engine.store.snippets import Snippets
from engine.store.text import storable, title_from
from engine.store.transfer import take_tree, tree_of
from engine.store.tree import ChatTree
from engine.store.writers import Writer

_RESUMABLE: tuple[Reason, ...] = ("length", "cancelled", "context")
_THESE = "id IN (SELECT value FROM json_each(?))"


class Chats:
    """All chats of one database. `writer` is this program, where others may write too."""

    def __init__(self, connection: Connection, writer: Writer | None = None) -> None:
        self._connection = connection
        self._writer = writer
        self.bin = Bin(connection)
        self.folders = Folders(connection)
        self.search = Search(connection)
        self.new_draft = NewDraft(connection)
        self.assistants = Assistants(connection)
        self.snippets = Snippets(connection)

    def transaction(self) -> AbstractContextManager[None]:
        """Everything called inside is kept together, or nothing of it."""
        return self._connection.transaction()

    # Chats.

    def create(
        self, title: str = "", *, setup: Setup | None = None, assistant: str = "", key: str = ""
    ) -> Chat:
        """A new chat, with a key of its own unless one is given. Listed once it has a message."""
        now = time.time()
        with self.transaction():
            [(chat_id,)] = self._connection.rows(
                "INSERT INTO chat (title, created_at, updated_at, changed, key, setup, assistant)"
                " VALUES (?, ?, ?, 0, coalesce(?, lower(hex(randomblob(16)))), ?, ?) RETURNING id",
                storable(title),
                now,
                now,
                storable(key) or None,
                encoded(setup),
                storable(assistant),
            )
            return self.get(chat_id)

    def list(self) -> builtins.list[Chat]:
        """The chats that have messages and are not in the trash, the last changed first."""
        where = "WHERE leaf IS NOT NULL AND trashed_at IS NULL"
        order = "ORDER BY changed DESC, updated_at DESC, id DESC"
        return [chat_of(row) for row in self._connection.rows(f"{CHAT} {where} {order}")]

    def get(self, chat_id: int) -> Chat:
        """A chat, also one in the trash."""
        rows = self._connection.rows(f"{CHAT} WHERE id = ?", chat_id)
        if not rows:
            raise missing("chat", chat_id)
        return chat_of(rows[0])

    def rename(self, chat_id: int, title: str) -> None:
        """Give a chat another title; its place in the list stays."""
        self._update_chat(chat_id, title=storable(title), indexed=0)

    def set_setup(self, chat_id: int, setup: Setup | None, assistant: str) -> None:
        """What answers the chat from here on, and the name of the assistant it came from."""
        self._update_chat(chat_id, setup=encoded(setup), assistant=storable(assistant))

    def set_draft(self, chat_id: int, text: str) -> None:
        """Keep what is typed and not sent, without waiting for the disk."""
        with self._connection.transaction(durable=False):
            self._update_chat(chat_id, draft=storable(text))

    def pin(self, chat_ids: Sequence[int], pinned: bool) -> None:
        """Pin chats or unpin them; their place in the list stays."""
        with self.transaction():
            sql = f"UPDATE chat SET pinned = ? WHERE {_THESE}"
            self._connection.change(sql, int(pinned), listed(chat_ids))

    def move(self, chat_ids: Sequence[int], folder_id: int | None) -> None:
        """Put chats into a folder; None takes them out of any."""
        with self.transaction():
            if folder_id is not None:
                self.folders.get(folder_id)
            sql = f"UPDATE chat SET folder = ? WHERE {_THESE}"
            self._connection.change(sql, folder_id, listed(chat_ids))

    # The trash.

    def trashed(self) -> builtins.list[Chat]:
        """The chats in the trash, the last put there first."""
        return self.bin.list()

    def trash(self, chat_ids: Sequence[int]) -> int:
        """Put chats into the trash; how many were not there before. Their messages stay."""
        return self.bin.put(chat_ids)

    def restore(self, chat_ids: Sequence[int]) -> None:
        """Take chats out of the trash, to where they were in the list."""
        self.bin.restore(chat_ids)

    def erase(self, chat_ids: Sequence[int]) -> builtins.list[str]:
        """Remove chats for good, so that no byte of them is left in the database; their keys.

        Raises InvalidInput where one is neither in the trash nor temporary; then nothing is done.
        """
        return self.bin.erase(chat_ids)

    # Whole chats.

    def tree(self, chat_id: int) -> ChatTree:
        """A chat with all its versions, as one document."""
        folder = self.get(chat_id).folder
        name = self.folders.get(folder).name if folder is not None else ""
        return tree_of(self.get(chat_id), self.messages(chat_id), name)

    def take(self, tree: ChatTree) -> Chat | None:
        """Keep a chat of elsewhere, listed by its time. None: its key is here, maybe in the trash.

        Raises InvalidInput for a tree that is none, and keeps nothing of it.
        """
        with self.transaction():
            chat_id = take_tree(self._connection, tree)
            if chat_id is None:
                return None
            with suppress(InvalidInput):  # a folder without a name: it is in none
                self.move([chat_id], self.folders.named(tree.folder).id)
            chat = self.get(chat_id)
            self.bin.forget([chat.key])  # it is here again: its copies elsewhere are to stay
            return chat

    # Messages.

    def messages(self, chat_id: int) -> dict[int, StoredMessage]:
        """All messages of a chat by id, in the order they were made. Its shape: `records`."""
        rows = self._connection.rows(f"{MESSAGE} WHERE chat = ? ORDER BY id", chat_id)
        return {row[0]: message_of(row) for row in rows}

    def add(
        self,
        chat_id: int,
        parent: int | None,
        role: Role,
        content: str,
        *,
        state: State = "done",
        model: str = "",
        attachments: tuple[Attachment, ...] = (),
    ) -> StoredMessage:
        """A new message below `parent` (None: a first one), which becomes the chat's leaf.

        A user's message gives its chat a title where it has none.
        """
        content, files = storable(content), encoded(attachments) or ""
        with self.transaction():
            chat = self.get(chat_id)
            if parent is not None:
                self._check_in_chat(chat_id, parent)
            [(message_id,)] = self._connection.rows(
                "INSERT INTO message (chat, parent, role, content, state, created_at, model,"
                " attachments, digest, writer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                chat_id,
                parent,
                role,
                content,
                state,
                time.time(),
                storable(model),
                files,
                message_digest(parent, role.encode(), content.encode(), files.encode()),
                self._token,
            )
            if role == "user" and not chat.title:
                self.rename(chat_id, title_from(content))
            self.set_leaf(chat_id, message_id)
            self._touch(chat_id)
            return self._get_message(message_id)

    def set_content(self, message_id: int, content: str) -> None:
        """Replace the text of a reply that is being written, without waiting for the disk.

        It is `streaming` from here on, also where another program took it for interrupted.
        """
        with self._connection.transaction(durable=False):
            self._write(message_id, content, state="streaming", writer=self._token)

    def set_cut(self, message_id: int, cut: LeftOut) -> None:
        """What the model does not see any more for this reply, without waiting for the disk."""
        with self._connection.transaction(durable=False):
            self._update(message_id, cut=encoded(cut))

    def set_sources(self, message_id: int, sources: Sources | None) -> None:
        """What a question is answered from, from now on."""
        with self.transaction():
            self._update(message_id, sources=encoded(sources))

    def set_checked(self, message_id: int, checked: Checked | None) -> None:
        """What of a reply was found in the sources of its question."""
        with self.transaction():
            self._update(message_id, checked=encoded(checked))

    def finish(
        self,
        message_id: int,
        content: str,
        reason: Reason,
        stats: Stats,
        receipt: Receipt | None = None,
    ) -> None:
        """The reply is whole: its last text, why it ended, its figures, what it was made with."""
        with self.transaction():
            self._write(
                message_id,
                content,
                state="done",
                reason=reason,
                stats=encoded(stats),
                error=None,
                receipt=encoded(receipt),
                checked=None,  # it was of another text
                indexed=0,
            )

    def fail(self, message_id: int, content: str, error: ErrorInfo) -> None:
        """The reply ended with an error. The text that came before it is kept."""
        with self.transaction():
            self._write(
                message_id,
                content,
                state="failed",
                reason=None,
                stats=None,
                error=encoded(error),
                indexed=0,
            )

    def set_leaf(self, chat_id: int, message_id: int) -> None:
        """Remember which message its reader looked at last."""
        with self.transaction():
            self._check_in_chat(chat_id, message_id)
            self._update_chat(chat_id, leaf=message_id)

    def resume(self, message_id: int) -> StoredMessage:
        """Go on writing a reply that was interrupted, cancelled, failed or cut for its length or
        context.

        Raises InvalidInput for any other message.
        """
        with self.transaction():
            message = self._get_message(message_id)
            stopped = message.state in ("interrupted", "failed")
            if not stopped and not (message.state == "done" and message.reason in _RESUMABLE):
                raise InvalidInput(
                    "message", "it is not an unfinished reply", "Send a new message instead."
                )
            self._update(
                message_id,
                state="streaming",
                reason=None,
                stats=None,
                error=None,
                receipt=None,
                checked=None,
                # a reply that begins anew is told all that fits then
                cut=encoded(message.cut) if message.content else None,
                writer=self._token,
            )
            self._touch(message.chat)
            return self._get_message(message_id)

    def interrupt_streaming(self) -> int:
        """Mark replies left `streaming` by a program that ended; how many. Their text is kept."""
        with self.transaction():
            rows = self._connection.rows(
                "SELECT DISTINCT CAST(writer AS BLOB) FROM message WHERE state = 'streaming'"
            )
            return sum(
                self._connection.change(
                    "UPDATE message SET state = 'interrupted', indexed = 0"
                    " WHERE state = 'streaming' AND CAST(writer AS BLOB) = ?",
                    token,
                )
                for (token,) in rows
                if self._writer is None or self._writer.has_ended(text_of(token))
            )

    @property
    def _token(self) -> str:
        return self._writer.token if self._writer else ""

    def _get_message(self, message_id: int) -> StoredMessage:
        rows = self._connection.rows(f"{MESSAGE} WHERE id = ?", message_id)
        if not rows:
            raise missing("message", message_id)
        return message_of(rows[0])

    def _check_in_chat(self, chat_id: int, message_id: int) -> None:
        sql = "SELECT 1 FROM message WHERE chat = ? AND id = ?"
        if not self._connection.rows(sql, chat_id, message_id):
            raise missing("message", message_id)

    def _write(self, message_id: int, content: str, **columns: str | int | None) -> None:
        """Another text and other columns, with the digest of what the message says then."""
        content = storable(content)
        sql = "SELECT parent, CAST(role AS BLOB), CAST(attachments AS BLOB) FROM message"
        rows = self._connection.rows(f"{sql} WHERE id = ?", message_id)
        if not rows:
            raise missing("message", message_id)
        [(parent, role, attachments)] = rows
        digest = message_digest(parent, role, content.encode(), attachments)
        self._update(message_id, content=content, digest=digest, **columns)

    def _update(self, message_id: int, **columns: str | int | bytes | None) -> None:
        settings = ", ".join(f"{name} = ?" for name in columns)
        sql = f"UPDATE message SET {settings} WHERE id = ?"
        if not self._connection.change(sql, *columns.values(), message_id):
            raise missing("message", message_id)

    def _update_chat(self, chat_id: int, **columns: str | int | None) -> None:
        with self.transaction():
            settings = ", ".join(f"{name} = ?" for name in columns)
            sql = f"UPDATE chat SET {settings} WHERE id = ?"
            if not self._connection.change(sql, *columns.values(), chat_id):
                raise missing("chat", chat_id)

    def _touch(self, chat_id: int) -> None:
        self._connection.change(
            "UPDATE chat SET updated_at = ?, changed = (SELECT max(changed) + 1 FROM chat)"
            " WHERE id = ?",
            time.time(),
            chat_id,
        )
