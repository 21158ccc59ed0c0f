"""What a search reads from the index of documents: the only place here that knows its tables.

One connection, which changes nothing. Whoever holds it sees to it that one thread at a time asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np

from engine.documents.index.edges import COLUMNS, JOINS, Beside, edges
from engine.documents.index.rows import info_of, title_of
from engine.documents.index.schema import STEPS
from engine.documents.records import FileInfo, Hit, Ranks, Source, State
from engine.embedding.stream import Floats
from engine.store.connection import Connection

_LIVE: Final = "f.trashed_at IS NULL AND c.trashed_at IS NULL"
_SCOPE: Final = """
AND (f.key IN (SELECT value FROM json_each(?)) OR c.key IN (SELECT value FROM json_each(?)))
"""
# A CROSS JOIN keeps SQLite to the order of the tables; it cannot know how short a list is.
# FTS5 puts the rows in order and is asked for one after the other, until enough of them are live.
_BY_WORDS: Final = """
SELECT w.rowid FROM chunk_words w
CROSS JOIN chunk k ON k.id = w.rowid
CROSS JOIN file f ON f.id = k.file
CROSS JOIN collection c ON c.id = f.collection
WHERE chunk_words MATCH ? AND w.rowid BETWEEN ? AND ? AND {where} ORDER BY w.rank LIMIT ?
"""
_FILES: Final = """
SELECT f.id, f.state FROM file f JOIN collection c ON c.id = f.collection WHERE {where}
ORDER BY f.id
"""
_HITS: Final = f"""
SELECT k.id, k.weak, f.id, f.key, f.path, f.info, f.sha256, k.page, k.start, k.length,
    coalesce(p.label, ''), coalesce(p.kind, 'page'), k.heading, k.text, k.tokens,{COLUMNS}
