"""Reads the tensor table of a GGUF file: where every tensor lies, checked against the file's size.

The rules are those of llama.cpp, which wants the tensors one after the other in the order of the
table: no gap, no overlap.
"""

from __future__ import annotations

import math
import struct
from typing import Final

from engine.gguf.model import Tensor
from engine.gguf.source import Source
from engine.gguf.types import REMOVED_TENSOR_TYPES, TENSOR_TYPES, TensorType

MAX_DIMENSIONS: Final = 4
MAX_DIMENSION: Final = 1 << 40
MAX_NAME: Final = 63
MAX_TRAILING: Final = 4_096

_U32: Final = struct.Struct("<I")
_TYPE_AND_OFFSET: Final = struct.Struct("<IQ")
_SHAPES: Final = tuple(struct.Struct(f"<{n}Q") for n in range(MAX_DIMENSIONS + 1))


def read_tensors(source: Source, count: int, alignment: int) -> tuple[Tensor, ...]:
    """The table of `count` tensors, with offsets from the start of the file.

    Raises `ModelFileError` where one does not lie where it must.
    """
    tensors: list[Tensor] = []
    names: set[str] = set()
    expected = 0
    for number in range(count):
        source.field = f"tensor {number}"
        tensor = _read_tensor(source)
        if tensor.name in names:
            source.fail("it is there twice")
        if tensor.offset != expected:
            source.fail(f"it begins at {tensor.offset:,}; {expected:,} was expected")
        expected = _padded(tensor.offset + tensor.size, alignment)
        names.add(tensor.name)
        tensors.append(tensor)
    start = _padded(source.position, alignment) if count else source.position
    _check_end(source, tensors, start, start + expected)
    return tuple(_moved(tensor, start) for tensor in tensors)


def _read_tensor(source: Source) -> Tensor:
    """One row of the table; its offset is still from the start of the tensors."""
    name = source.text(MAX_NAME)
    if not name.isascii() or not name.isprintable() or not name:
        source.fail("its name is not made of ASCII characters")
    source.field = f"tensor {name}"
    (dimensions,) = source.unpack(_U32)
    if dimensions > MAX_DIMENSIONS:
        source.fail(f"{dimensions:,} dimensions; the limit is {MAX_DIMENSIONS}")
    shape = source.unpack(_SHAPES[dimensions])
    if not all(1 <= length <= MAX_DIMENSION for length in shape):
        source.fail(f"an impossible shape: {shape}")
    number, offset = source.unpack(_TYPE_AND_OFFSET)
    kind = _tensor_type(source, number)
    columns = shape[0] if shape else 1
    if columns % kind.block:
        source.fail(f"rows of {columns:,} numbers do not divide into {kind.name} blocks")
    return Tensor(name, kind, shape, offset, math.prod(shape) // kind.block * kind.size)


def _tensor_type(source: Source, number: int) -> TensorType:
    if kind := TENSOR_TYPES.get(number):
        return kind
    if name := REMOVED_TENSOR_TYPES.get(number):
        source.fail(f"it is packed as {name}, which llama.cpp no longer reads")
    source.fail(f"it is packed in a way unknown to this version of Puna (type {number})")


def _check_end(source: Source, tensors: list[Tensor], start: int, end: int) -> None:
    """The last tensor must end within the file, and nothing much may follow it."""
    if tensors:
        last = tensors[-1]
        missing = start + last.offset + last.size - source.size
        if missing > 0:
            source.fail(f"the file ends {missing:,} bytes too soon", f"tensor {last.name}")
    if source.size - end > MAX_TRAILING:
        source.fail(f"{source.size - end:,} bytes follow the last tensor", "size")


def _padded(position: int, alignment: int) -> int:
    return -(-position // alignment) * alignment


def _moved(tensor: Tensor, start: int) -> Tensor:
    return Tensor(tensor.name, tensor.type, tensor.shape, start + tensor.offset, tensor.size)
