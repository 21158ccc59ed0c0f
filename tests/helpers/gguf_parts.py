"""A GGUF file taken apart, so that its parts can be damaged one by one and written again.

Reads only files that are right; writes anything. It does not use `engine.gguf`, which it tests.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.tiny_gguf import ARRAY, STRING, UINT64, text_bytes

SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
ROOM = b"test.room"
"""The key of a list that fills the header up to a fixed length."""


@dataclass(frozen=True)
class Value:
    """A metadata value as it is stored. `count` and `items` are those of a list."""

    type: int
    data: bytes
    items: int = 0
    count: int = 0

    def to_bytes(self) -> bytes:
        if self.type == ARRAY:
            return struct.pack("<IIQ", ARRAY, self.items, self.count) + self.data
        return struct.pack("<I", self.type) + self.data

    def texts(self) -> list[bytes]:
        """The items of a list of texts."""
        at, texts = 0, []
        for _ in range(self.count):
            (length,) = struct.unpack_from("<Q", self.data, at)
            texts.append(self.data[at + 8 : at + 8 + length])
            at += 8 + length
        return texts


def list_of(texts: list[bytes]) -> Value:
    return Value(ARRAY, b"".join(map(text_bytes, texts)), STRING, len(texts))


@dataclass(frozen=True)
class Row:
    """A row of the tensor table; `offset` is from the start of the tensors."""

    name: bytes
    shape: tuple[int, ...]
    type: int
    offset: int

    def to_bytes(self) -> bytes:
        count = len(self.shape)
        shape = struct.pack(f"<I{count}Q", count, *(n % 2**64 for n in self.shape))
        return text_bytes(self.name) + shape + struct.pack("<IQ", self.type, self.offset % 2**64)


@dataclass
class Parts:
    """All of a file but the tensors. Keys may be there twice; the counts can be untrue."""

    values: list[tuple[bytes, Value]]
    rows: list[Row]
    version: int = 3
    n_values: int | None = None
    n_rows: int | None = None
    data_at: int = field(default=0, compare=False)

    def copy(self) -> Parts:
        return replace(self, values=list(self.values), rows=list(self.rows))

    def __getitem__(self, key: bytes) -> Value:
        return next(value for name, value in self.values if name == key)

    def __setitem__(self, key: bytes, value: Value) -> None:
        names = [name for name, _ in self.values]
        if key in names:
            self.values[names.index(key)] = key, value
        else:
            self.values.append((key, value))

    def __delitem__(self, key: bytes) -> None:
        self.values = [(name, value) for name, value in self.values if name != key]

    def names(self) -> list[bytes]:
        return [name for name, _ in self.values]

    def to_bytes(self, length: int = 0) -> bytes:
        """The header; with a `length`, filled up so that it ends in the last 8 bytes before it."""
        values = list(self.values)
        if length:
            values.append((ROOM, Value(ARRAY, b"", UINT64, 0)))
            short = len(self._join(values))
            count = max(0, length - short) // 8
            values[-1] = ROOM, Value(ARRAY, bytes(8 * count), UINT64, count)
        return self._join(values).ljust(length, b"\0")

    def _join(self, values: list[tuple[bytes, Value]]) -> bytes:
        n_rows = len(self.rows) if self.n_rows is None else self.n_rows
        n_values = len(values) if self.n_values is None else self.n_values
        head = b"GGUF" + struct.pack("<IQQ", self.version, n_rows % 2**64, n_values % 2**64)
        head += b"".join(text_bytes(key) + value.to_bytes() for key, value in values)
        return head + b"".join(row.to_bytes() for row in self.rows)


class _Cursor:
    def __init__(self, data: bytes, at: int) -> None:
        self.data = data
        self.at = at

    def numbers(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return found

    def text(self) -> bytes:
        (length,) = self.numbers("<Q")
        self.at += length
        return self.data[self.at - length : self.at]

    def skip(self, kind: int, count: int) -> bytes:
        start = self.at
        if kind == STRING:
            for _ in range(count):
                self.text()
        else:
            self.at += SIZES[kind] * count
        return self.data[start : self.at]


def take_apart(path: Path, most: int = 64 << 20) -> Parts:
    """The parts of the file `path`, whose header is within its first `most` bytes."""
    with path.open("rb") as file:
        cursor = _Cursor(file.read(most), 4)
    version, n_rows, n_values = cursor.numbers("<IQQ")
    values = []
    for _ in range(n_values):
        key = cursor.text()
        (kind,) = cursor.numbers("<I")
        if kind == ARRAY:
            items, count = cursor.numbers("<IQ")
            values.append((key, Value(ARRAY, cursor.skip(items, count), items, count)))
        else:
            values.append((key, Value(kind, cursor.skip(kind, 1))))
    rows = []
    for _ in range(n_rows):
        name = cursor.text()
        (dimensions,) = cursor.numbers("<I")
        shape = cursor.numbers(f"<{dimensions}Q")
        kind, offset = cursor.numbers("<IQ")
        rows.append(Row(name, shape, kind, offset))
    return Parts(values, rows, version, data_at=-(-cursor.at // 32) * 32)
