"""The second half of a layer, `down(act(gate x) * up x)`, with its gradients written out.

In one piece, so that of what is as wide as the layer only three parts are kept, and the gradients
of gate and up are written side by side, as their product takes them.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn import functional

from engine.training.config import Activation
from engine.training.linear import Stack, multiply


def feed_forward(
    x: Tensor, both: Stack, down: Stack, activation: Activation, dropout: float = 0.0
) -> Tensor:
    """x (n, in) to (n, in): `both` makes gate and up of it, side by side."""
    if dropout:
        gate, up = multiply(x, both, dropout).chunk(2, dim=1)
        return multiply(_active(gate, activation) * up, down, dropout)
    out: Tensor = _FeedForward.apply(x, both, down, activation, *both.numbers, *down.numbers)  # type: ignore[no-untyped-call]  # torch has no types here
    return out


class _FeedForward(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401  # torch gives it no type
        x: Tensor,
        both: Stack,
        down: Stack,
        activation: Activation,
        *numbers: Tensor,
    ) -> Tensor:
        count = len(both.numbers)
        wide, first = both.product(x, numbers[:count])
        gate, up = wide.chunk(2, dim=1)
        active = _active(gate, activation)
        y, second = down.product(active * up, numbers[count:])
        ctx.both, ctx.down, ctx.activation = both, down, activation
        ctx.save_for_backward(x, wide, active, first, second, *numbers)
        return y

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Any, ...]:  # noqa: ANN401  # as above
        x, wide, active, first, second, *numbers = ctx.saved_tensors
        count = len(ctx.both.numbers)
        gate, up = wide.chunk(2, dim=1)
        of_hidden, found = ctx.down.gradients(grad, active * up, second, numbers[count:], of_x=True)
        of_wide = torch.empty_like(wide)
        of_gate, of_up = of_wide.chunk(2, dim=1)
        torch.mul(of_hidden, active, out=of_up)
        _gradient(of_hidden.mul_(up), gate, ctx.activation, of_gate)
        of_x, others = ctx.both.gradients(
            of_wide, x, first, numbers[:count], of_x=ctx.needs_input_grad[0]
        )
        return of_x, None, None, None, *others, *found


def _active(gate: Tensor, activation: Activation) -> Tensor:
    if activation == "gelu":
        return functional.gelu(gate, approximate="tanh")
    return functional.silu(gate)


def _gradient(grad: Tensor, gate: Tensor, activation: Activation, out: Tensor) -> None:
    if activation == "gelu":
        torch.ops.aten.gelu_backward(grad, gate, approximate="tanh", grad_input=out)
    else:
        torch.ops.aten.silu_backward(grad, gate, grad_input=out)
