"""Search over all chats: the index of their words, and what it finds.

The index has no text. It is derived from messages and titles, is brought up to date in small steps
while nothing else is to be done, and may lag behind.
"""

from __future__ import annotations

import time

from engine.store.connection import Connection
from engine.store.excerpt import Excerpts
from engine.store.records import Found, Hit, StoredMessage
from engine.store.rows import CHAT, MESSAGE, chat_of, message_of, text_of
from engine.store.words import query, words

MAX_HITS_A_CHAT = 3
PIECE = 16_000  # characters of a message that are indexed in one step
PIECES = 64  # of a message with its attachments; what is behind them is not found
_OVERLAP = 100  # characters that a piece shares with the next, for words and runs on the border
_CANDIDATES = 3000  # messages looked at in one search
_STEP_S = 0.005  # a step of the index begins no message after this
_MERGED_PAGES = 64  # of the index in a step
_WAITING = "indexed = 0 AND state <> 'streaming'"

# Rows of the index in their own order, so that reading ends as soon as there are enough.
_MESSAGES = f"""
SELECT message_words.rowid, message.id, message.chat FROM message_words
CROSS JOIN message ON message.id = message_words.rowid / {PIECES}
CROSS JOIN chat ON chat.id = message.chat
WHERE message_words MATCH ? AND message_words.rowid > 0 AND (chat.trashed_at IS NULL OR ?)
ORDER BY message_words.rowid DESC LIMIT ?
"""
_TITLES = """
SELECT (SELECT max(id) FROM message WHERE chat = chat.id), chat.id FROM message_words
CROSS JOIN chat ON chat.id = -message_words.rowid
WHERE message_words MATCH ? AND message_words.rowid < 0 AND (chat.trashed_at IS NULL OR ?)
AND chat.leaf IS NOT NULL ORDER BY message_words.rowid LIMIT ?
"""


ROWS = f"""
SELECT message_words.rowid FROM message CROSS JOIN message_words
ON message_words.rowid BETWEEN message.id * {PIECES} AND message.id * {PIECES} + {PIECES - 1}
WHERE message.chat IN (SELECT value FROM json_each(?))
UNION ALL SELECT -value FROM json_each(?)
"""
"""SQL for the rows of the index that belong to chats, whose ids are given twice (`rows.listed`)."""

Place = tuple[int, int, int]
"""A message, its chat, and the row of the index that was found; 0 for a title, which takes the
place of the newest message."""


