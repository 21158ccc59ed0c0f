"""How long indexing will take, from how long it took until now. Knows no clock of its own."""

from __future__ import annotations

_LEAST_BYTES = 200_000  # read before anything is said of the rest
_LEAST_CHUNKS = 5
_NEW = 0.05  # of what was measured last, in the mean of what was measured


class Pace:
    """What reading and embedding cost on this computer, with these files."""

    def __init__(self) -> None:
        self._bytes = 0
        self._seconds = 0.0
        self._chunks = 0
        self._embedded = 0
        self._chunk_seconds = 0.0

    def read(self, size: int, chunks: int, seconds: float) -> None:
        """A file of `size` bytes was read."""
        self._bytes += size
        self._chunks += chunks
        self._seconds += seconds

    def embedded(self, seconds: float) -> None:
        """A chunk was embedded."""
        self._embedded += 1
        share = max(_NEW, 1 / self._embedded)
        self._chunk_seconds += share * (seconds - self._chunk_seconds)

    def left(self, size: int, chunks: int, *, embeds: bool) -> float | None:
        """Seconds for `size` bytes that are to be read and `chunks` that have no vector; None where
        too little was measured. `embeds`: what is read gets vectors, too."""
        if size and self._bytes < min(_LEAST_BYTES, size):
            return None
        share = size / self._bytes if size else 0.0
        seconds = share * self._seconds
        if not embeds:
            return seconds
        chunks += round(share * self._chunks)
        if chunks and self._embedded < _LEAST_CHUNKS:
            return None
        return seconds + chunks * self._chunk_seconds
