"""The trash: chats that can still be brought back, and their removal for good.

Knows nothing of backups: whoever erases a chat takes its key to them, too.
"""

from __future__ import annotations

import builtins
import time
from collections.abc import Sequence

from engine.errors import InvalidInput
from engine.store.connection import Connection
from engine.store.records import TEMPORARY_IDS, Chat
from engine.store.rows import CHAT, chat_of, listed

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
        neither in the trash nor temporary, and does nothing then.
        """
        ids = listed(chat_ids)
        with self._connection.transaction():
            rows = self._connection.rows(
                f"SELECT id, key, trashed_at IS NOT NULL FROM chat WHERE {_THESE} ORDER BY id", ids
            )
            if not all(trashed or chat_id >= TEMPORARY_IDS for chat_id, _, trashed in rows):
                raise InvalidInput("chat", "it is not in the trash", "Delete it first.")
            keys = [key for _, key, _ in rows]
            self._remove(ids, keys)
        if keys:
            self.scrub()
        return keys

    def _remove(self, ids: str, keys: builtins.list[str]) -> None:
        these = "IN (SELECT value FROM json_each(?))"
        words = f"SELECT id FROM message WHERE chat {these}"
        for key in keys:
            self._connection.change("INSERT OR REPLACE INTO erased (key) VALUES (?)", key)
        self._connection.change(f"DELETE FROM message_words WHERE rowid IN ({words})", ids)
        self._connection.change(f"UPDATE chat SET leaf = NULL WHERE id {these}", ids)
        self._connection.change(f"DELETE FROM message WHERE chat {these}", ids)
        self._connection.change(f"DELETE FROM chat WHERE id {these}", ids)

    def scrub(self) -> None:
        """Leave nothing of erased chats in places of the files that are not in use."""
        # The index only notes what is gone, until its parts are merged into one.
        self._connection.change("INSERT INTO message_words (message_words) VALUES ('optimize')")
        self._connection.rows("VACUUM")
        self._connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def erased(self) -> builtins.list[str]:
        """The keys of erased chats whose copies elsewhere may still be there."""
        return [key for (key,) in self._connection.rows("SELECT key FROM erased ORDER BY key")]

    def forget(self, keys: Sequence[str]) -> None:
        """The copies of these erased chats are gone, too."""
        with self._connection.transaction():
            for key in keys:
                self._connection.change("DELETE FROM erased WHERE key = ?", key)
