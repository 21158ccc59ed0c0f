"""The trash: chats that can still be brought back, and their removal for good.

Knows nothing of backups: whoever erases a chat takes its key to them, too.
"""

from __future__ import annotations

import builtins
import logging
import time
from collections.abc import Sequence

from engine.errors import InvalidInput, StorageError
from engine.store.connection import Connection
from engine.store.records import TEMPORARY_IDS, Chat
from engine.store.rows import CHAT, chat_of, listed, text_of
from engine.store.search import ROWS

log = logging.getLogger(__name__)

_PATIENCE_S = 0.5  # with other programs, before traces are left for later
_THESE = "id IN (SELECT value FROM json_each(?))"


class Bin:
    """The chats of one database that were thrown away."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list(self) -> builtins.list[Chat]:
        """All of them, the last put there first."""
        order = "ORDER BY trashed_at DESC, changed DESC, id DESC"
        rows = self._connection.rows(f"{CHAT} WHERE trashed_at IS NOT NULL {order}")
        return [chat_of(row) for row in rows]

    def put(self, chat_ids: Sequence[int]) -> int:
        """Throw chats away; how many were not in the trash before."""
        with self._connection.transaction():
            # Later than all before also where the clock went back: the list is by this time.
            return self._connection.change(
                "UPDATE chat SET trashed_at ="
                " max(?, (SELECT coalesce(max(trashed_at), 0) + 0.001 FROM chat))"
                f" WHERE trashed_at IS NULL AND {_THESE}",
                time.time(),
                listed(chat_ids),
            )

    def restore(self, chat_ids: Sequence[int]) -> None:
        """Bring chats back."""
        with self._connection.transaction():
            sql = f"UPDATE chat SET trashed_at = NULL WHERE {_THESE}"
            self._connection.change(sql, listed(chat_ids))

    def erase(self, chat_ids: Sequence[int]) -> builtins.list[str]:
        """Remove chats from the database file, the write-ahead file and the index; their keys.

        The keys are also kept, for `erased`, until `forget`. Raises InvalidInput where one is
        neither in the trash nor temporary, and does nothing then. What is left where the disk is
        too full to write the file anew, or a reply is being written, is removed by `tidy`, later.
        """
        ids = listed(chat_ids)
        with self._connection.transaction():
            rows = self._connection.rows(
                "SELECT id, CAST(key AS BLOB), trashed_at IS NOT NULL FROM chat"
                f" WHERE {_THESE} ORDER BY id",
                ids,
            )
            if not all(trashed or chat_id >= TEMPORARY_IDS for chat_id, _, trashed in rows):
                raise InvalidInput("chat", "it is not in the trash", "Delete it first.")
            keys = [text_of(key) for _, key, _ in rows]
            self._remove(ids, keys)
        try:
            with self._connection.patience(_PATIENCE_S):
                self.tidy()
        except StorageError as error:
            log.warning("traces of erased chats are removed later: %s", error)
        return keys

    def _remove(self, ids: str, keys: builtins.list[str]) -> None:
        these = "IN (SELECT value FROM json_each(?))"
        for key in keys:
            self._connection.change("INSERT OR REPLACE INTO erased (key) VALUES (?)", key)
        self._connection.change(f"DELETE FROM message_words WHERE rowid IN ({ROWS})", ids, ids)
        self._connection.change(f"UPDATE chat SET leaf = NULL WHERE id {these}", ids)
        self._connection.change(f"DELETE FROM message WHERE chat {these}", ids)
        self._connection.change(f"DELETE FROM chat WHERE id {these}", ids)

    def tidy(self) -> bool:
        """Remove what SQLite keeps of deleted rows in unused places; whether nothing is left.

        Deleting overwrites, but rows that moved before have left copies, and the index only notes
        what is gone. Takes about a second for 100 MB, and as much room again meanwhile: not while
        a reply is being written, which would wait for it.
        """
        if not self._connection.rows("SELECT 1 FROM erased WHERE traces LIMIT 1"):
            return True
        streaming = "SELECT 1 FROM message WHERE state = 'streaming' LIMIT 1"
        if self._connection.in_transaction or self._connection.rows(streaming):
            return False
        self._connection.change("INSERT INTO message_words (message_words) VALUES ('optimize')")
        self._connection.rows("VACUUM")
        if not self._connection.empty_wal():
            return False  # another program reads in it
        with self._connection.transaction():
            self._connection.change("DELETE FROM erased WHERE traces = 2")
            self._connection.change("UPDATE erased SET traces = 0")
        return True

    def erased(self) -> builtins.list[str]:
        """The keys of erased chats whose copies elsewhere may still be there."""
        sql = "SELECT key FROM erased WHERE traces < 2 ORDER BY key"
        return [key for (key,) in self._connection.rows(sql)]

    def forget(self, keys: Sequence[str]) -> None:
        """The copies of these erased chats are gone, too."""
        with self._connection.transaction():
            for key in keys:
                self._connection.change("DELETE FROM erased WHERE key = ? AND NOT traces", key)
                self._connection.change("UPDATE erased SET traces = 2 WHERE key = ?", key)
