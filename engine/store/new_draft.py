"""What is typed for a chat that was not begun yet: kept in a row of its own, which is never listed.

Drafts of chats that are there are theirs: `Chats.set_draft`.
"""

from __future__ import annotations

import time

from engine.store.connection import Connection
from engine.store.rows import text_of
from engine.store.text import storable

KEY = "draft"  # no chat that is begun has such a key


class NewDraft:
    """One text in one database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def text(self) -> str:
        """What was kept last."""
        rows = self._connection.rows("SELECT CAST(draft AS BLOB) FROM chat WHERE key = ?", KEY)
        return text_of(rows[0][0]) if rows else ""

    def keep(self, text: str) -> None:
        """Keep what is typed and not sent, without waiting for the disk."""
        now = time.time()
        with self._connection.transaction(durable=False):
            if not text:
                self._connection.change("UPDATE chat SET draft = '' WHERE key = ?", KEY)
                return
            self._connection.change(
                "INSERT INTO chat (title, created_at, updated_at, changed, key, draft)"
                " VALUES ('', ?, ?, 0, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET draft = excluded.draft",
                now,
                now,
                KEY,
                storable(text),
            )
