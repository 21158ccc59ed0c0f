"""The vectors of an index in memory, and those of them that are nearest to a question.

Each is there twice: as one bit a number, by which some thousands are chosen out of all, and as
8-bit integers, by which these are put in order. Bits lie as columns of 64 dimensions, so that all
of one column are compared in one go. Knows no database and no embedder.

Memory: dimension + dimension / 8 + 20 bytes a vector, and a quarter more while it grows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from engine.embedding.stream import Floats

Bytes: TypeAlias = npt.NDArray[np.int8]
Numbers: TypeAlias = npt.NDArray[np.int64]
Mask: TypeAlias = npt.NDArray[np.bool_]
Kind = TypeVar("Kind", bound=np.generic)

_CHOSEN: Final = 3000
"""How many are chosen by bits. Measured on 100,000 vectors, mixed from those of real passages: of
the ten nearest, 83 of 100 are among 400 so chosen, 90 among 1,000, 96 among 3,000."""
_SLICE: Final = 250
"""Vectors put in order at once: what fits into the processor's cache."""
_GROWTH: Final = 1.25
_WORD: Final = 64
_FARTHEST: Final = np.iinfo(np.uint16).max


class VectorTable:
    """Vectors of `dimension` numbers, with the number of the chunk and of the file of each."""

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._count = 0
        self._chunks: Numbers = np.empty(0, np.int64)
        self._files: Numbers = np.empty(0, np.int64)
        self._scales: Floats = np.empty(0, np.float32)
        self._numbers: Bytes = np.empty((0, dimension), np.int8)
        self._bits = [np.empty(0, np.uint64) for _ in range(-(-dimension // _WORD))]

    def __len__(self) -> int:
        return self._count

    @property
    def chunks(self) -> Numbers:
        """The numbers of all chunks, in no order."""
        return self._chunks[: self._count]

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return sum(array.nbytes for array in self._arrays())

    def reserve(self, count: int) -> None:
        """Make room for `count` vectors in all."""
        if count <= len(self._chunks):
            return
        self._chunks = _longer(self._chunks, count)
        self._files = _longer(self._files, count)
        self._scales = _longer(self._scales, count)
        self._numbers = _longer(self._numbers, count)
        self._bits = [_longer(column, count) for column in self._bits]

    def add(
        self,
        chunks: Sequence[int],
        files: Sequence[int],
        scales: Sequence[float],
        numbers: Sequence[bytes],
    ) -> None:
        """Add vectors: `numbers` as they are kept, `dimension` 8-bit integers each."""
        start, end = self._count, self._count + len(chunks)
        if end > len(self._chunks):
            self.reserve(max(end, round(len(self._chunks) * _GROWTH)))
        self._chunks[start:end] = chunks
        self._files[start:end] = files
        self._scales[start:end] = scales
        added = np.frombuffer(b"".join(numbers), np.int8).reshape(-1, self.dimension)
        self._numbers[start:end] = added
        for column, bits in zip(self._bits, _bits(added), strict=True):
            column[start:end] = bits
        self._count = end

    def remove(self, chunks: Collection[int]) -> None:
        """Forget the vectors of `chunks`."""
        kept = np.flatnonzero(~np.isin(self.chunks, np.fromiter(chunks, np.int64, len(chunks))))
        for array in self._arrays():
            array[: len(kept)] = array[kept]
        self._count = len(kept)

    def nearest(
        self, question: Floats, limit: int, files: Collection[int] | None = None
    ) -> list[int]:
        """The chunks nearest to `question`, of shape (dimension,), the nearest first; none that
        points away from it. `files` are those they may be of; None: any."""
        if not self._count or not question.any():
            return []
        places = self._chosen(question, files)
        scores = self._scores(places, question.astype(np.float32))
        order = np.argsort(-scores, kind="stable")[:limit]
        near = places[order[scores[order] > 0]]
        return [int(chunk) for chunk in self._chunks[near]]

    def _arrays(self) -> list[npt.NDArray[Any]]:
        return [self._chunks, self._files, self._scales, self._numbers, *self._bits]

    def _chosen(self, question: Floats, files: Collection[int] | None) -> npt.NDArray[np.intp]:
        """Places of vectors that may be among the nearest."""
        allowed = None if files is None else self._of(files)
        if allowed is not None and np.count_nonzero(allowed) <= _CHOSEN:
            return np.flatnonzero(allowed)
        distances = np.zeros(self._count, np.uint16)
        for column, bits in zip(self._bits, _bits(question[np.newaxis]), strict=True):
            distances += np.bitwise_count(column[: self._count] ^ bits[0])
        if allowed is not None:
            distances[~allowed] = _FARTHEST
        if self._count <= _CHOSEN:
            return np.arange(self._count)
        return np.argpartition(distances, _CHOSEN)[:_CHOSEN]

    def _scores(self, places: npt.NDArray[np.intp], question: Floats) -> Floats:
        """How much the vectors at `places` point where `question` does."""
        scores = np.empty(len(places), np.float32)
        for start in range(0, len(places), _SLICE):
            part = places[start : start + _SLICE]
            scores[start : start + _SLICE] = self._numbers[part].astype(np.float32) @ question
        return scores * self._scales[places]

    def _of(self, files: Collection[int]) -> Mask:
        """Which vectors are of `files`."""
        wanted = np.fromiter(files, np.int64, len(files))
        known = self._files[: self._count]
        table = np.zeros(max(int(known.max(initial=0)), int(wanted.max(initial=0))) + 1, np.bool_)
        table[wanted] = True
        return np.asarray(table[known], np.bool_)


def _longer(array: npt.NDArray[Kind], count: int) -> npt.NDArray[Kind]:
    longer = np.empty((count, *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


def _bits(numbers: npt.NDArray[np.int8] | Floats) -> list[npt.NDArray[np.uint64]]:
    """Rows of numbers as columns of bits: whether each is above zero."""
    rows, dimension = numbers.shape
    above = np.zeros((rows, -(-dimension // _WORD) * _WORD), np.bool_)
    above[:, :dimension] = numbers > 0
    packed = np.packbits(above, axis=1).view(np.uint64)
    return [np.ascontiguousarray(packed[:, column]) for column in range(packed.shape[1])]
