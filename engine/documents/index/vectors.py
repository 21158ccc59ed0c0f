"""Vectors of chunks, and the embedders that made them: one is asked, another is filled behind it.

A vector is kept as 8-bit integers and a scale, after the mean of its embedder was taken off. Knows
no model and no process.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from engine.documents.index.writing import Writing
from engine.messages import Embedding
from engine.store.connection import Connection

if TYPE_CHECKING:  # numpy loads where there are vectors, not where a window starts
    from engine.embedding.stream import Floats

_SLICE = 5_000  # rows deleted at once, so that nobody waits long
_MISSING = """
FROM chunk k JOIN file f ON f.id = k.file JOIN collection c ON c.id = f.collection
WHERE f.trashed_at IS NULL AND c.trashed_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM vector v WHERE v.chunk = k.id AND v.embedder = ?)
"""


class Identity(msgspec.Struct, frozen=True):
    """What makes the vectors of an index comparable: the model, and how headings and text of a
    chunk were put together (`scheme`)."""

    embedding: Embedding
    scheme: int = 1

    def text(self) -> str:
        """As it is kept."""
        return msgspec.json.encode(self).decode()


class Made(NamedTuple):
    """An embedder the index has vectors of: its `id`, and its `means`, those of
    `engine.documents.search.means`: of questions, of passages, and more about questions."""

    id: int
    identity: Identity
    means: Floats
    current: bool


class Missing(NamedTuple):
    """A chunk without a vector."""

    chunk: int
    file: int
    collection: str
    heading: tuple[str, ...]
    text: str

    @property
    def passage(self) -> str:
        """What is embedded of it."""
        return "\n".join((" > ".join(self.heading), self.text)) if self.heading else self.text


class Vectors:
    """The vectors of one index."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection = connection
        self._writing = writing

    def embedders(self) -> builtins.list[Made]:
        """All that have vectors, the current one first."""
        from engine.documents.index.numbers import floats_of

        sql = "SELECT id, identity, dimension, means, current FROM embedder ORDER BY -current, id"
        found = []
        for number, identity, dimension, means, current in self._connection.rows(sql):
            floats = floats_of(means).reshape(-1, dimension)
            known = msgspec.json.decode(identity, type=Identity)
            found.append(Made(number, known, floats, bool(current)))
        return found

    def current(self) -> Made | None:
        """The embedder that is asked."""
        return next((one for one in self.embedders() if one.current), None)

    def is_current(self, embedder: int) -> bool:
        """Whether this embedder is asked."""
        sql = "SELECT 1 FROM embedder WHERE id = ? AND current"
        return bool(self._connection.rows(sql, embedder))

    def begin(self, identity: Identity, means: Floats) -> Made:
        """The embedder with this identity. The first of an index is current at once."""
        known = next((one for one in self.embedders() if one.identity == identity), None)
        if known is not None:
            return known
        data = means.astype("<f4").tobytes()
        with self._connection.transaction(durable=False):
            self._connection.change(
                "INSERT INTO embedder (identity, dimension, means, current)"
                " VALUES (?, ?, ?, NOT EXISTS (SELECT 1 FROM embedder WHERE current))",
                *(identity.text(), identity.embedding.dimension, data),
            )
        return next(one for one in self.embedders() if one.identity == identity)

    def missing(self, embedder: int, limit: int) -> builtins.list[Missing]:
        """Chunks that have no vector of an embedder, in the order they came."""
        rows = self._connection.rows(
            f"SELECT k.id, k.file, c.key, k.heading, k.text {_MISSING} ORDER BY k.id LIMIT ?",
            embedder,
            limit,
        )
        decode = msgspec.json.Decoder(tuple[str, ...]).decode
        return [
            Missing(chunk, file, collection, decode(heading), text)
            for chunk, file, collection, heading, text in rows
        ]

    def put(self, embedder: Made, chunks: Sequence[Missing], vectors: Sequence[Floats]) -> None:
        """Keep the vectors of chunks. Those that are gone meanwhile are left out."""
        from engine.documents.index.numbers import centred, quantised

        with self._connection.transaction(durable=False):
            for chunk, vector in zip(chunks, vectors, strict=True):
                scale, numbers = quantised(centred(vector, embedder.means[1:2]))
                self._connection.change(
                    "INSERT OR REPLACE INTO vector (chunk, embedder, scale, numbers)"
                    " SELECT id, ?, ?, ? FROM chunk WHERE id = ?",
                    *(embedder.id, scale, numbers, chunk.chunk),
                )
            for file in {chunk.file for chunk in chunks}:
                self._writing.count_vectors(file)

    def switch(self, embedder: int) -> None:
        """Ask this embedder from now on. Vectors of others are deleted by `sweep`."""
        with self._connection.transaction(durable=False):
            self._connection.change("UPDATE embedder SET current = (id = ?)", embedder)
            files = "SELECT id FROM file WHERE state IN ('words', 'ready')"
            for (file,) in self._connection.rows(files):
                self._writing.count_vectors(file)

    def sweep(self, kept: Sequence[int]) -> bool:
        """Delete some vectors of embedders that are neither current nor `kept`; whether any."""
        for one in self.embedders():
            if one.current or one.id in kept:
                continue
            with self._connection.transaction(durable=False):
                gone = self._connection.change(
                    "DELETE FROM vector WHERE embedder = ? AND chunk IN"
                    " (SELECT chunk FROM vector WHERE embedder = ? LIMIT ?)",
                    *(one.id, one.id, _SLICE),
                )
                if not gone:
                    self._connection.change("DELETE FROM embedder WHERE id = ?", one.id)
            return True
        return False
