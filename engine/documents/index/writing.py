"""A file that was read goes into the index, or out of it: wholly, in one transaction.

Knows how chunks, words and places are kept; knows nothing of how they were made.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import Final

import msgspec

from engine.documents.importer.protocol import PageHead
from engine.documents.index.files import Stat
from engine.documents.records import Chunk, FileInfo
from engine.store.connection import Connection
from engine.store.text import storable

_SHA: Final = 16
"""Bytes of a SHA-256 that are kept: chunks are told apart by them among those of one index."""


class Writing:
    """Puts files into one index. Its methods are called inside of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        file: int,
        stat: Stat,
        info: FileInfo,
        chunks: Sequence[Chunk],
        pages: Sequence[PageHead],
    ) -> None:
        """Make this the content of a file. Chunks whose heading and text the index has already, of
        this file or another, take the vectors of those."""
        connection = self._connection
        if not connection.rows("SELECT 1 FROM file WHERE id = ?", file):
            return  # it was erased while it was read
        # Until vectors are taken over, what was there before stands behind what comes.
        connection.change("UPDATE chunk SET ord = -1 - ord WHERE file = ?", file)
        connection.change("DELETE FROM page WHERE file = ?", file)
        for page in pages:
            connection.change(
                "INSERT OR REPLACE INTO page (file, number, label, kind) VALUES (?, ?, ?, ?)",
                *(file, page.number, storable(page.label), page.kind),
            )
        for number, chunk in enumerate(chunks):
            self._insert(file, number, chunk)
        self._take_vectors(file)
        self._remove_chunks(file, "ord < 0")
        connection.change(
            "UPDATE file SET state = 'words', error = NULL, info = ?, sha256 = ?, size = ?,"
            " mtime_ns = ?, indexed_at = ?, chunks = ? WHERE id = ?",
            msgspec.json.encode(info).decode(),
            info.sha256,
            *stat,
            time.time(),
            len(chunks),
            file,
        )
        self.count_vectors(file)

    def clear(self, file: int) -> None:
        """Take all chunks of a file out of the index, and note that there are traces of them."""
        self._connection.change("DELETE FROM page WHERE file = ?", file)
        if self._remove_chunks(file, "1"):
            note = "INSERT OR REPLACE INTO note (name, value) VALUES ('traces', '1')"
            self._connection.change(note)

    def remove(self, file: int) -> None:
        """Take a file out of the index."""
        self.clear(file)
        self._connection.change("DELETE FROM file WHERE id = ?", file)

    def count_vectors(self, file: int) -> None:
        """Count the vectors of a file; one that was in words and has them all is ready."""
        self._connection.change(
            "UPDATE file SET vectors = (SELECT count(*) FROM chunk k JOIN vector v"
            " ON v.chunk = k.id JOIN embedder e ON e.id = v.embedder AND e.current"
            " WHERE k.file = file.id) WHERE id = ?",
            file,
        )
        self._connection.change(
            "UPDATE file SET state = iif(vectors = chunks, 'ready', 'words')"
            " WHERE id = ? AND state IN ('words', 'ready')"
            " AND EXISTS (SELECT 1 FROM embedder WHERE current)",
            file,
        )

    def _insert(self, file: int, number: int, chunk: Chunk) -> None:
        heading = [storable(one) for one in chunk.heading]
        text = storable(chunk.text)
        [(row,)] = self._connection.rows(
            "INSERT INTO chunk (file, ord, page, start, length, heading, tokens, weak, text, sha)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            file,
            number,
            chunk.page,
            chunk.start,
            chunk.length,
            msgspec.json.encode(heading).decode(),
            chunk.tokens,
            int(chunk.weak),
            text,
            sha_of(heading, text),
        )
        sql = "INSERT INTO chunk_words (rowid, words) VALUES (?, ?)"
        self._connection.change(sql, row, storable(chunk.words))

    def _take_vectors(self, file: int) -> None:
        self._connection.change(
            "INSERT OR IGNORE INTO vector (chunk, embedder, scale, numbers)"
            " SELECT new.id, v.embedder, v.scale, v.numbers FROM chunk new"
            " JOIN chunk old ON old.sha = new.sha AND old.id <> new.id"
            " JOIN vector v ON v.chunk = old.id WHERE new.file = ? AND new.ord >= 0",
            file,
        )

    def _remove_chunks(self, file: int, which: str) -> int:
        these = f"file = ? AND {which}"
        self._connection.change(
            f"DELETE FROM chunk_words WHERE rowid IN (SELECT id FROM chunk WHERE {these})", file
        )
        return self._connection.change(f"DELETE FROM chunk WHERE {these}", file)


def sha_of(heading: Sequence[str], text: str) -> bytes:
    """What tells a chunk from others: two of the same have the same vector."""
    whole = "\x1f".join((*heading, text))
    return hashlib.sha256(whole.encode()).digest()[:_SHA]
