"""Cross-entropy against a large vocabulary, without ever holding all of its logits.

The vocabulary is gone through in pieces: logits of a piece are made, folded into a running
log-sum-exp, and their share of the gradient is summed up in the same pass, so that each piece of
the output matrix is unpacked once. Knows neither a model nor a file.
"""

from __future__ import annotations

from typing import Any, Final, Protocol

import torch
from torch import Tensor

_PIECE: Final = 1 << 20
"""Numbers of the output matrix unpacked at once, at least 256 rows: few enough to stay in the
processor's cache between being unpacked, making logits, and making the gradient."""
_LEAST: Final = 256
_LOGITS: Final = 1 << 23
"""Most logits at once; fewer rows of the matrix are taken where there are many tokens."""


class Head(Protocol):
    """The output matrix, and what becomes of its products: `cap * tanh(scale * product / cap)`,
    where a `cap` of 0 means none."""

    n_vocab: int
    cap: float
    scale: float

    def rows(self, start: int, stop: int) -> Tensor:
        """Rows of the matrix as floats, valid until the next call."""
        ...


class _CrossEntropy(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any,  # noqa: ANN401 - torch gives it no type
        hidden: Tensor,
        targets: Tensor,
        head: Head,
    ) -> Tensor:
        (wanted, *_) = ctx.needs_input_grad
        sums = _Sums(hidden, targets, head, wanted=wanted)
        step = piece(hidden.shape[0], hidden.shape[1], head.n_vocab)
        for start in range(0, head.n_vocab, step):
            sums.add(start, head.rows(start, min(start + step, head.n_vocab)))
        if wanted:
            ctx.save_for_backward(sums.gradient())
        return sums.loss()

    @staticmethod
    def backward(ctx: Any, *wanted: Tensor) -> tuple[Tensor | None, ...]:  # noqa: ANN401 - as above
        (gradient,) = ctx.saved_tensors
        return gradient * wanted[0], None, None


class _Sums:
    """What is kept of the pieces seen so far, for each token: the largest logit, the sum of the
    exponentials relative to it, and the rows of the matrix weighted by them."""

    def __init__(self, hidden: Tensor, targets: Tensor, head: Head, *, wanted: bool) -> None:
        count = hidden.shape[0]
        self._hidden, self._targets, self._head = hidden.detach(), targets, head
        self._largest = hidden.new_full((count,), -torch.inf)
        self._sum = hidden.new_zeros(count)
        self._target = hidden.new_zeros(count)
        self._weighted = torch.zeros_like(self._hidden) if wanted else None
        self._ours = torch.zeros_like(self._hidden) if wanted else None

    def add(self, start: int, rows: Tensor) -> None:
        """Fold in the rows of the matrix from `start` on."""
        logits = self._hidden @ rows.T
        logits = logits.mul_(self._head.scale) if self._head.scale != 1 else logits
        slope = None
        if self._head.cap:
            squashed = logits.div_(self._head.cap).tanh_()
            slope = 1 - squashed * squashed
            logits = squashed.mul_(self._head.cap)
        here = ((self._targets >= start) & (self._targets < start + len(rows))).nonzero()[:, 0]
        places = self._targets[here] - start
        self._target[here] = logits[here, places]
        largest = torch.maximum(self._largest, logits.amax(1))
        shrunk = (self._largest - largest).exp_()
        shares = logits.sub_(largest[:, None]).exp_()
        self._sum.mul_(shrunk).add_(shares.sum(1))
        self._largest = largest
        if self._weighted is not None and self._ours is not None:
            ours = rows[places]
            if slope is not None:
                ours = ours * slope[here, places][:, None]
                shares = shares.mul_(slope)
            self._ours[here] = ours
            self._weighted.mul_(shrunk[:, None]).addmm_(shares, rows)

    def loss(self) -> Tensor:
        return (self._sum.log() + self._largest - self._target).sum()

    def gradient(self) -> Tensor:
        assert self._weighted is not None
        assert self._ours is not None
        gradient = self._weighted.div_(self._sum[:, None]).sub_(self._ours)
        return gradient.mul_(self._head.scale) if self._head.scale != 1 else gradient


def cross_entropy(hidden: Tensor, targets: Tensor, head: Head) -> Tensor:
    """The sum over tokens of the cross-entropy in nats: a scalar that can be differentiated by
    `hidden` [n, width]. `targets` [n] are token numbers. With no token it is 0.

    The running log-sum-exp is that of Milakov and Gimelshein, "Online normalizer calculation for
    softmax" (2018).
    """
    loss: Tensor = _CrossEntropy.apply(hidden, targets, head)  # type: ignore[no-untyped-call]  # of torch
    return loss


def piece(count: int, width: int, n_vocab: int) -> int:
    """Rows of the output matrix to take at once, for so many tokens of so many numbers."""
    rows = max(_PIECE // width, _LEAST)
    return min(rows, max(_LOGITS // max(count, 1), _LEAST), n_vocab)
