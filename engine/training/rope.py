"""Queries and keys made ready for attention: normed where the model does so, and rotated by the
position of their token, as `ggml_rope_ext` of llama.cpp does.

Knows nothing of attention.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engine.training.config import Rope
from engine.training.norm import inverse_length, norm_gradient


@dataclass(frozen=True)
class Turns:
    """Angles of all pairs of a head at some positions: cosines and sines, each (n, 1, pairs)."""

    cos: Tensor
    sin: Tensor
    interleaved: bool

    @classmethod
    def of(cls, rope: Rope, positions: Tensor, factors: Tensor | None, kind: torch.dtype) -> Turns:
        """`factors` are the numbers that `rope.factors` names."""
        where = positions.device
        # Doubles are few here, and not known to every device.
        steps = torch.arange(0, rope.dims, 2, dtype=torch.float64)
        rates = rope.scale * rope.base ** (-steps / rope.dims)
        if factors is not None:
            rates = rates / factors.cpu().double()
        angles = torch.outer(positions.cpu().double(), rates).unsqueeze(1)
        cos, sin = angles.cos() * rope.length, angles.sin() * rope.length
        return cls(cos.to(kind).to(where), sin.to(kind).to(where), rope.interleaved)

    def turn(self, heads: Tensor, *, back: bool = False) -> None:
        """Rotate heads (n, heads, head_dim) where they are; `back` by the gradient's way."""
        sin = -self.sin if back else self.sin
        dims = 2 * sin.shape[-1]
        if self.interleaved:
            pairs = torch.view_as_complex(heads[..., :dims].view(*heads.shape[:2], -1, 2))
            pairs.mul_(torch.complex(self.cos, sin))
            return
        first, second = heads[..., : dims // 2], heads[..., dims // 2 : dims]
        kept = first * sin
        first.mul_(self.cos).addcmul_(second, sin, value=-1)
        second.mul_(self.cos).add_(kept)


def ready(
    mixed: Tensor, heads: int, head_dim: int, weight: Tensor | None, eps: float, turns: Turns | None
) -> Tensor:
    """`mixed` (n, all heads * head_dim) with the first `heads` of its heads normed and rotated.

    `weight` (heads, head_dim) is that of the norms; None where there are none.
    """
    out: Tensor = _Ready.apply(mixed, heads, head_dim, weight, eps, turns)  # type: ignore[no-untyped-call]  # torch has no types here
    return out


class _Ready(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401  # torch gives it no type
        mixed: Tensor,
        heads: int,
        head_dim: int,
        weight: Tensor | None,
        eps: float,
        turns: Turns | None,
    ) -> Tensor:
        ctx.heads, ctx.head_dim, ctx.turns = heads, head_dim, turns
        out = mixed.clone()
        part = _part(out, heads, head_dim)
        if weight is not None:
            inverse = inverse_length(part, eps)
            part.mul_(inverse).mul_(weight)
            ctx.save_for_backward(mixed, weight, inverse)
        if turns is not None:
            turns.turn(part)
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Any, ...]:  # noqa: ANN401  # as above
        saved = ctx.saved_tensors  # to be asked for once, or it cannot be computed again
        grad = grad.clone()
        part = _part(grad, ctx.heads, ctx.head_dim)
        if ctx.turns is not None:
            ctx.turns.turn(part, back=True)
        if saved:
            mixed, weight, inverse = saved
            norm_gradient(part.mul_(weight), _part(mixed, ctx.heads, ctx.head_dim), inverse)
        return grad, None, None, None, None, None


def _part(mixed: Tensor, heads: int, head_dim: int) -> Tensor:
    return mixed.view(len(mixed), -1, head_dim)[:, :heads]
