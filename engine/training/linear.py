"""Products with packed matrices and with what an adapter adds to them, and their gradients.

Matrices that multiply the same input are unpacked one below the other and multiplied in one go.
They do not learn; only the pairs of an adapter do. Knows nothing of layers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn import functional

from engine.training.weights import Matrix, Scratch


@dataclass(frozen=True)
class Stack:
    """Matrices with one input, one below the other; `bias` is for the rows of all of them."""

    matrices: Sequence[Matrix]
    scratch: Scratch
    bias: Tensor | None = None

    @property
    def spans(self) -> list[slice]:
        """Where the output of each begins and ends."""
        ends = [0]
        for matrix in self.matrices:
            ends.append(ends[-1] + matrix.rows)
        return [slice(a, b) for a, b in pairwise(ends)]

    def weight(self, kind: torch.dtype) -> Tensor:
        """All rows, in the scratch memory: holds until the next use of it."""
        spans = self.spans
        out = self.scratch.take(spans[-1].stop, self.matrices[0].columns)
        for matrix, span in zip(self.matrices, spans, strict=True):
            matrix.unpack(out[span])
        return out.to(kind)


@dataclass(frozen=True)
class Pair:
    """What an adapter adds to one matrix: `scale * b (a x)`, a (rank, in), b (out, rank)."""

    a: Tensor
    b: Tensor
    scale: float


def multiply(
    x: Tensor, stack: Stack, pairs: Sequence[Pair | None] = (), dropout: float = 0.0
) -> Tensor:
    """x (n, in) through a stack, to (n, out of all). `pairs` has an item for each matrix, or none
    at all; what they see of x is dropped with the probability `dropout`."""
    if not any(pairs):
        return _apply(x, stack, ())
    if not dropout:
        return _apply(x, stack, pairs)
    y = _apply(x, stack, ())
    added = [
        functional.linear(functional.dropout(x, dropout) @ pair.a.T, pair.b) * pair.scale
        if pair
        else x.new_zeros(len(x), span.stop - span.start)
        for pair, span in zip(pairs, stack.spans, strict=True)
    ]
    return y + torch.cat(added, dim=1)


def _apply(x: Tensor, stack: Stack, pairs: Sequence[Pair | None]) -> Tensor:
    learning = [(pair, span) for pair, span in zip(pairs, stack.spans, strict=False) if pair]
    numbers = [number for pair, _ in learning for number in (pair.a, pair.b)]
    spans = [span for _, span in learning]
    scale = learning[0][0].scale if learning else 0.0
    out: Tensor = _Multiply.apply(x, stack, spans, scale, *numbers)  # type: ignore[no-untyped-call]  # torch has no types here
    return out


class _Multiply(torch.autograd.Function):
    """The product with its gradients written out: the matrix is unpacked again in the backward
    pass instead of being kept, and all a's of the stack are multiplied at once."""

    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401  # torch gives it no type
        x: Tensor,
        stack: Stack,
        spans: Sequence[slice],
        scale: float,
        *numbers: Tensor,
    ) -> Tensor:
        weight = stack.weight(x.dtype)
        y = functional.linear(x, weight, stack.bias)
        ctx.stack, ctx.spans, ctx.scale = stack, spans, scale
        if not numbers:
            return y
        inner = x @ torch.cat(numbers[::2]).T
        at = 0
        for span, b in zip(spans, numbers[1::2], strict=True):
            rank = b.shape[1]
            y[:, span].addmm_(inner[:, at : at + rank], b.T, alpha=scale)
            at += rank
        ctx.save_for_backward(x, inner, *numbers)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Any, ...]:  # noqa: ANN401  # as above
        wanted = ctx.needs_input_grad[0]
        saved = ctx.saved_tensors
        grad_x = grad @ ctx.stack.weight(grad.dtype) if wanted else None
        if not saved:
            return grad_x, None, None, None
        x, inner, *numbers = saved
        parts = [grad[:, span] @ b for span, b in zip(ctx.spans, numbers[1::2], strict=True)]
        outer = torch.cat(parts, dim=1).mul_(ctx.scale)
        if grad_x is not None:
            grad_x.addmm_(outer, torch.cat(numbers[::2]))
        grad_a = outer.T @ x
        grads: list[Tensor] = []
        at = 0
        for span, b in zip(ctx.spans, numbers[1::2], strict=True):
            rank = b.shape[1]
            grad_b = (grad[:, span].T @ inner[:, at : at + rank]).mul_(ctx.scale)
            grads += [grad_a[at : at + rank], grad_b]
            at += rank
        return grad_x, None, None, None, *grads
