"""Finds the passages of documents that fit a question: by words and by meaning, fused.

    searcher = Searcher(home.documents / "index.db", embed)
    hits = searcher.search(["How is a package removed?"])

Any thread may ask; one is answered at a time. Knows no model: `embed` makes vectors of questions,
with the embedder that is current in the index. Knows no table (`engine.documents.search.reading`).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from engine.documents.records import Hit, Ranks, Source, State
from engine.documents.search.fusion import Fusion, Place
from engine.documents.search.means import Embed
from engine.documents.search.memory import VectorMemory
from engine.documents.search.reading import Found, IndexReader
from engine.documents.search.scripts import has_cjk, is_cjk
from engine.documents.search.terms import Terms
from engine.documents.words import query_expression
from engine.embedding.stream import Floats

_RANKED: Final = 50
"""Places of a ranking that count."""
_WEAK: Final = 0.5
"""What a table of contents counts, beside the text it lists."""
FEW: Final = 20_000
"""Chunks of an index that is searched fast enough with all words: the frequent ones, too, find a
little (measured: the first passage answers one question of a hundred more)."""
_FREQUENT: Final = 0.2
"""Of all chunks of a large index: a word that more have tells nothing."""
_LOOKED_AT: Final = 1.0
"""Of all chunks of a large index, for one question: as often as its words are in them in all."""
_WHOLE_FILES: Final = 64
"""Files that are told wholly, at most."""


class Result(NamedTuple):
    """What a search found, the best first. `lexical`: not all was searched by meaning."""

    hits: list[Hit]
    lexical: bool


class Searcher:
    """Searches the index at `database`, which need not be there yet. Without `embed` words count
    alone. Methods block, and raise StorageError and what `embed` raises."""

    def __init__(self, database: Path, embed: Embed | None = None) -> None:
        self._database = database
        self._embed = embed
        self._lock = threading.Lock()  # of all below
        self._reader: IndexReader | None = None
        self._version: int | None = None
        self._chunks = 0
        self._counts: dict[str, int] = {}
        self._memory = VectorMemory()

    def search(
        self,
        queries: Sequence[str],
        scope: Sequence[Source] = (),
        limit: int = 20,
        *,
        by_meaning: bool = True,
    ) -> list[Hit]:
        """Passages for several ways to ask the same, fused; the best first, each text once.

        `scope` are collections and files, all where it is empty.
        """
        return self.find(queries, scope, limit, by_meaning=by_meaning).hits

    def find(
        self,
        queries: Sequence[str],
        scope: Sequence[Source] = (),
        limit: int = 20,
        *,
        by_meaning: bool = True,
    ) -> Result:
        """As `search`, and whether all was searched by meaning."""
        queries = [query for query in dict.fromkeys(queries) if query.strip()]
        vectors = None
        if by_meaning and self._embed is not None and queries and self._has_vectors():
            vectors = self._embed(queries, "query")
        with self._lock:
            reader = self._current()
            if reader is None or not queries:
                return Result([], lexical=vectors is None)
            with reader.snapshot():
                return self._found(reader, queries, vectors, scope, limit)

    def whole(self, scope: Sequence[Source], tokens: int) -> list[Hit] | None:
        """All passages of all files of `scope` in their order, where they have no more than
        `tokens` and all are read; else None."""
        with self._lock:
            reader = self._current()
            if reader is None or not scope:
                return None
            with reader.snapshot():
                return _whole(reader, scope, tokens)

    def refresh(self) -> None:
        """Read what is new in the index, so that the next search need not."""
        with self._lock:
            self._current()

    @property
    def size(self) -> int:
        """Bytes of memory its vectors take."""
        return self._memory.size

    def close(self) -> None:
        """Let go of the index. A search opens it again."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()
            self._reader, self._version, self._memory = None, None, VectorMemory()

    def _found(
        self,
        reader: IndexReader,
        queries: Sequence[str],
        vectors: Floats | None,
        scope: Sequence[Source],
        limit: int,
    ) -> Result:
        files = reader.files(scope)
        nearest = self._memory.nearest(vectors, _RANKED, files.keys())
        expressions = [query_expression([query], self._telling) for query in queries]
        worded = [reader.by_words(one, scope, files, _RANKED) for one in expressions]
        found = reader.found({chunk for ranked in (*nearest, *worded) for chunk in ranked})
        fusion = Fusion()
        for ranked in nearest:
            fusion.add_meaning(ranked)
        for query, ranked in zip(queries, worded, strict=True):
            fusion.add_words(ranked, _foreign(query, found, files) if nearest else set())
        terms = Terms(" ".join(queries), reader.stem)
        hits = [_with_terms(hit, terms) for hit in _best(found, fusion, limit)]
        waits = any(state not in ("ready", "failed") for state in files.values())
        return Result(hits, lexical=not nearest or waits)

    def _has_vectors(self) -> bool:
        with self._lock:
            return self._current() is not None and len(self._memory) > 0

    def _current(self) -> IndexReader | None:
        """The index as it is now; None where there is none."""
        if self._reader is None:
            self._reader = IndexReader.open(self._database)
        reader = self._reader
        if reader is None:
            return None
        version = reader.version()
        if version != self._version:
            self._counts.clear()
            self._chunks = reader.count_chunks()
            if self._embed is not None:
                self._memory.follow(reader)
            self._version = version
        return reader

    def _telling(self, words: Sequence[str]) -> list[str]:
        """The words that are worth looking for, the rarest first: in a large index those that are
        nearly everywhere tell nothing, and cost more than all others together."""
        if self._chunks < FEW or self._reader is None:
            return list(words)
        for word in words:
            if word not in self._counts:
                self._counts[word] = self._reader.count(word)
        telling: list[str] = []
        room = self._chunks * _LOOKED_AT
        for word in sorted(words, key=self._counts.__getitem__):
            room -= self._counts[word]
            if telling and (room < 0 or self._counts[word] > self._chunks * _FREQUENT):
                break
            telling.append(word)
        return telling


