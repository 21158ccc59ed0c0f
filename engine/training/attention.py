"""Attention within each example of a packed row, causal and within a window.

Computed a block of rows at a time, against the columns they can see; the gradients compute the
scores again, so that nothing as wide as an example is kept. Knows no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

_ROWS: Final = 256


@dataclass(frozen=True)
class Block:
    """Rows that attend to columns; `mask` (rows, columns) is added to their scores."""

    rows: slice
    columns: slice
    mask: Tensor


@dataclass(frozen=True)
class Shape:
    """Sizes of attention: scores are times `scale`, and held within `cap` where it is above 0."""

    n_head: int
    n_head_kv: int
    head_dim: int
    scale: float
    cap: float


def blocks(segments: Tensor, window: int, kind: torch.dtype) -> list[Block]:
    """How tokens see each other: those before them in their own run of the same number of
    `segments` (n), at most the last `window` where it is above 0, themselves included."""
    _, counts = torch.unique_consecutive(segments, return_counts=True)
    masks: dict[tuple[int, int], Tensor] = {}
    found = []
    start = 0
    for count in counts.tolist():
        for first in range(start, start + count, _ROWS):
            stop = min(first + _ROWS, start + count)
            seen = max(start, first - window + 1) if window else start
            size = stop - first, stop - seen
            if size not in masks:
                masks[size] = _mask(*size, window, kind).to(segments.device)
            found.append(Block(slice(first, stop), slice(seen, stop), masks[size]))
        start += count
    return found


def attend(ready: Tensor, plan: Sequence[Block], shape: Shape) -> Tensor:
    """`ready` (n, queries and keys and values of all heads) to (n, n_head * head_dim)."""
    out: Tensor = _Attend.apply(ready, plan, shape)  # type: ignore[no-untyped-call]  # torch has no types here
    return out


class _Attend(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, ready: Tensor, plan: Sequence[Block], shape: Shape) -> Tensor:  # noqa: ANN401  # torch gives it no type
        ctx.plan, ctx.shape = plan, shape
        ctx.save_for_backward(ready)
        out = ready.new_empty(len(ready), shape.n_head * shape.head_dim)
        for block in plan:
            q, k, v = _heads(ready, block, shape)
            share, _ = _shares(q, k, block, shape)
            _unfold(out[block.rows], share @ v, shape)
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Any, ...]:  # noqa: ANN401  # as above
        (ready,) = ctx.saved_tensors
        shape = ctx.shape
        found = torch.zeros_like(ready)
        wide = shape.n_head * shape.head_dim
        for block in ctx.plan:
            q, k, v = _heads(ready, block, shape)
            share, slope = _shares(q, k, block, shape)
            above = _fold(grad[block.rows], shape)
            inner = above @ v.transpose(1, 2)
            inner -= torch.linalg.vecdot(inner, share).unsqueeze(-1)
            inner *= share
            inner *= shape.scale if slope is None else slope.mul_(shape.scale)
            _unfold(found[block.rows, :wide], inner @ k, shape)
            both = torch.cat((inner.transpose(1, 2) @ q, share.transpose(1, 2) @ above))
            some = _split(found[block.columns, wide:], shape)
            some += both.transpose(0, 1)
        return found, None, None


def _heads(ready: Tensor, block: Block, shape: Shape) -> tuple[Tensor, Tensor, Tensor]:
    """Queries (kv heads, rows of all that share them, head_dim), keys and values."""
    wide = shape.n_head * shape.head_dim
    k, v = _split(ready[block.columns, wide:], shape).transpose(0, 1).chunk(2)
    return _fold(ready[block.rows, :wide], shape), k, v


def _split(rows: Tensor, shape: Shape) -> Tensor:
    return rows.view(len(rows), -1, shape.head_dim)


def _fold(rows: Tensor, shape: Shape) -> Tensor:
    """(n, heads * head_dim) to (kv heads, heads of each * n, head_dim)."""
    split = rows.view(len(rows), shape.n_head_kv, -1, shape.head_dim)
    return split.permute(1, 2, 0, 3).reshape(shape.n_head_kv, -1, shape.head_dim)


def _unfold(out: Tensor, folded: Tensor, shape: Shape) -> None:
    """The reverse of `_fold`, written to `out`."""
    split = folded.view(shape.n_head_kv, -1, len(out), shape.head_dim)
    out.view(len(out), shape.n_head_kv, -1, shape.head_dim).copy_(split.permute(2, 0, 1, 3))


def _shares(q: Tensor, k: Tensor, block: Block, shape: Shape) -> tuple[Tensor, Tensor | None]:
    """How much each row takes of each column; with a cap, also the slope of it."""
    scores = q @ k.transpose(1, 2)
    slope = None
    if shape.cap:
        scores.mul_(shape.scale / shape.cap).tanh_()
        slope = 1 - scores.square()
        scores.mul_(shape.cap)
    else:
        scores.mul_(shape.scale)
    each = scores.view(-1, *block.mask.shape)
    each += block.mask
    return torch.softmax(scores, dim=-1), slope


def _mask(rows: int, columns: int, window: int, kind: torch.dtype) -> Tensor:
    """Rows are the last of the columns."""
    back = torch.arange(columns - rows, columns).unsqueeze(1) - torch.arange(columns)
    hidden = (back < 0) | (back >= window) if window else back < 0
    return torch.zeros(rows, columns, dtype=kind).masked_fill_(hidden, -torch.inf)
