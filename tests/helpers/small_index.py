"""A small index of documents, written as its tables say, and vectors that know a few words."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import numpy as np

from engine.documents.index.schema import STEPS
from engine.documents.records import FileInfo
from engine.documents.words import index_words
from engine.store.connection import Connection

# Words of one line mean the same.
CONCEPTS = [
    {"dog", "hound", "狗"},
    {"cat", "kitten", "猫"},
    {"house", "home", "building", "房子"},
    {"river", "stream", "河"},
    {"price", "cost", "价格"},
    {"tree", "oak", "树"},
]
DIMENSION = len(CONCEPTS) + 2


def meaning(texts, _kind="passage"):
    """Vectors of texts: how often each concept is in them."""
    rows = []
    for text in texts:
        row = [float(sum(text.lower().count(word) for word in concept)) for concept in CONCEPTS]
        rows.append([*row, 0.0, 0.0])
    vectors = np.array(rows, np.float32).reshape(-1, DIMENSION)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)


class SmallIndex:
    """Writes what the indexer would."""

    def __init__(self, path: Path, means: np.ndarray | None = None, dimension=DIMENSION):
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.connection = Connection(path)
        self.connection.use_wal()
        for number, step in enumerate(STEPS):
            self.connection.rows(step)
            self.connection.rows(f"PRAGMA user_version = {number + 1}")
        self.connection.rows("PRAGMA foreign_keys = ON")
        data = b"" if means is None else means.astype("<f4").tobytes()
        self.connection.rows(
            "INSERT INTO embedder (identity, dimension, means, current) VALUES ('one', ?, ?, 1)",
            *(dimension, data),
        )

    def collection(self, key):
        self.connection.rows(
            "INSERT INTO collection (key, name, created_at) VALUES (?, ?, 0)", key, key
        )

    def file(self, key, texts, collection="c", *, vectors=True, weak=(), page_of=lambda n: 1):
        """A file with a chunk of each text, on the pages `page_of` says; `vectors` are made of
        them. Returns the numbers of the chunks."""
        with self.connection.transaction(durable=False):
            return self._file(key, texts, collection, vectors, weak, page_of)

    def _file(self, key, texts, collection, vectors, weak, page_of):
        rows = self.connection.rows("SELECT id FROM collection WHERE key = ?", collection)
        if not rows:
            self.collection(collection)
            rows = self.connection.rows("SELECT id FROM collection WHERE key = ?", collection)
        tokens = sum(len(text) // 4 + 1 for text in texts)
        info = FileInfo("text", f"Title of {key}", 9, 0, tokens, hashlib.sha256().hexdigest())
        self.connection.rows(
            "INSERT INTO file (key, collection, path, size, mtime_ns, sha256, state, info)"
            " VALUES (?, ?, ?, 1, 1, 'abc', ?, ?)",
            *(key, rows[0][0], f"/docs/{key}.txt", "ready" if vectors else "words"),
            msgspec.json.encode(info).decode(),
        )
        [(file,)] = self.connection.rows("SELECT id FROM file WHERE key = ?", key)
        for page in sorted({page_of(number) for number in range(len(texts))}):
            self.connection.rows(
                "INSERT INTO page VALUES (?, ?, ?, 'page')", file, page, f"p{page}"
            )
        places: dict[int, int] = {}
        chunks = []
        for number, text in enumerate(texts):
            page = page_of(number)
            start = places.get(page, 0)
            places[page] = start + len(text)
            self.connection.rows(
                "INSERT INTO chunk (file, ord, page, start, length, heading, tokens, weak, text,"
                " sha) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, x'00')",
                *(file, number, page, start, len(text), json.dumps(["Chapter"])),
                *(len(text) // 4 + 1, int(number in weak), text),
            )
            [(chunk,)] = self.connection.rows("SELECT max(id) FROM chunk")
            self.connection.rows(
                "INSERT INTO chunk_words (rowid, words) VALUES (?, ?)", chunk, index_words(text)
            )
            chunks.append(chunk)
        if vectors:
            self.vectors(chunks, texts)
        return chunks

    def vectors(self, chunks, texts):
        """Make the vectors of chunks, and their file ready."""
        for chunk, vector in zip(chunks, meaning(texts), strict=True):
            scale = float(np.abs(vector).max()) / 127 or 1.0
            numbers = np.rint(vector / scale).astype(np.int8).tobytes()
            self.connection.rows(
                "INSERT OR REPLACE INTO vector VALUES (?, 1, ?, ?)", chunk, scale, numbers
            )
            self.connection.rows(
                "UPDATE file SET state = 'ready' WHERE id = (SELECT file FROM chunk WHERE id = ?)",
                chunk,
            )

    def erase(self, key):
        """A file goes, with all that is of it."""
        [(file,)] = self.connection.rows("SELECT id FROM file WHERE key = ?", key)
        self.connection.rows(
            "DELETE FROM chunk_words WHERE rowid IN (SELECT id FROM chunk WHERE file = ?)", file
        )
        self.connection.rows("DELETE FROM file WHERE id = ?", file)

    def close(self):
        self.connection.close()
