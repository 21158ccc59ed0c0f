"""Products with packed matrices and with what an adapter adds to them, and their gradients.

Matrices that multiply the same input are unpacked one below the other and multiplied in one go,
and unpacked again for the gradients instead of being kept. They do not learn; only the pairs of an
adapter do. Knows nothing of layers.
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
class Pair:
    """What an adapter adds to one matrix: `scale * b (a x)`, a (rank, in), b (out, rank)."""

    a: Tensor
    b: Tensor
    scale: float


class Stack:
    """Matrices with one input, one below the other; `bias` is for the rows of all of them.

    `pairs` has an item for each matrix; `numbers` are a and b of those there are, and what learns.
    """

    def __init__(
        self,
        matrices: Sequence[Matrix],
        scratch: Scratch,
        bias: Tensor | None = None,
        pairs: Sequence[Pair | None] = (),
    ) -> None:
        self._matrices, self._scratch, self._bias = matrices, scratch, bias
        ends = [0]
        for matrix in matrices:
            ends.append(ends[-1] + matrix.rows)
        self._all = [slice(start, stop) for start, stop in pairwise(ends)]
        learning = [(pair, span) for pair, span in zip(pairs, self._all, strict=False) if pair]
        self._spans = [span for _, span in learning]
        self._scale = learning[0][0].scale if learning else 0.0
        self.numbers = [number for pair, _ in learning for number in (pair.a, pair.b)]

    def product(self, x: Tensor, numbers: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """x (n, in) to (n, out of all), and what each a makes of x, (n, ranks of all)."""
        y = functional.linear(x, self._weight(x.dtype), self._bias)
        if not numbers:
            return y, x.new_empty(0)
        inner = x @ torch.cat(list(numbers[::2])).T
        for span, b, part in self._parts(numbers, inner):
            y[:, span].addmm_(part, b.T, alpha=self._scale)
        return y, inner

    def gradients(
        self, grad: Tensor, x: Tensor, inner: Tensor, numbers: Sequence[Tensor], *, of_x: bool
    ) -> tuple[Tensor | None, list[Tensor]]:
        """Of x, where wanted, and of `numbers`, from that of the product."""
        grad_x = grad @ self._weight(grad.dtype) if of_x else None
        if not numbers:
            return grad_x, []
        spans = zip(self._spans, numbers[1::2], strict=True)
        outer = torch.cat([grad[:, span] @ b for span, b in spans], dim=1).mul_(self._scale)
        if grad_x is not None:
            grad_x.addmm_(outer, torch.cat(list(numbers[::2])))
        of_a = outer.T @ x
        found: list[Tensor] = []
        at = 0
        for span, b, part in self._parts(numbers, inner):
            of_b = (part.T @ grad[:, span]).T.mul(self._scale)
            found += [of_a[at : at + b.shape[1]], of_b]
            at += b.shape[1]
        return grad_x, found

    def dropped(self, x: Tensor, numbers: Sequence[Tensor], dropout: float) -> Tensor:
        """What the pairs add to the product where some of x is dropped before each of them."""
        added = x.new_zeros(len(x), self._all[-1].stop)
        for span, a, b in zip(self._spans, numbers[::2], numbers[1::2], strict=True):
            one = functional.linear(functional.dropout(x, dropout) @ a.T, b) * self._scale
            added = torch.slice_scatter(added, one, 1, span.start, span.stop)
        return added

    def _weight(self, kind: torch.dtype) -> Tensor:
        """All rows, in the scratch memory: holds until the next use of it."""
        out = self._scratch.take(self._all[-1].stop, self._matrices[0].columns)
        for matrix, span in zip(self._matrices, self._all, strict=True):
            matrix.unpack(out[span])
        return out.to(kind)

    def _parts(
        self, numbers: Sequence[Tensor], inner: Tensor
    ) -> list[tuple[slice, Tensor, Tensor]]:
        """For each pair the rows it adds to, its b, and what its a made of x."""
        ranks = [b.shape[1] for b in numbers[1::2]]
        return list(zip(self._spans, numbers[1::2], torch.split(inner, ranks, dim=1), strict=True))


def multiply(x: Tensor, stack: Stack, dropout: float = 0.0) -> Tensor:
    """x (n, in) through a stack, to (n, out of all). What the pairs see of x is dropped with the
    probability `dropout`."""
    if dropout and stack.numbers:
        return _apply(x, stack) + stack.dropped(x, stack.numbers, dropout)
    return _apply(x, stack, *stack.numbers)


def _apply(x: Tensor, stack: Stack, *numbers: Tensor) -> Tensor:
    out: Tensor = _Multiply.apply(x, stack, *numbers)  # type: ignore[no-untyped-call]  # torch has no types here
    return out


class _Multiply(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, stack: Stack, *numbers: Tensor) -> Tensor:  # noqa: ANN401  # torch gives it no type
        y, inner = stack.product(x, numbers)
        ctx.stack = stack
        if numbers:
            ctx.save_for_backward(x, inner, *numbers)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Any, ...]:  # noqa: ANN401  # as above
        x, inner, *numbers = ctx.saved_tensors or (grad, grad)
        of_x, found = ctx.stack.gradients(grad, x, inner, numbers, of_x=ctx.needs_input_grad[0])
        return of_x, None, *found
