"""Root mean square norms, with their gradients written out.

Their weights do not learn. Torch's own takes several times as long on processors.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable


def normed(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    """x (..., n), each row of length 1 a number, times weight (n)."""
    out: Tensor = _Norm.apply(x, weight, eps)  # type: ignore[no-untyped-call]  # torch has no types here
    return out


def inverse_length(x: Tensor, eps: float) -> Tensor:
    """What each row is multiplied with, as a column."""
    length: Tensor = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
    return length.square_().div_(x.shape[-1]).add_(eps).rsqrt_()


def norm_gradient(grad: Tensor, x: Tensor, inverse: Tensor) -> Tensor:
    """The gradient of x from that of `x * inverse`; `grad` is overwritten with it."""
    along = torch.linalg.vecdot(grad, x).unsqueeze(-1)
    along.mul_(inverse.pow(3)).div_(x.shape[-1])
    return grad.mul_(inverse).addcmul_(x, along, value=-1)


class _Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, eps: float) -> Tensor:  # noqa: ANN401  # torch gives it no type
        inverse = inverse_length(x, eps)
        ctx.save_for_backward(x, weight, inverse)
        return (x * inverse).mul_(weight)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Any, ...]:  # noqa: ANN401  # as above
        x, weight, inverse = ctx.saved_tensors
        return norm_gradient(grad * weight, x, inverse), None, None