FROM json_each(?) wanted
CROSS JOIN chunk k ON k.id = wanted.value
CROSS JOIN file f ON f.id = k.file
LEFT JOIN page p ON p.file = k.file AND p.number = k.page{JOINS}
"""
_CHUNKS: Final = "SELECT id FROM chunk WHERE file = ? ORDER BY ord"
_LAST: Final = 2**63 - 1


class Asked(NamedTuple):
    """The embedder that is asked: its number, and what is taken off vectors of questions and of
    passages, and the direction in which languages differ: shape (3, dimension), or fewer rows."""

    number: int
    dimension: int
    means: Floats


class Found(NamedTuple):
    """A chunk that was read: `file` is the number of its file, `language` that of it."""

    hit: Hit
    weak: bool
    file: int
    language: str


class IndexReader:
    """Reads the index at one path. Raises StorageError, as all its methods do."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.rows(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.chunk_vocabulary"
            " USING fts5vocab('main', 'chunk_words', 'row')"
        )
        connection.rows("PRAGMA query_only = ON")

    @classmethod
    def open(cls, path: Path) -> IndexReader | None:
        """None where there is no index yet."""
        if not path.exists():
            return None
        connection = Connection(path)
        try:
            if connection.rows("PRAGMA user_version") == [(len(STEPS),)]:
                return cls(connection)
        except BaseException:
            connection.close()
            raise
        connection.close()  # it is just being made
        return None

    def close(self) -> None:
        self._connection.close()

    def version(self) -> int:
        """A number that changes when anybody else changes the index."""
        [(version,)] = self._connection.rows("PRAGMA data_version")
        return int(version)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read within is of one moment, whatever others write meanwhile."""
        self._connection.rows("BEGIN")
        try:
            yield
        finally:
            self._connection.rows("ROLLBACK")

    def files(self, scope: Sequence[Source]) -> dict[int, State]:
        """The files of `scope`, all where it is empty, without those in the trash."""
        where, values = _where(scope)
        return dict(self._connection.rows(_FILES.format(where=where), *values))

    def by_words(
        self, expression: str, scope: Sequence[Source], files: Iterable[int], limit: int
    ) -> list[int]:
        """Chunks that an FTS5 query finds, the best first. `files` are those of `scope`."""
        if not expression:
            return []
        first, last = self._range(files) if scope else (0, _LAST)
        where, values = _where(scope)
        sql = _BY_WORDS.format(where=where)
        rows = self._connection.rows(sql, expression, first, last, *values, limit)
        return [chunk for (chunk,) in rows]

    def _range(self, files: Iterable[int]) -> tuple[int, int]:
        """The first and the last chunk of files, so that FTS5 need not look at others."""
        sql = (
            "SELECT coalesce(min(id), 0), coalesce(max(id), 0) FROM chunk"
            " WHERE file IN (SELECT value FROM json_each(?))"
        )
        [(first, last)] = self._connection.rows(sql, _listed(files))
        return first, last

    def count_chunks(self) -> int:
        """How many chunks there are in all."""
        [(count,)] = self._connection.rows("SELECT count(*) FROM chunk")
        return int(count)

    def count(self, word: str) -> int:
        """How many chunks have a word."""
        sql = "SELECT doc FROM temp.chunk_vocabulary WHERE term = ?"
        rows = self._connection.rows(sql, self._connection.stem(word))
        return int(rows[0][0]) if rows else 0

    def stem(self, word: str) -> str:
        """`word` as the index has it."""
        return self._connection.stem(word)

    def embedder(self) -> Asked | None:
        """The embedder whose vectors are searched."""
        sql = "SELECT id, dimension, means FROM embedder WHERE current"
        for number, dimension, means in self._connection.rows(sql):
            floats = np.frombuffer(means, "<f4").astype(np.float32)
            return Asked(number, dimension, floats.reshape(-1, dimension))
        return None

    def chunks_with_vectors(self, embedder: int) -> set[int]:
        """The chunks an embedder has made a vector of."""
        sql = "SELECT chunk FROM vector WHERE embedder = ?"
        return {chunk for (chunk,) in self._connection.rows(sql, embedder)}

    def vectors(self, embedder: int, chunks: Sequence[int]) -> list[tuple[int, int, float, bytes]]:
        """Of each chunk that is still there its number, that of its file, scale and numbers."""
        sql = (
            "SELECT v.chunk, k.file, v.scale, v.numbers FROM json_each(?) wanted"
            " CROSS JOIN vector v ON v.chunk = wanted.value AND v.embedder = ?"
            " CROSS JOIN chunk k ON k.id = v.chunk"
        )
        return self._connection.rows(sql, _listed(chunks), embedder)

    def found(self, chunks: Iterable[int]) -> list[Found]:
        """Chunks with their text, those that are still there, in any order."""
        decode = msgspec.json.Decoder(tuple[str, ...]).decode
        infos: dict[int, FileInfo | None] = {}
        found = []
        for row in self._connection.rows(_HITS, _listed(chunks)):
            chunk, weak, file, key, path, info, sha256, *place, heading, text, tokens = row[:15]
            page, start, length, label, kind = place
            if file not in infos:
                infos[file] = info_of(info)
            title = title_of(path, infos[file])
            hit = Hit(
                *(chunk, key, path, title, sha256, page, start, length, label, kind),
                *(decode(heading), text, tokens, 0.0, Ranks()),
                *edges(text, kind, Beside(*row[15:])),
            )
            known = infos[file]
            found.append(Found(hit, bool(weak), file, known.language if known else ""))
        return found

    def tokens(self, files: Iterable[int]) -> int:
        """Tokens of all chunks of files, as estimated."""
        sql = "SELECT sum(tokens) FROM chunk WHERE file IN (SELECT value FROM json_each(?))"
        return int(self._connection.rows(sql, _listed(files))[0][0] or 0)

    def chunks_of(self, file: int) -> list[int]:
        """All chunks of a file in their order."""
        return [chunk for (chunk,) in self._connection.rows(_CHUNKS, file)]


def _where(scope: Sequence[Source]) -> tuple[str, tuple[str, ...]]:
    if not scope:
        return _LIVE, ()
    files = [source.file for source in scope if source.file]
    collections = [source.collection for source in scope if not source.file]
    return _LIVE + _SCOPE, (_json(files), _json(collections))


def _listed(numbers: Iterable[int]) -> str:
    return _json(list(numbers))


def _json(values: object) -> str:
    return msgspec.json.encode(values).decode()
