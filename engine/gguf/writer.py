"""Writes a GGUF file, version 3. Layout: ggml/docs/gguf.md of github.com/ggml-org/ggml.

What it writes is not checked here: whoever made it reads it again with `engine.gguf.open_model`.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from engine.gguf.types import NUMBER_FORMATS, TensorType, Value, ValueType

ALIGNMENT: Final = 32
_BLOCK: Final = 1 << 20
_LIST_TYPES: Final = {code: kind for kind, code in NUMBER_FORMATS.items() if code in "iIf"}


@dataclass(frozen=True, slots=True)
class NewTensor:
    """A tensor to write. `shape` as in ggml, fastest dimension first; `data` is all of it, packed
    as `type` says."""

    name: str
    type: TensorType
    shape: tuple[int, ...]
    data: memoryview | bytes


def write_gguf(
    file: BinaryIO,
    metadata: Mapping[str, Value],
    tensors: Sequence[NewTensor],
    step: Callable[[memoryview | bytes], None] | None = None,
) -> None:
    """Write a whole file. `step` hears each block that was written, and may raise to end it.

    A whole number becomes a u32, a number a f32. Raises OSError.
    """
    for block in _blocks([_header(metadata, tensors), *(tensor.data for tensor in tensors)]):
        file.write(block)
        if step:
            step(block)


def _header(metadata: Mapping[str, Value], tensors: Sequence[NewTensor]) -> bytes:
    parts = [b"GGUF", struct.pack("<IQQ", 3, len(tensors), len(metadata))]
    for key, value in metadata.items():
        parts += [_text(key), _value(value)]
    offset = 0
    for tensor in tensors:
        shape = struct.pack(f"<I{len(tensor.shape)}Q", len(tensor.shape), *tensor.shape)
        parts += [_text(tensor.name), shape, struct.pack("<IQ", tensor.type.id, offset)]
        size = memoryview(tensor.data).nbytes
        offset += size + -size % ALIGNMENT
    return b"".join(parts)


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: Value) -> bytes:
    match value:
        case bool():
            return struct.pack("<I?", ValueType.BOOL, value)
        case int():
            return struct.pack("<II", ValueType.UINT32, value)
        case float():
            return struct.pack("<If", ValueType.FLOAT32, value)
        case str():
            return struct.pack("<I", ValueType.STRING) + _text(value)
        case array():
            kind, data = _LIST_TYPES[value.typecode], value.tobytes()
        case _:
            kind, data = ValueType.STRING, b"".join(map(_text, value))
    return struct.pack("<IIQ", ValueType.ARRAY, kind, len(value)) + data


def _blocks(parts: Sequence[memoryview | bytes]) -> Iterator[memoryview | bytes]:
    """Each part in pieces of a MiB, and what fills it up to where the next must begin."""
    for part in parts:
        view = memoryview(part).cast("B")
        for start in range(0, len(view), _BLOCK):
            yield view[start : start + _BLOCK]
        if padding := -len(view) % ALIGNMENT:
            yield bytes(padding)
