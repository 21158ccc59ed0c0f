"""Reads the header of a GGUF file that is far away, and leaves out what makes it long: the words of
the vocabulary. A header of 7 MB costs less than 2.

Lists of numbers have a known length and are stepped over. The end of a long list of texts is not
known, for each has a length of its own: it is approached by steps that are estimated from the texts
seen so far, then read. Whether the end was found is certain: what follows must parse, and the
tensors must fill the file exactly. If not, all of it is read.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

from engine.errors import ModelFileError
from engine.gguf.model import Gguf
from engine.gguf.reader import MAX_ITEMS, MAX_TOKEN, read_source
from engine.gguf.source import Source
from engine.gguf.strings import Strings
from engine.gguf.types import Numbers, ValueType

Fetch = Callable[[int, int], bytes]
"""Gives the bytes from a place on, as many as are said: less only at the file's end."""

PIECE: Final = 128 * 1024
MAX_REMOTE: Final = 24 << 20
"""A header that has to be read whole may be this long; known ones are below 20 MB."""

_LONG: Final = 4 * PIECE
_STEP: Final = 0.6
"""How much of the rest one step takes: the texts of it may be shorter than those seen."""
_LENGTH: Final = struct.Struct("<Q")
_ZEROS: Final = bytes(6)
"""The upper bytes of the length of every text."""
_CHAIN: Final = 24
"""So many texts in a row do not come about by chance."""
_KEY: Final = re.compile(rb"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")


def read_header(fetch: Fetch, path: Path, size: int) -> Gguf:
    """The header of a file of `size` bytes; `path` names it in errors.

    Long lists are there without their content: as many texts as there are, each empty, and no
    numbers. Raises `ModelFileError`, and what `fetch` raises.
    """
    source = SparseSource(fetch, path, size)
    try:
        return read_source(source)
    except _Lost:
        pass
    except ModelFileError:
        if not source.stepped:
            raise
    return read_source(Source(_Stream(fetch, 0, _LONG), path, size, MAX_REMOTE))


class _Lost(Exception):
    """The end of a list was not found."""


class _Stream:
    """Reads on from a place, in pieces of one size."""

    def __init__(self, fetch: Fetch, position: int, piece: int) -> None:
        self.fetch = fetch
        self._piece = piece
        self.position = position

    def read(self, count: int, /) -> bytes:
        data = self.fetch(self.position, min(count, self._piece))
        self.position += len(data)
        return data


class SparseSource(Source):
    """A `Source` that steps over long lists. `stepped`: it did, so an error may be its own."""

    def __init__(self, fetch: Fetch, path: Path, size: int) -> None:
        self._pieces = _Stream(fetch, 0, PIECE)
        super().__init__(self._pieces, path, size, size)
        self.stepped = False

    def numbers(self, kind: str, count: int) -> Numbers:
        """As many numbers, or none where they are many."""
        length = array(kind).itemsize * count
        if length <= PIECE:
            return super().numbers(kind, count)
        target = self.position + length
        if target > self.size:
            self.fail(f"the file ends {target - self.size:,} bytes too soon")
        self._go(target, self._buffer[self._at + length :])
        return array(kind)

    def texts(self, count: int, limit: int, total: int) -> Strings:
        """`count` texts; where that is long, empty ones."""
        if count * (_LENGTH.size + 2) <= PIECE:
            return super().texts(count, limit, total)
        self._pass_texts(count)
        return Strings(b"", array("I", bytes(4 * count)))

    def _go(self, position: int, data: bytes) -> None:
        """Read on at `position`, from which on `data` is known already."""
        self.stepped = True
        self._buffer, self._at = data, 0
        self._read = self._pieces.position = position + len(data)

    def _pass_texts(self, count: int) -> None:
        """Go to where the key after `count` texts begins."""
        position, data, left = self.position, self._buffer[self._at :], float(count)
        if len(data) < PIECE // 2:
            data += self._fetch(position + len(data))
        while True:
            texts, end, broken = _chain(data)
            if texts < _CHAIN:
                raise _Lost
            mean = end / texts
            rest = (left - texts) * mean
            if broken or rest < _LONG:
                break
            step = int(rest * _STEP)
            passed = end + step
            data = self._fetch(position + passed)
            start = _first_text(data)
            position, data = position + passed + start, data[start:]
            # The texts stepped over are as long as those on both sides of them.
            after, length, _ = _chain(data)
            if after < _CHAIN:
                raise _Lost
            left -= texts + (step + start) / ((mean + length / after) / 2)
        self._find_end(position, data, int(3 * max(rest, 0.0)) + _LONG)

    def _find_end(self, position: int, data: bytes, most: int) -> None:
        """Read on from a text at `position`, where `data` begins, to the key after the list."""
        last: deque[int] = deque(maxlen=4)
        at = 0
        while at < most:
            length = _LENGTH.unpack_from(data, at)[0] if len(data) - at >= _LENGTH.size else 0
            if length > MAX_TOKEN:
                # A value of zero looks like one more text, so the key may not be the very last.
                key = next((place for place in reversed(last) if _is_key(data, place)), None)
                if key is None:
                    raise _Lost
                self._go(position + key, data[key:])
                return
            if len(data) - at < _LENGTH.size + length or len(data) - at < _LENGTH.size:
                data += self._fetch(position + len(data))
                continue
            last.append(at)
            at += _LENGTH.size + length
        raise _Lost

    def _fetch(self, position: int) -> bytes:
        if position >= self.size:
            raise _Lost
        return _Stream(self._pieces.fetch, position, PIECE).read(self.size - position)


def _chain(data: bytes, at: int = 0, most: int = MAX_ITEMS) -> tuple[int, int, bool]:
    """How many texts follow each other from `at` on, where they end, and whether what follows is
    surely no text."""
    texts = 0
    while texts < most and len(data) - at >= _LENGTH.size:
        (length,) = _LENGTH.unpack_from(data, at)
        if length > MAX_TOKEN:
            return texts, at, True
        if len(data) - at - _LENGTH.size < length:
            break
        texts += 1
        at += _LENGTH.size + length
    return texts, at, False


def _first_text(data: bytes) -> int:
    """Where in the middle of a list the first whole text begins."""
    at = data.find(_ZEROS)
    while 0 <= at < len(data) // 2:
        start = at - (_LENGTH.size - len(_ZEROS))
        if start >= 0 and _chain(data, start, _CHAIN)[0] == _CHAIN:
            return start
        at = data.find(_ZEROS, at + 1)
    raise _Lost


def _is_key(data: bytes, at: int) -> bool:
    """Whether the text at `at` is a key of the metadata with its value, or the name of a tensor."""
    (length,) = _LENGTH.unpack_from(data, at)
    end = at + _LENGTH.size + length
    kind = int.from_bytes(data[end : end + 4], "little")
    return bool(_KEY.fullmatch(data, at + _LENGTH.size, end)) and kind < len(ValueType)
