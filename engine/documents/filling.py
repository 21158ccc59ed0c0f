"""Chunks get vectors, a few at a time, from the embedder that is wanted.

While it is not the one the index is asked with, it is filled behind that one, which it replaces
when all chunks have its vectors. Runs on the indexer's thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.documents.embedding import Embedders
from engine.documents.index.index import Index
from engine.documents.index.owner import Owner
from engine.documents.index.vectors import Identity, Made, Missing
from engine.documents.pace import Pace
from engine.errors import ErrorInfo, PunaError, StorageError
from engine.files import Cancelled, Stopped

if TYPE_CHECKING:  # numpy loads with the first vector
    from engine.embedding.stream import Floats

_CHUNKS = 64  # asked for at once
_COMMIT = 2.0  # seconds of work that may be lost


class Sign(msgspec.Struct, frozen=True):
    """What was noted of the embedder that vectors were made with last: its id in the index, the
    path of its model, and what changes when that does."""

    embedder: int
    path: str
    sign: str


class Filling:
    """Fills one index with vectors. `error` says why that is not possible, until `retry`.
    `changed` hears the keys of collections."""

    def __init__(
        self,
        owner: Owner,
        embedders: Embedders,
        changed: Callable[..., None],
        pace: Pace,
    ) -> None:
        self._owner = owner
        self._embedders = embedders
        self._changed = changed
        self._pace = pace
        self._target: tuple[str, Path, Made] | None = None  # with its sign
        self._complete = ""  # the sign of the embedder that has nothing left to do
        self._failed = ""  # and of the one that `error` is about
        self.error: ErrorInfo | None = None

    def retry(self) -> None:
        """There may be chunks, or an embedder, that were not there before."""
        self._complete = ""
        self._target = None
        self.error = None

    def is_done(self) -> bool:
        """Whether nothing is left to do, or nothing can be done. Opens no model."""
        sign = self._embedders.sign()
        if self.error is not None and self._failed == sign:
            return True
        self.error = None
        if self._target is not None and self._target[0] != sign:
            self._target = None  # another is wanted now
        unknown = self._complete != sign and self._target is None
        if unknown and self._owner.do(lambda index: _is_complete(index, sign)):
            self._complete = sign
        return self._complete == sign

    def step(self, tick: Callable[[], None], cancelled: Cancelled) -> bool:
        """Do a little, with a `tick` now and then; False where nothing is left, or can be done.

        Raises StorageError. Stops soon when `cancelled` returns True, and keeps what was made.
        """
        if self.is_done():
            return False
        try:
            self._target = self._target or self._find(cancelled)
            return self._fill(*self._target[1:], tick, cancelled)
        except Stopped:
            return True
        except StorageError:
            raise
        except PunaError as error:
            self.error, self._failed = error.info(), self._embedders.sign()
            return False

    def _find(self, cancelled: Cancelled) -> tuple[str, Path, Made]:
        """The embedder that is wanted, opened, and its sign."""
        path = self._embedders.locate(cancelled)
        sign = self._embedders.sign()
        info = self._embedders.at(path).info(cancelled)
        identity = Identity(info.embedding)
        known = self._owner.do(lambda index: index.vectors.embedders())
        made = next((one for one in known if one.identity == identity), None)
        if made is None:
            taken_off = self._means(path, cancelled)
            made = self._owner.do(lambda index: index.vectors.begin(identity, taken_off))
        noted = Sign(made.id, str(path), sign)
        self._owner.do(lambda index: take_sign(index, noted))
        return sign, path, made

    def _means(self, path: Path, cancelled: Cancelled) -> Floats:
        """What is taken off the vectors of an embedder that the index does not know yet."""
        from engine.documents.search.means import means

        embedder = self._embedders.at(path)
        return means(lambda texts, kind: embedder.embed(texts, kind, None, cancelled).numbers)

    def _fill(self, path: Path, made: Made, tick: Callable[[], None], cancelled: Cancelled) -> bool:
        missing = self._owner.do(lambda index: index.vectors.missing(made.id, _CHUNKS))
        if missing:
            for some, vectors in self._embedded(path, missing, cancelled):
                self._owner.do(partial(_put, made=made, chunks=some, vectors=vectors))
                self._changed(*{one.collection for one in some})
                tick()
            return True
        if not self._owner.do(lambda index: index.vectors.is_current(made.id)):
            self._owner.do(lambda index: index.vectors.switch(made.id))
            self._changed(*(one.key for one in self._owner.do(lambda i: i.collections.list())))
        self._embedders.keep([path])
        if self._owner.do(lambda index: index.vectors.sweep([made.id])):
            return True
        self._complete, self._target = self._embedders.sign(), None
        return False

    def _embedded(
        self, path: Path, missing: Sequence[Missing], cancelled: Cancelled
    ) -> Iterator[tuple[Sequence[Missing], list[Floats]]]:
        """Chunks with their vectors, some at a time; what was made also where it is stopped."""
        stopped: Stopped | None = None
        made: list[Floats] = []
        done, began = 0, time.monotonic()
        last = began
        embedded = self._embedders.at(path).each(
            [one.passage for one in missing], "passage", cancelled
        )
        while stopped is None and done + len(made) < len(missing):
            try:
                made.append(next(embedded).numbers)
            except Stopped as error:
                stopped = error
            now = time.monotonic()
            if stopped is None and not self._embedders.busy:
                self._pace.embedded(now - last)
            last = now
            if made and (stopped is not None or now - began >= _COMMIT):
                yield missing[done : done + len(made)], made
                done, made, began = done + len(made), [], now
        if made:
            yield missing[done:], made
        if stopped is not None:
            raise stopped


def _put(index: Index, made: Made, chunks: Sequence[Missing], vectors: Sequence[Floats]) -> None:
    index.vectors.put(made, chunks, vectors)


def sign_of(index: Index, embedder: int) -> Sign | None:
    """What was noted of an embedder of the index."""
    noted = index.note(f"embedder {embedder}")
    return msgspec.json.decode(noted, type=Sign) if noted else None


def take_sign(index: Index, sign: Sign) -> None:
    """Note which model an embedder of the index is."""
    index.take_note(f"embedder {sign.embedder}", msgspec.json.encode(sign).decode())


def _is_complete(index: Index, sign: str) -> bool:
    """Whether all chunks have a vector of the embedder that is wanted, and no other has any."""
    counts, made = index.files.counts(), index.vectors.embedders()
    if not counts.chunks:
        return True
    if len(made) != 1 or counts.vectors != counts.chunks:
        return False
    noted = sign_of(index, made[0].id)
    return noted is not None and noted.sign == sign
