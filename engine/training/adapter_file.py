"""An adapter as a GGUF file: written for llama.cpp, and read again to go on training.

Layout as in `engine.gguf.adapter`: what is added is `alpha / rank * b a`, so that any other scale
must be expressed by alpha.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor

from engine.files import storage_error, writing
from engine.gguf import TENSOR_TYPES, Value
from engine.gguf import Tensor as Entry
from engine.gguf.adapter import check_adapter, check_numbers, read_adapter, refuse
from engine.gguf.writer import NewTensor, write_gguf
from engine.training.unpack import unpack
from engine.training.weights import Base

if TYPE_CHECKING:
    from engine.training.lora import Lora

_F32, _F16 = TENSOR_TYPES[0], TENSOR_TYPES[1]
_NAME: Final = re.compile(r"blk\.(\d+)\.(attn_(?:q|k|v|qkv|output)|ffn_(?:gate|up|down))\.weight")


@dataclass(frozen=True, slots=True)
class Stored:
    """The pairs of a file by layer and matrix: a (rank, in), b (out, rank), f32 on the CPU. With
    `scale` times `b a` they do what they do in llama.cpp."""

    scale: float
    pairs: Mapping[tuple[int, str], tuple[Tensor, Tensor]]


def write_adapter(
    path: Path, base: Base, lora: Lora, metadata: Mapping[str, Value], *, half: bool = False
) -> None:
    """Write an adapter for llama.cpp, whole or not at all; `half` in half precision.

    `metadata` is added to what every adapter says of itself. Raises StorageError.
    """
    pairs = lora.pairs()
    rank = max(pair.a.shape[0] for _, pair in pairs)
    alpha = lora.scale * rank
    values: dict[str, Value] = {
        "general.type": "adapter",
        "general.architecture": base.gguf.architecture,
        "adapter.type": "lora",
        "adapter.lora.alpha": float(alpha),
        **metadata,
    }
    tensors = []
    for name, pair in pairs:
        # One alpha is for all: a pair of another rank would be scaled otherwise.
        b = pair.b * (pair.b.shape[1] / rank)
        tensors += [_new(f"{name}.lora_a", pair.a, half), _new(f"{name}.lora_b", b, half)]
    with writing(path) as file:
        write_gguf(file, values, tensors)


def read_pairs(path: Path, base: Base) -> Stored:
    """The numbers of an adapter of this model. Raises AdapterError."""
    adapter = read_adapter(path)
    check_adapter(adapter, base.gguf, base.sha256)
    check_numbers(adapter)
    alpha = adapter.alpha or float(adapter.rank)
    pairs = {}
    for name, (a, b) in adapter.pairs.items():
        match = _NAME.fullmatch(name)
        if not match:
            refuse(path, "unsupported", f"it changes {name}, which Puna does not train")
        factor = 1.0
        if adapter.alpha:
            factor = adapter.rank / _rows(a)
        pairs[int(match[1]), match[2]] = _numbers(path, a), _numbers(path, b) * factor
    return Stored(alpha / adapter.rank, pairs)


def _new(name: str, numbers: Tensor, half: bool) -> NewTensor:
    kind = torch.float16 if half else torch.float32
    data = numbers.detach().to("cpu", kind).contiguous().numpy()
    shape = tuple(reversed(numbers.shape))
    return NewTensor(name, _F16 if half else _F32, shape, data.tobytes())


def _rows(entry: Entry) -> int:
    return entry.shape[1] if len(entry.shape) > 1 else 1


def _numbers(path: Path, entry: Entry) -> Tensor:
    try:
        data = np.fromfile(path, np.uint8, entry.size, offset=entry.offset)
    except OSError as error:
        raise storage_error(path, error) from error
    blocks = torch.from_numpy(data).view(-1, entry.type.size)
    return unpack(entry.type, blocks).view(_rows(entry), entry.shape[0])
