"""The vectors of the embedder that is asked, kept in memory as the index has them.

Knows no words and no files but by their numbers. Belongs to whoever holds the reader.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from engine.documents.search.means import direction
from engine.documents.search.reading import Asked, IndexReader
from engine.documents.search.vectors import VectorTable
from engine.embedding.stream import Floats

_BATCH: Final = 2000
"""Vectors read at once, so that there is never a second copy of all."""


class VectorMemory:
    """Vectors of one embedder; none until the first `follow`."""

    def __init__(self) -> None:
        self._asked: Asked | None = None
        self._table = VectorTable(0)

    def __len__(self) -> int:
        return len(self._table)

    @property
    def size(self) -> int:
        """Bytes they take."""
        return self._table.size

    def follow(self, reader: IndexReader) -> None:
        """Have the vectors of the index, those that are new and none that is gone."""
        asked = reader.embedder()
        if asked is None:
            self._asked, self._table = None, VectorTable(0)
            return
        if self._asked is None or self._asked.number != asked.number:
            self._table = VectorTable(asked.dimension)
        self._asked = asked
        there = reader.chunks_with_vectors(asked.number)
        known = set(self._table.chunks.tolist())
        if gone := known - there:
            self._table.remove(gone)
        new = sorted(there - known)
        self._table.reserve(len(there))
        for start in range(0, len(new), _BATCH):
            rows = reader.vectors(asked.number, new[start : start + _BATCH])
            if rows:
                self._table.add(*zip(*rows, strict=True))

    def nearest(
        self, questions: Floats | None, limit: int, files: Collection[int]
    ) -> list[list[int]]:
        """The nearest chunks of `files` to each question, of shape (questions, dimension); nothing
        where there are no vectors, or of another embedder than the questions are."""
        if self._asked is None or questions is None or not len(self._table):
            return []
        if questions.shape[1] != self._asked.dimension:
            return []
        return [
            self._table.nearest(direction(question, self._asked.means), limit, files)
            for question in questions
        ]
