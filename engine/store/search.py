"""Search over all chats: the index of their words, and what it finds.

The index has no text. It is derived from the messages, is brought up to date in small steps while
nothing else is to be done, and may lag behind.
"""

from __future__ import annotations

import time

from engine.store.connection import Connection
from engine.store.excerpt import Excerpts
from engine.store.records import Chat, Found, Hit, StoredMessage
from engine.store.rows import CHAT, MESSAGE, chat_of, message_of
from engine.store.words import query, words

MAX_HITS_A_CHAT = 3
INDEXED = 50_000  # characters of a message, with its attachments
_STEP_S = 0.008  # a step of the index is over after this
_CANDIDATES = 3000  # messages looked at in one search
_WAITING = "indexed = 0 AND state <> 'streaming'"


class Search:
    """Finds messages and titles in one database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, text: str, limit: int = 50, *, trashed: bool = False) -> Found:
        """Messages with every word of `text`, and chats with it in their title; newest first.

        At most `MAX_HITS_A_CHAT` messages of a chat, the newest; a title counts where no message
        of its chat was found, with the place of the chat's newest message. `trashed`: also chats
        in the trash. Any text may be searched for; one without words finds nothing.
        """
        complete = not self._connection.rows(f"SELECT 1 FROM message WHERE {_WAITING} LIMIT 1")
        wanted = query(text)
        if not wanted or limit <= 0:
            return Found((), complete)
        excerpts = Excerpts(text, self._connection.stem)
        chats: dict[int, Chat] = {}
        hits = self._messages(wanted, limit, trashed, chats, excerpts)
        hits += self._titles(limit, trashed, chats, excerpts)
        hits.sort(key=lambda hit: hit[0], reverse=True)
        return Found(tuple(hit for _, hit in hits[:limit]), complete)

    def _messages(
        self, wanted: str, limit: int, trashed: bool, chats: dict[int, Chat], excerpts: Excerpts
    ) -> list[tuple[int, Hit]]:
        """The hits with their message ids; `chats` gets those they are in."""
        sql = (
            "SELECT message.id, message.chat FROM message_words"
            " CROSS JOIN message ON message.id = message_words.rowid"
            " CROSS JOIN chat ON chat.id = message.chat"
            " WHERE message_words MATCH ? AND (chat.trashed_at IS NULL OR ?)"
            " ORDER BY message_words.rowid DESC LIMIT ?"
        )
        counts: dict[int, int] = {}
        found: list[int] = []
        for message_id, chat_id in self._connection.rows(sql, wanted, int(trashed), _CANDIDATES):
            counts[chat_id] = counts.get(chat_id, 0) + 1
            if counts[chat_id] <= MAX_HITS_A_CHAT:
                found.append(message_id)
            if len(found) == limit:
                break
        hits = []
        for message_id in found:
            message = message_of(self._connection.rows(f"{MESSAGE} WHERE id = ?", message_id)[0])
            if message.chat not in chats:
                chats[message.chat] = self._chat(message.chat)
            excerpt, marks = excerpts.of(searched_text(message)[:INDEXED])
            hits.append((message_id, Hit(chats[message.chat], message_id, excerpt, marks)))
        return hits

    def _titles(
        self, limit: int, trashed: bool, chats: dict[int, Chat], excerpts: Excerpts
    ) -> list[tuple[int, Hit]]:
        """The hits in titles of chats that are not in `chats`, with their newest message ids."""
        sql = (
            "SELECT id, title FROM chat WHERE leaf IS NOT NULL AND (trashed_at IS NULL OR ?)"
            " ORDER BY changed DESC"
        )
        hits: list[tuple[int, Hit]] = []
        for chat_id, title in self._connection.rows(sql, int(trashed)):
            if chat_id not in chats and excerpts.match(title):
                newest = "SELECT max(id) FROM message WHERE chat = ?"
                [(message_id,)] = self._connection.rows(newest, chat_id)
                excerpt, marks = excerpts.of(title)
                hits.append((message_id, Hit(self._chat(chat_id), 0, excerpt, marks)))
            if len(hits) == limit:
                break
        return hits

    def _chat(self, chat_id: int) -> Chat:
        return chat_of(self._connection.rows(f"{CHAT} WHERE id = ?", chat_id)[0])

    def index(self, limit: int = 200) -> bool:
        """Write the words of some messages to the index, the newest first; whether more are left.

        Over after a few milliseconds or `limit` messages. Replies still being written wait.
        """
        sql = f"{MESSAGE} WHERE {_WAITING} ORDER BY id DESC LIMIT ?"
        waiting = [row[0] for row in self._connection.rows(sql, limit)]
        if not waiting:
            return False
        until = time.monotonic() + _STEP_S
        with self._connection.transaction(durable=False):
            for message_id in waiting:
                self._index(message_id)
                if time.monotonic() > until:
                    return True
        return len(waiting) == limit

    def _index(self, message_id: int) -> None:
        # Read inside of the transaction: another program may have written it since.
        for row in self._connection.rows(f"{MESSAGE} WHERE id = ? AND {_WAITING}", message_id):
            text = searched_text(message_of(row))[:INDEXED]
            self._connection.change(
                "REPLACE INTO message_words (rowid, words) VALUES (?, ?)",
                message_id,
                " ".join(words(text)),
            )
            self._connection.change("UPDATE message SET indexed = 1 WHERE id = ?", message_id)


def searched_text(message: StoredMessage) -> str:
    """What a message is found by: its text, and its attachments with their names."""
    parts = [message.content]
    for attachment in message.attachments:
        parts += [attachment.name, attachment.text]
    return "\n".join(parts)