def _whole(reader: IndexReader, scope: Sequence[Source], tokens: int) -> list[Hit] | None:
    files = reader.files(scope)
    read = [file for file, state in files.items() if state != "failed"]
    waits = any(state in ("waiting", "reading") for state in files.values())
    if waits or not 0 < len(read) <= _WHOLE_FILES or reader.tokens(read) > tokens:
        return None
    chunks = [chunk for file in read for chunk in reader.chunks_of(file)]
    found = {one.hit.chunk: one.hit for one in reader.found(chunks)}
    return [found[chunk] for chunk in chunks]


def _foreign(query: str, found: Sequence[Found], files: Mapping[int, State]) -> set[int]:
    """Chunks that a question in another script finds by a name or a number only, where their
    meaning is known: what is asked stands in other words there, and other chunks, too."""
    if has_cjk(query):
        return set()
    ready = (one for one in found if files[one.file] == "ready")
    return {one.hit.chunk for one in ready if one.language == "zh" or is_cjk(one.hit.text)}


def _best(found: Sequence[Found], fusion: Fusion, limit: int) -> list[Hit]:
    """The best hits, of the same text only one."""
    places = fusion.places
    scores = {
        one.hit.chunk: places[one.hit.chunk].score * (_WEAK if one.weak else 1.0) for one in found
    }
    hits = sorted((one.hit for one in found), key=lambda hit: (-scores[hit.chunk], hit.chunk))
    unique: dict[str, Hit] = {}
    for hit in hits:
        unique.setdefault("".join(hit.text.split()), hit)
    return [
        msgspec.structs.replace(hit, score=scores[hit.chunk], ranks=_ranks(places[hit.chunk]))
        for hit in list(unique.values())[:limit]
    ]


def _ranks(place: Place) -> Ranks:
    return Ranks(place.words, place.meaning)


def _with_terms(hit: Hit, terms: Terms) -> Hit:
    ranks = msgspec.structs.replace(hit.ranks, terms=terms.within(hit.text))
    return msgspec.structs.replace(hit, ranks=ranks)
