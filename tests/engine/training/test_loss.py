"""Cross-entropy in pieces is that of all logits at once, and so is its gradient."""

import pytest
import torch
from torch.nn import functional

from engine.training.loss import cross_entropy, piece

N_VOCAB, WIDTH = 700, 16


class Head:
    n_vocab = N_VOCAB

    def __init__(self, cap=0.0, scale=1.0):
        self.cap, self.scale = cap, scale
        torch.manual_seed(0)
        self.matrix = torch.randn(N_VOCAB, WIDTH, dtype=torch.float64)
        self.room = torch.empty(0)

    def rows(self, start, stop):
        self.room.fill_(torch.nan)  # what was given before holds no longer
        self.room = self.matrix[start:stop].clone()
        return self.room


def by_all_logits(hidden, targets, head):
    logits = head.scale * hidden @ head.matrix.T
    if head.cap:
        logits = head.cap * torch.tanh(logits / head.cap)
    return functional.cross_entropy(logits, targets, reduction="sum")


@pytest.mark.parametrize(("cap", "scale"), [(0.0, 1.0), (5.0, 1.0), (0.0, 0.25), (3.0, 0.5)])
def test_it_is_the_loss_of_all_logits(cap, scale):
    head = Head(cap, scale)
    hidden = torch.randn(9, WIDTH, dtype=torch.float64, requires_grad=True)
    targets = torch.randint(0, N_VOCAB, (9,))
    expected = by_all_logits(hidden, targets, head)
    (gradient,) = torch.autograd.grad(expected * 0.3, hidden)
    loss = cross_entropy(hidden, targets, head)
    (ours,) = torch.autograd.grad(loss * 0.3, hidden)
    assert piece(9, WIDTH, N_VOCAB) <= N_VOCAB
    assert loss.item() == pytest.approx(expected.item(), rel=1e-12)
    assert torch.allclose(ours, gradient, rtol=1e-9, atol=1e-12)


def test_its_gradient_is_that_of_small_differences():
    head = Head(4.0, 0.7)
    hidden = torch.randn(3, WIDTH, dtype=torch.float64, requires_grad=True)
    targets = torch.tensor([0, N_VOCAB - 1, 300])
    assert torch.autograd.gradcheck(lambda h: cross_entropy(h, targets, head), hidden)


def test_logits_beyond_what_a_float_can_raise_to():
    head = Head()
    head.matrix = head.matrix.float() * 300
    hidden = torch.randn(4, WIDTH, requires_grad=True)
    targets = torch.randint(0, N_VOCAB, (4,))
    expected = by_all_logits(hidden, targets, head)
    loss = cross_entropy(hidden, targets, head)
    loss.backward()
    assert loss.item() == pytest.approx(expected.item(), rel=1e-5)
    assert hidden.grad.isfinite().all()


def test_nothing_to_learn_costs_nothing():
    hidden = torch.randn(0, WIDTH, dtype=torch.float64, requires_grad=True)
    loss = cross_entropy(hidden, torch.empty(0, dtype=torch.int64), Head())
    loss.backward()
    assert loss.item() == 0


def test_pieces_are_smaller_the_more_tokens_there_are():
    assert piece(1, 640, 262_144) > piece(8192, 640, 262_144) >= 256
    assert piece(1, 640, 100) == 100
