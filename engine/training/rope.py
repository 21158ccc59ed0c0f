"""Rotation of queries and keys by the position of their token.

As `ggml_rope_ext` of llama.cpp. Knows nothing of attention.
"""

from __future__ import annotations

import torch
from torch import Tensor

from engine.training.config import Rope

Turns = tuple[Tensor, Tensor]
"""Cosines and sines of all pairs of a head, each (n, 1, dims / 2)."""


def turns(rope: Rope, positions: Tensor, factors: Tensor | None, kind: torch.dtype) -> Turns:
    """The angles at some positions; `factors` are the numbers that `rope.factors` names."""
    steps = torch.arange(0, rope.dims, 2, dtype=torch.float64, device=positions.device)
    rates = rope.scale * rope.base ** (-steps / rope.dims)
    if factors is not None:
        rates = rates / factors.double()
    angles = torch.outer(positions.double(), rates).unsqueeze(1)
    return (angles.cos() * rope.length).to(kind), (angles.sin() * rope.length).to(kind)


def rotated(x: Tensor, by: Turns, *, interleaved: bool) -> Tensor:
    """x (n, heads, head_dim) with its first dimensions rotated."""
    cos, sin = by
    half = cos.shape[-1]
    if interleaved:
        first, second = x[..., 0 : 2 * half : 2], x[..., 1 : 2 * half : 2]
    else:
        first, second = x[..., :half], x[..., half : 2 * half]
    turned = first * cos - second * sin, first * sin + second * cos
    rest = [x[..., 2 * half :]] if x.shape[-1] > 2 * half else []
    if interleaved:
        return torch.cat([torch.stack(turned, dim=-1).flatten(-2), *rest], dim=-1)
    return torch.cat([*turned, *rest], dim=-1)
