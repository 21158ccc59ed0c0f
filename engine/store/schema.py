"""The tables, as numbered steps: step n turns a database of version n into one of version n + 1.

A step that was released is never edited; a change is a new step at the end. The functions that
steps may call in SQL are those of `engine.store.connection`.
"""

from __future__ import annotations

from engine.store.digest import DIGEST

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

OLDER_KEY = "lower(hex(message_digest(id, CAST(created_at AS BLOB), NULL, NULL)))"
"""SQL for the key that a chat of version 1 gets."""

# `key` names a chat in every copy of it: backups, exports, other computers; an older chat gets the
# same one wherever a copy of it is upgraded. `digest` covers what a message says, because pages of
# SQLite carry no checksum. `writer` names the program that writes a streaming reply
# (`engine.store.writers`). `message_parent` is what SQLite looks for children in whenever a message
# goes. `erased` has the keys of erased chats: copies elsewhere are to be removed, too, and `traces`
# 1: what SQLite keeps of deleted rows in this file is still to be overwritten; 2: only that.
#
# The words of messages and titles are derived data: `indexed` 0: they are still to be written to
# `message_words`, whose rows `engine.store.search` numbers. Its prefixes of one character find a
# CJK character alone. SQLite merges it when it likes, which may take long; `engine.store.search`
# does it in small steps.
_DAILY_USE = f"""
CREATE TABLE folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
) STRICT;

ALTER TABLE chat ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE chat ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chat ADD COLUMN folder INTEGER REFERENCES folder (id) ON DELETE SET NULL;
ALTER TABLE chat ADD COLUMN trashed_at REAL;
ALTER TABLE chat ADD COLUMN assistant TEXT NOT NULL DEFAULT '';
ALTER TABLE chat ADD COLUMN setup TEXT;
ALTER TABLE chat ADD COLUMN draft TEXT NOT NULL DEFAULT '';
ALTER TABLE chat ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
UPDATE chat SET key = {OLDER_KEY};
CREATE UNIQUE INDEX chat_key ON chat (key);
CREATE INDEX chat_unindexed ON chat (id) WHERE indexed = 0;

ALTER TABLE message ADD COLUMN attachments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE message ADD COLUMN receipt TEXT;
ALTER TABLE message ADD COLUMN digest BLOB;
ALTER TABLE message ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN writer TEXT NOT NULL DEFAULT '';
UPDATE message SET digest = {DIGEST};
CREATE INDEX message_unindexed ON message (id) WHERE indexed = 0;
CREATE INDEX message_parent ON message (chat, parent);

CREATE VIRTUAL TABLE message_words USING fts5(
    words, content = '', contentless_delete = 1, prefix = '1', tokenize = 'porter unicode61'
);
INSERT INTO message_words (message_words, rank) VALUES ('automerge', 0), ('crisismerge', 64);

CREATE TABLE assistant (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    setup TEXT NOT NULL
) STRICT;

CREATE TABLE snippet (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE erased (
    key TEXT PRIMARY KEY,
    traces INTEGER NOT NULL DEFAULT 1
) STRICT;
"""

# `cut` is what a model did not see any more when it wrote a reply: the conversation was too long.
_CUT = """
ALTER TABLE message ADD COLUMN cut TEXT;
"""

# `sources` is what a question is answered from, as `engine.documents.records.Sources`, and
# `checked` what of a reply was found there: a citation opens even when the index has changed.
_SOURCES = """
ALTER TABLE message ADD COLUMN sources TEXT;
ALTER TABLE message ADD COLUMN checked TEXT;
"""

STEPS: tuple[str, ...] = (_CHATS, _DAILY_USE, _CUT, _SOURCES)
