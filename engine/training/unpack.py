"""The packings of ggml as torch operations: blocks of bytes to numbers, on any device.

For graphics cards, and where ggml's own routine is not there. Layouts and the order of operations
as `dequantize_row_*` of `ggml-quants.c` in llama.cpp, so that results are the same to the bit
where products are not fused with sums. Types that real files do not hold are left to ggml.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import torch
from torch import Tensor

from engine.gguf import TensorType

_SUPER: Final = 256
"""Numbers in a block of the K types."""


def unpack(kind: TensorType, blocks: Tensor) -> Tensor:
    """Blocks as uint8 of shape (count, kind.size) to f32 of shape (count, kind.block).

    Raises KeyError for a type that `unpacks` does not know.
    """
    return _UNPACKERS[kind.name](blocks)


def unpacks(kind: TensorType) -> bool:
    return kind.name in _UNPACKERS


def widens(kind: TensorType) -> bool:
    return kind.name in _WIDENERS


def widened(kind: TensorType, blocks: Tensor) -> Tensor:
    """Blocks of a type that `widens`, as blocks of Q8_0: the very same numbers."""
    numbers = _WIDENERS[kind.name](blocks)
    return torch.cat((blocks[:, :2], numbers.view(torch.uint8)), dim=1)


def _half(blocks: Tensor, at: int) -> Tensor:
    """A number of half precision in each block, as a column."""
    return blocks[:, at : at + 2].contiguous().view(torch.float16).float()


def _nibbles(data: Tensor) -> Tensor:
    """Low halves of all bytes, then high ones: (..., n) to (..., 2, n)."""
    return torch.stack((data & 15, data >> 4), dim=-2)


def _f32(blocks: Tensor) -> Tensor:
    return blocks.contiguous().view(torch.float32)


def _f16(blocks: Tensor) -> Tensor:
    return blocks.contiguous().view(torch.float16).float()


def _bf16(blocks: Tensor) -> Tensor:
    return blocks.contiguous().view(torch.bfloat16).float()


def _q4_0(blocks: Tensor) -> Tensor:
    return _signed_q4_0(blocks).float() * _half(blocks, 0)


def _signed_q4_0(blocks: Tensor) -> Tensor:
    return _nibbles(blocks[:, 2:]).flatten(1).to(torch.int8) - 8


def _q4_1(blocks: Tensor) -> Tensor:
    return _nibbles(blocks[:, 4:]).flatten(1).float() * _half(blocks, 0) + _half(blocks, 2)


def _fifth_bits(data: Tensor) -> Tensor:
    """32 bits in 4 bytes to numbers of 0 and 16."""
    shifts = torch.arange(8, device=data.device, dtype=torch.uint8)
    return ((data.unsqueeze(-1) >> shifts) & 1).flatten(1) << 4


def _q5_0(blocks: Tensor) -> Tensor:
    return _signed_q5_0(blocks).float() * _half(blocks, 0)


def _signed_q5_0(blocks: Tensor) -> Tensor:
    numbers = _nibbles(blocks[:, 6:]).flatten(1) | _fifth_bits(blocks[:, 2:6])
    return numbers.to(torch.int8) - 16


def _q5_1(blocks: Tensor) -> Tensor:
    numbers = _nibbles(blocks[:, 8:]).flatten(1) | _fifth_bits(blocks[:, 4:8])
    return numbers.float() * _half(blocks, 0) + _half(blocks, 2)


def _q8_0(blocks: Tensor) -> Tensor:
    return blocks[:, 2:].contiguous().view(torch.int8).float() * _half(blocks, 0)


def _twos(data: Tensor) -> Tensor:
    """Pairs of bits of 64 bytes to 256 numbers: of each 32 bytes first the lowest pairs of all."""
    shifts = torch.tensor((0, 2, 4, 6), device=data.device, dtype=torch.uint8)
    return (data.view(-1, 2, 1, 32) >> shifts.view(1, 1, 4, 1)) & 3


def _q2_k(blocks: Tensor) -> Tensor:
    scales, numbers = blocks[:, :16], _twos(blocks[:, 16:80].contiguous())
    by = (_half(blocks, 80) * (scales & 15).float()).unsqueeze(-1)
    less = (_half(blocks, 82) * (scales >> 4).float()).unsqueeze(-1)
    return (by * numbers.view(-1, 16, 16).float() - less).flatten(1)


def _q3_k(blocks: Tensor) -> Tensor:
    shifts = torch.arange(8, device=blocks.device, dtype=torch.uint8).view(1, 8, 1)
    lacking = ((blocks[:, None, :32] >> shifts) & 1).view(-1, 2, 4, 32) ^ 1
    numbers = _twos(blocks[:, 32:96].contiguous()).to(torch.int8) - (lacking << 2).to(torch.int8)
    packed = blocks[:, 96:108]
    low = _nibbles(packed[:, :8]).flatten(1)
    high = (packed[:, None, 8:] >> shifts[:, 0::2]) & 3
    scales = (low | (high.flatten(1) << 4)).to(torch.int8) - 32
    by = (_half(blocks, 108) * scales.float()).unsqueeze(-1)
    return (by * numbers.reshape(-1, 16, 16).float()).flatten(1)


def _six_bits(packed: Tensor) -> tuple[Tensor, Tensor]:
    """12 bytes to 8 scales and 8 minima of 6 bits, as Q4_K and Q5_K store them."""
    first, second, rest = packed[:, 0:4], packed[:, 4:8], packed[:, 8:12]
    scales = torch.cat((first & 63, (rest & 15) | ((first >> 6) << 4)), dim=1)
    minima = torch.cat((second & 63, (rest >> 4) | ((second >> 6) << 4)), dim=1)
    return scales, minima


def _scaled(blocks: Tensor, numbers: Tensor) -> Tensor:
    """Eight runs of 32 numbers, times their scales, less their minima."""
    scales, minima = _six_bits(blocks[:, 4:16])
    by = (_half(blocks, 0) * scales.float()).unsqueeze(-1)
    less = (_half(blocks, 2) * minima.float()).unsqueeze(-1)
    return (by * numbers.view(-1, 8, 32).float() - less).flatten(1)


def _q4_k(blocks: Tensor) -> Tensor:
    return _scaled(blocks, _nibbles(blocks[:, 16:].reshape(-1, 4, 32)))


def _q5_k(blocks: Tensor) -> Tensor:
    shifts = torch.arange(8, device=blocks.device, dtype=torch.uint8).view(1, 8, 1)
    high = ((blocks[:, None, 16:48] >> shifts) & 1) << 4
    low = _nibbles(blocks[:, 48:].reshape(-1, 4, 32)).view(-1, 8, 32)
    return _scaled(blocks, low | high)


def _q6_k(blocks: Tensor) -> Tensor:
    low = _nibbles(blocks[:, :128].reshape(-1, 2, 64)).view(-1, 2, 4, 32)
    numbers = (low | (_twos(blocks[:, 128:192].contiguous()) << 4)).to(torch.int8) - 32
    scales = blocks[:, 192:208].contiguous().view(torch.int8).float()
    by = (_half(blocks, 208) * scales).unsqueeze(-1)
    return (by * numbers.view(-1, 16, 16).float()).flatten(1)


_UNPACKERS: Final[Mapping[str, Callable[[Tensor], Tensor]]] = MappingProxyType(
    {
        "F32": _f32,
        "F16": _f16,
        "BF16": _bf16,
        "Q4_0": _q4_0,
        "Q4_1": _q4_1,
        "Q5_0": _q5_0,
        "Q5_1": _q5_1,
        "Q8_0": _q8_0,
        "Q2_K": _q2_k,
        "Q3_K": _q3_k,
        "Q4_K": _q4_k,
        "Q5_K": _q5_k,
        "Q6_K": _q6_k,
    }
)

_WIDENERS: Final[Mapping[str, Callable[[Tensor], Tensor]]] = MappingProxyType(
    {"Q4_0": _signed_q4_0, "Q5_0": _signed_q5_0}
)