class Search:
    """Finds messages and titles in one database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._unmerged = False
        self._done: tuple[StoredMessage | None, int] = (None, 0)  # a message begun, its pieces

    def find(self, text: str, limit: int = 50, *, trashed: bool = False) -> Found:
        """Messages with every word of `text`, and chats with it in their title; newest first.

        At most `MAX_HITS_A_CHAT` messages of a chat, the newest. A title counts where no message
        of its chat does, in the place of the chat's newest message. `trashed`: also chats in the
        trash. Any text may be searched for; one without words finds nothing.
        """
        waiting = (
            f"SELECT EXISTS (SELECT 1 FROM message WHERE {_WAITING})"
            " OR EXISTS (SELECT 1 FROM chat WHERE indexed = 0)"
        )
        complete = self._connection.rows(waiting) == [(0,)]
        wanted = query(text)
        if not wanted or limit <= 0:
            return Found((), complete)
        places = self._messages(wanted, limit, trashed)
        chats = {chat_id for _, chat_id, _ in places}
        titles = self._connection.rows(_TITLES, wanted, int(trashed), limit + len(chats))
        places += [(newest, chat_id, 0) for newest, chat_id in titles if chat_id not in chats]
        places.sort(reverse=True)
        return Found(self._hits(places[:limit], Excerpts(text, self._connection.stem)), complete)

    def _messages(self, wanted: str, limit: int, trashed: bool) -> list[Place]:
        counts: dict[int, int] = {}
        places: list[Place] = []
        last = 0
        rows = self._connection.rows(_MESSAGES, wanted, int(trashed), _CANDIDATES)
        for row_id, message_id, chat_id in rows:
            counts[chat_id] = counts.get(chat_id, 0) + (message_id != last)
            if counts[chat_id] > MAX_HITS_A_CHAT:
                continue
            if message_id == last:  # the piece before in the text has the words, too
                places.pop()
            elif len(places) == limit:
                break
            places.append((message_id, chat_id, row_id))
            last = message_id
        return places

    def _hits(self, places: list[Place], excerpts: Excerpts) -> tuple[Hit, ...]:
        hits = []
        for message_id, chat_id, row_id in places:
            [row] = self._connection.rows(f"{CHAT} WHERE id = ?", chat_id)
            chat = chat_of(row)
            if not row_id:
                hits.append(Hit(chat, 0, *excerpts.of(chat.title)))
                continue
            [row] = self._connection.rows(f"{MESSAGE} WHERE id = ?", message_id)
            start = row_id % PIECES * PIECE
            shown = excerpts.of(searched_text(message_of(row)), start, start + PIECE + _OVERLAP)
            hits.append(Hit(chat, message_id, *shown))
        return tuple(hits)

    def index(self, limit: int = 200) -> bool:
        """Write the words of some messages and titles to the index, the newest first, or merge its
        parts; whether more is left to do.

        Over after a few milliseconds or `limit` messages. Replies still being written wait.
        """
        if self._unmerged:
            self._unmerged = self._merge()
            return True
        chats = self._connection.rows(
            "SELECT id FROM chat WHERE indexed = 0 ORDER BY id DESC LIMIT ?", limit
        )
        messages = self._connection.rows(
            f"SELECT id FROM message WHERE {_WAITING} ORDER BY id DESC LIMIT ?", limit
        )
        if not (chats or messages):
            return False
        self._unmerged = True
        until = time.monotonic() + _STEP_S
        with self._connection.transaction(durable=False):
            for (chat_id,) in chats:
                self._index_title(chat_id)
                if time.monotonic() > until:
                    return True
            for (message_id,) in messages:
                if not self._index_message(message_id) or time.monotonic() > until:
                    return True
        return limit in (len(chats), len(messages))

    def _merge(self) -> bool:
        """Make fewer parts of the index, as SQLite would in steps too long; whether it did."""
        with self._connection.transaction(durable=False):
            sql = "INSERT INTO message_words (message_words, rank) VALUES ('merge', ?)"
            return self._connection.change_all(sql, _MERGED_PAGES) > 1

    # Both read again inside of the transaction: another program may have written since.

    def _index_title(self, chat_id: int) -> None:
        sql = "SELECT CAST(title AS BLOB) FROM chat WHERE id = ? AND indexed = 0"
        for (title,) in self._connection.rows(sql, chat_id):
            self._set_words(-chat_id, text_of(title))
            self._connection.change("UPDATE chat SET indexed = 1 WHERE id = ?", chat_id)

    def _index_message(self, message_id: int) -> bool:
        """Index the next piece of a message; whether it was the last one."""
        for row in self._connection.rows(f"{MESSAGE} WHERE id = ? AND {_WAITING}", message_id):
            message = message_of(row)
            text = searched_text(message)
            begun, pieces = self._done
            piece = pieces if message == begun else 0
            first = message_id * PIECES
            if not piece:
                sql = "DELETE FROM message_words WHERE rowid BETWEEN ? AND ?"
                self._connection.change(sql, first, first + PIECES - 1)
            start, end = piece * PIECE, (piece + 1) * PIECE
            self._set_words(first + piece, text[start : end + _OVERLAP])
            if end < len(text):
                self._done = (message, piece + 1)
                return False
            self._connection.change("UPDATE message SET indexed = 1 WHERE id = ?", message_id)
        self._done = (None, 0)
        return True

    def _set_words(self, row_id: int, text: str) -> None:
        sql = "REPLACE INTO message_words (rowid, words) VALUES (?, ?)"
        self._connection.change(sql, row_id, " ".join(words(text)))


def searched_text(message: StoredMessage) -> str:
    """What a message is found by: its text, and its attachments with their names."""
    parts = [message.content]
    for attachment in message.attachments:
        parts += [attachment.name, attachment.text]
    return "\n".join(parts)[: PIECES * PIECE]
