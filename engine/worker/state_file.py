"""A kept state as a file: an envelope that is checked before llama.cpp sees what is in it.

Magic, length of the header, header, the copies, and the SHA-256 of all that. The header names what
the state belongs to (versions, model, how it is run, adapters) in its kind. llama.cpp accepts most
damaged states and computes nonsense with them: so whatever is not exactly as it was written is
refused here. Knows no folder and no llama.cpp.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from engine.files import Stopped, writing
from engine.worker.checkpoints import Checkpoints
from engine.worker.reach import Mark, State
from engine.worker.warm import Kept, Kind

_MAGIC: Final = b"PUNA STATE 1\n"
_LENGTH: Final = struct.Struct("<I")
_DIGEST: Final = 32
_MOST_HEADER: Final = 32 << 20
_BLOCK: Final = 4 << 20


class DamagedState(Exception):
    """The file is not what was written."""


class _Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    length: int
    oldest: int
    size: int


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file holds. `copies`: the whole state, then the checkpoints. `cost`: seconds that
    reading the tokens took."""

    model: str
    adapters: str
    chat: str
    window: int
    recurrent: bool
    cost: float
    tokens: bytes
    batches: tuple[tuple[int, int], ...]
    threads: tuple[tuple[int, int], ...]
    copies: tuple[_Copy, ...]


def write_state(path: Path, kept: Kept, stopped: Callable[[], bool]) -> None:
    """Write `kept` to `path`, readable by its owner only. Raises StorageError, and Stopped as soon
    as `stopped` says so; then nothing is left."""
    states = (kept.state, *kept.checkpoints.copies)
    header = msgspec.msgpack.encode(_header(kept, states))
    digest = hashlib.sha256()
    with writing(path) as file:
        for part in (_MAGIC, _LENGTH.pack(len(header)), header, *(s.data for s in states)):
            for block in _blocks(part):
                if stopped():
                    raise Stopped
                digest.update(block)
                file.write(block)
        file.write(digest.digest())


def read_header(path: Path) -> Kept:
    """What a file says it holds, without the copies and unchecked: to see whether it is of use.
    Raises DamagedState, OSError."""
    with path.open("rb") as file:
        return _kept(_read_header(file)[0])


def read_state(path: Path) -> Kept:
    """The state in a file, checked. Raises DamagedState, OSError, MemoryError."""
    with path.open("rb") as file:
        header, begin = _read_header(file)
        digest = hashlib.sha256(begin)
        kept = _kept(header, lambda size: _read_copy(file, size, digest.update))
        if file.read(_DIGEST + 1) != digest.digest():
            raise DamagedState("its digest is another")
    return kept


def _header(kept: Kept, states: tuple[State, ...]) -> Header:
    tokens = array("i", kept.tokens)
    return Header(
        model=kept.kind.model,
        adapters=kept.kind.adapters,
        chat=kept.chat,
        window=kept.checkpoints.window,
        recurrent=kept.checkpoints.recurrent,
        cost=kept.cost,
        tokens=tokens.tobytes(),
        batches=kept.batches,
        threads=kept.threads,
        copies=tuple(_Copy(s.mark.length, s.mark.oldest, s.size) for s in states),
    )


def _read_header(file: BinaryIO) -> tuple[Header, bytes]:
    """The header, and all bytes up to its end."""
    begin = file.read(len(_MAGIC) + _LENGTH.size)
    if len(begin) < len(_MAGIC) + _LENGTH.size or not begin.startswith(_MAGIC):
        raise DamagedState("it does not begin as a state")
    (length,) = _LENGTH.unpack_from(begin, len(_MAGIC))
    if length > _MOST_HEADER:
        raise DamagedState(f"its header has {length} bytes")
    begin += file.read(length)
    try:
        header = msgspec.msgpack.decode(begin[len(_MAGIC) + _LENGTH.size :], type=Header)
    except msgspec.MsgspecError as error:
        raise DamagedState(str(error)) from error
    size = len(begin) + sum(copy.size for copy in header.copies) + _DIGEST
    if os.fstat(file.fileno()).st_size != size:
        raise DamagedState(f"it should have {size} bytes")
    return header, begin


def _kept(header: Header, copy: Callable[[int], mmap.mmap] | None = None) -> Kept:
    tokens = array("i")
    if len(header.tokens) % tokens.itemsize or not header.copies:
        raise DamagedState("its header does not fit together")
    tokens.frombytes(header.tokens)
    states = []
    for one in header.copies:
        if one.size <= 0 or not 0 <= one.oldest < one.length <= len(tokens):
            raise DamagedState("its header does not fit together")
        data = copy(one.size) if copy is not None else bytearray()
        states.append(State(Mark(one.length, one.oldest), data))
    if states[0].mark.length != len(tokens):
        raise DamagedState("its header does not fit together")
    return Kept(
        Kind(header.model, header.adapters),
        header.chat,
        tokens.tolist(),
        header.batches,
        header.threads,
        states[0],
        Checkpoints(header.window, recurrent=header.recurrent, copies=states[1:]),
        header.cost,
    )


def _read_copy(file: BinaryIO, size: int, update: Callable[[memoryview], None]) -> mmap.mmap:
    room = mmap.mmap(-1, size)
    view = memoryview(room)
    if file.readinto(view) < size:  # type: ignore[attr-defined] # BinaryIO does not name it
        raise DamagedState("it is shorter than its header says")
    update(view)
    return room


def _blocks(part: bytes | bytearray | mmap.mmap) -> Iterator[memoryview]:
    view = memoryview(part)
    for start in range(0, len(view), _BLOCK):
        yield view[start : start + _BLOCK]
