"""The tables of the index of documents, as numbered steps, like those of `engine.store.schema`.

All but collections and their roots is derived from the files, and may be made again.
"""

from __future__ import annotations

APPLICATION_ID = 0x50756E64  # "Pund" in ASCII, in the header of the file

READING = "2"
"""Another one has all files read again: for a Puna that makes other text, chunks or words of them.
What is the same keeps its vectors."""

# `root`: what was added, a folder or a file. `file.state` and the rest as in `records.File`;
# `info` is JSON of `FileInfo`, `error` of `ErrorInfo`. A chunk, its words and its place are written
# in one transaction with the state of its file, so that a file is in the index wholly or not.
# `file.chunks` counts them, `file.vectors` those that have one of the current embedder.
# `chunk.sha` is that of heading and text: what is the same keeps its vector. `chunk_words` has no
# copy of the text; its rows are deleted in the transaction that deletes the chunk.
# `embedder.identity` is JSON of `engine.messages.Embedding` and of how texts are put; vectors of
# two of them never meet. `current`: the one that is asked; another is filled behind it. `means` are
# what is subtracted from vectors of questions and of passages, 32-bit floats. `vector.numbers` are
# 8-bit integers of a vector of length 1 after that, times `scale`.
# `trashed_at`: removed, and to be erased once that can no longer be undone.
# `note`: what else must be known at the next start, by name.
_FIRST = f"""
PRAGMA application_id = {APPLICATION_ID};

CREATE TABLE embedder (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL,
    means BLOB NOT NULL DEFAULT x'',
    current INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE collection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at REAL NOT NULL,
    trashed_at REAL
) STRICT;

CREATE TABLE root (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    collection INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    include TEXT NOT NULL DEFAULT '[]',
    exclude TEXT NOT NULL DEFAULT '[]',
    missing INTEGER NOT NULL DEFAULT 0,
    trashed_at REAL,
    UNIQUE (collection, path)
) STRICT;

CREATE TABLE file (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    collection INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('waiting', 'reading', 'words', 'ready', 'failed')),
    error TEXT,
    info TEXT,
    chunks INTEGER NOT NULL DEFAULT 0,
    vectors INTEGER NOT NULL DEFAULT 0,
    indexed_at REAL NOT NULL DEFAULT 0,
    trashed_at REAL,
    UNIQUE (collection, path)
) STRICT;

CREATE INDEX file_waiting ON file (size, id) WHERE state IN ('waiting', 'reading');

CREATE TABLE page (
    file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (file, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file INTEGER NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    heading TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    weak INTEGER NOT NULL,
    text TEXT NOT NULL,
    sha BLOB NOT NULL,
    UNIQUE (file, ord)
) STRICT;

CREATE INDEX chunk_sha ON chunk (sha);

CREATE TABLE vector (
    chunk INTEGER NOT NULL REFERENCES chunk (id) ON DELETE CASCADE,
    embedder INTEGER NOT NULL REFERENCES embedder (id) ON DELETE CASCADE,
    scale REAL NOT NULL,
    numbers BLOB NOT NULL,
    PRIMARY KEY (chunk, embedder)
) STRICT, WITHOUT ROWID;

CREATE INDEX vector_embedder ON vector (embedder, chunk);

CREATE TABLE note (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE chunk_words USING fts5(
    words, content = '', contentless_delete = 1, tokenize = 'porter unicode61'
);
"""

STEPS: tuple[str, ...] = (_FIRST,)
