"""What is computed again has the gradients of what was kept."""

import pytest
import torch
from torch.nn import functional

from engine.training.recompute import compute_again


@pytest.mark.parametrize("learns", [False, True])
def test_gradients_are_those_of_what_is_kept(learns):
    torch.manual_seed(0)
    weight = torch.randn(4, 4, requires_grad=True)
    x = torch.randn(3, 4, requires_grad=learns)

    def step(x):
        return functional.dropout((x @ weight).tanh(), 0.5)

    torch.manual_seed(1)
    kept = step(step(x)).sum()
    expected = torch.autograd.grad(kept, [weight, x] if learns else [weight])
    torch.manual_seed(1)
    again = compute_again(step, compute_again(step, x, drops=True), drops=True).sum()
    state = torch.get_rng_state()
    again.backward()
    assert again == kept
    assert torch.equal(weight.grad, expected[0])
    assert torch.equal(torch.get_rng_state(), state)
    if learns:
        assert torch.equal(x.grad, expected[1])
    else:
        assert x.grad is None
