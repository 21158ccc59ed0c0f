"""The tables, as numbered steps: step n turns a database of version n into one of version n + 1.

A step that was released is never edited; a change is a new step at the end.
"""

from __future__ import annotations

APPLICATION_ID = 0x50756E61  # "Puna" in ASCII, in the header of the file

# `changed` counts upward over all chats and orders their list, because clocks jump backward.
# The pair (chat, id) is a key so that a parent or a leaf of another chat is refused by SQLite.
_CHATS = f"""
PRAGMA application_id = {APPLICATION_ID};

CREATE TABLE chat (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    created_at REAL NOT NULL,
    updated_at REAL NOT NULL,
    changed INTEGER NOT NULL,
    leaf INTEGER,
    FOREIGN KEY (id, leaf) REFERENCES message (chat, id)
) STRICT;

CREATE INDEX chat_changed ON chat (changed);

CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL REFERENCES chat (id),
    parent INTEGER,
    role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
    content TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('streaming', 'done', 'interrupted', 'failed')),
    created_at REAL NOT NULL,
    model TEXT NOT NULL,
    reason TEXT,
    stats TEXT,
    error TEXT,
    UNIQUE (chat, id),
    FOREIGN KEY (chat, parent) REFERENCES message (chat, id)
) STRICT;

CREATE INDEX message_streaming ON message (id) WHERE state = 'streaming';
"""

STEPS: tuple[str, ...] = (_CHATS,)
