"""Computing again in the backward pass what would take too much memory to keep.

Not that of `torch.utils`, which loads torch's compiler first: nearly two seconds, and much of the
memory that is to be saved. Knows no model.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor


class _Again(torch.autograd.Function):
    """`anchor` is a tensor that learns, so that there is a gradient even where `x` has none."""

    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401 - torch gives it no type
        anchor: Tensor,
        x: Tensor,
        step: Callable[[Tensor], Tensor],
        random: Tensor | None,
    ) -> Tensor:
        ctx.save_for_backward(x)
        ctx.step, ctx.random = step, random
        return step(x)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Any, ...]:  # noqa: ANN401 - as above
        x = ctx.saved_tensors[0].detach().requires_grad_(ctx.needs_input_grad[1])
        now = torch.get_rng_state()
        if ctx.random is not None:
            torch.set_rng_state(ctx.random)
        with torch.enable_grad():
            y = ctx.step(x)
        torch.set_rng_state(now)
        torch.autograd.backward(y, grads[0])
        return None, x.grad, None, None


def compute_again(step: Callable[[Tensor], Tensor], x: Tensor, *, drops: bool) -> Tensor:
    """`step(x)`, whose inside is not kept but computed again for the gradients: of `x`, and of the
    parameters in it, of which there must be some or `x` has to learn. `drops`: chance is in it."""
    anchor = torch.empty(0, requires_grad=True)
    random = torch.get_rng_state() if drops else None
    y: Tensor = _Again.apply(anchor, x, step, random)  # type: ignore[no-untyped-call]  # of torch
    return y
