"""Length-prefixed MessagePack frames on a pair of byte streams.

A frame is four bytes of length, big-endian, then one tagged struct. Never pickle: the other side
reads untrusted files. Does not know what the structs mean.
"""

from __future__ import annotations

import struct
import threading
from typing import IO, Generic, TypeVar

import msgspec

LIMIT = 1 << 20
"""Most bytes of one frame."""

_LENGTH = struct.Struct(">I")
T = TypeVar("T")


class FrameError(Exception):
    """The stream holds something that is not one of our frames: a bug, or a dying process."""


class FrameReader(Generic[T]):
    """Reads frames of one type. Blocks; returns None at the end of the stream."""

    def __init__(self, stream: IO[bytes], kind: type[T]) -> None:
        self._stream = stream
        self._decoder = msgspec.msgpack.Decoder(kind)

    def read(self) -> T | None:
        head = self._stream.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        if length > LIMIT:
            raise FrameError(f"a frame of {length} bytes")
        body = self._stream.read(length)
        if len(body) < length:
            return None
        try:
            return self._decoder.decode(body)
        except msgspec.MsgspecError as error:
            raise FrameError(str(error)) from error


class FrameWriter:
    """Writes frames whole, from any thread."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._encoder = msgspec.msgpack.Encoder()
        self._lock = threading.Lock()

    def write(self, message: msgspec.Struct) -> None:
        """Send one struct. Raises FrameError when it is too long, OSError when nobody reads."""
        body = self._encoder.encode(message)
        if len(body) > LIMIT:
            raise FrameError(f"a frame of {len(body)} bytes")
        with self._lock:
            self._stream.write(_LENGTH.pack(len(body)) + body)
            self._stream.flush()
