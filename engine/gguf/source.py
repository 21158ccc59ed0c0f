"""Bytes of one model file, read once from front to back with a small buffer.

Turns every fault of the file system, and an end that comes too soon, into `ModelFileError`.
Knows nothing of GGUF. The file is read, never mapped: a mapped file that is cut meanwhile would
end the process. A file that is elsewhere can be read, too: `Stream` is all that is needed.
"""

from __future__ import annotations

import os
import stat
import struct
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn, Protocol

from engine.errors import ModelFileError, ModelNotFound
from engine.files import shown
from engine.gguf.strings import Strings
from engine.gguf.types import Numbers

_CHUNK: Final = 256 * 1024
_LENGTH: Final = struct.Struct("<Q")


class Stream(Protocol):
    """What gives the next bytes, at most so many; none at the end."""

    def read(self, count: int, /) -> bytes: ...


class Source:
    """A stream of `size` bytes read forward. `field` is what is being read, named in errors."""

    def __init__(self, stream: Stream, path: Path, size: int, limit: int) -> None:
        self.path = path
        self.size = size
        self.field = "file"
        self._stream = stream
        self._limit = limit
        self._buffer = b""
        self._at = 0
        self._read = 0

    def fail(self, reason: str, field: str = "") -> NoReturn:
        """Raise `ModelFileError` for `field`, by default the one being read."""
        raise ModelFileError(shown(self.path), field or self.field, reason)

    @property
    def position(self) -> int:
        """Bytes taken so far."""
        return self._read - len(self._buffer) + self._at

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        if self._at + count > len(self._buffer):
            self._refill(self._at, count)
        self._at += count
        return self._buffer[self._at - count : self._at]

    def unpack(self, layout: struct.Struct) -> tuple[int, ...]:
        return layout.unpack(self.take(layout.size))

    def text(self, limit: int) -> str:
        """A string: its length in eight bytes, then UTF-8."""
        (length,) = self.unpack(_LENGTH)
        if length > limit:
            self.fail(f"a text of {length:,} bytes; the limit is {limit:,}")
        try:
            return self.take(length).decode()
        except UnicodeDecodeError:
            self.fail("the text is not valid UTF-8")

    def numbers(self, kind: str, count: int) -> Numbers:
        """`count` numbers, little-endian, of a format character of `array`."""
        numbers: Numbers = array(kind)
        numbers.frombytes(self.take(count * numbers.itemsize))
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers

    def texts(self, count: int, limit: int, total: int) -> Strings:
        """`count` strings of at most `limit` bytes each and `total` bytes together."""
        data = bytearray()
        ends = array("I")
        unpack = _LENGTH.unpack_from
        buffer, at, end = self._buffer, self._at, len(self._buffer)
        try:
            for _ in range(count):
                if end - at < 8:
                    buffer, at, end = self._refill(at, 8)
                (length,) = unpack(buffer, at)
                at += 8
                if length > limit:
                    self.fail(f"a text of {length:,} bytes; the limit is {limit:,}")
                if end - at < length:
                    buffer, at, end = self._refill(at, length)
                text = buffer[at : at + length]
                text.decode()  # only to see that it is UTF-8
                at += length
                data += text
                ends.append(len(data))
                if len(data) > total:
                    self.fail(f"more than {total:,} bytes of text")
        except UnicodeDecodeError:
            self.fail(f"text {len(ends):,} is not valid UTF-8")
        self._at = at
        return Strings(bytes(data), ends)

    def skip_texts(self, count: int, limit: int) -> None:
        """Pass over `count` strings of at most `limit` bytes, without looking whether they are
        UTF-8: several times as fast as reading them."""
        unpack = _LENGTH.unpack_from
        buffer, at, end = self._buffer, self._at, len(self._buffer)
        left = count
        while left:
            try:
                while left:
                    (length,) = unpack(buffer, at)
                    if length > limit:
                        self.fail(f"a text of {length:,} bytes; the limit is {limit:,}")
                    at += 8 + length
                    left -= 1
            except struct.error:  # the buffer ends here, and perhaps before `at`
                beyond = max(at - end, 0)
                buffer, _, new_end = self._refill(min(at, end), beyond + 8)
                at, end = beyond, new_end
        self._at = min(at, end)
        self.take(max(at - end, 0))

    def _refill(self, at: int, count: int) -> tuple[bytes, int, int]:
        """Have at least `count` bytes from `at` on; returns buffer, position and its end."""
        tail = self._buffer[at:]
        wanted = count - len(tail)
        if wanted > self.size - self._read:
            self.fail(f"the file ends {wanted - (self.size - self._read):,} bytes too soon")
        if self._read + wanted > self._limit:
            self.fail(f"the header is longer than {self._limit:,} bytes")
        parts = [tail]
        while wanted > 0:
            part = self._next(max(wanted, _CHUNK))
            parts.append(part)
            wanted -= len(part)
        self._buffer = b"".join(parts)
        self._at = 0
        return self._buffer, 0, len(self._buffer)

    def _next(self, count: int) -> bytes:
        try:
            part = self._stream.read(min(count, self.size - self._read))
        except OSError as error:
            self.fail(f"it cannot be read: {error.strerror}", "file")
        if not part:
            self.fail("it became shorter while it was read", "file")
        self._read += len(part)
        return part


@contextmanager
def opened(path: Path, limit: int) -> Iterator[Source]:
    """A regular file as a `Source` that reads at most `limit` bytes of it.

    Raises `ModelNotFound` where there is nothing, `ModelFileError` where it is not a readable file.
    """
    name = shown(path)
    # Without O_NONBLOCK, opening a named pipe waits for somebody to write into it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        if path.is_dir():  # Windows reports a folder as a refused permission
            raise ModelFileError(name, "file", "it is a folder")
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ModelNotFound(name) from error
    except ValueError as error:  # a NUL in the name
        raise ModelNotFound(name, "no file can have this name") from error
    except OSError as error:
        raise ModelFileError(name, "file", f"it cannot be read: {error.strerror}") from error
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ModelFileError(name, "file", "it is not a regular file")
        yield Source(stream, path, status.st_size, limit)
