"""AdamW over one vector does what that of torch does."""

import pytest
import torch
from torch import nn

from engine.training.optimizer import AdamW


def parameters():
    torch.manual_seed(1)
    return [nn.Parameter(torch.randn(3, 4)), nn.Parameter(torch.randn(5))]


def learn(step, numbers, steps=5):
    for i in range(steps):
        loss = sum(((number - i) ** 2).sum() for number in numbers)
        step(loss)


def adamw(numbers, mean, square, step, lr, decay):
    """A step as the paper writes it, for one tensor; that of torch loads its compiler first."""
    gradient = numbers.grad
    mean.copy_(0.9 * mean + 0.1 * gradient)
    square.copy_(0.999 * square + 0.001 * gradient**2)
    direction = (mean / (1 - 0.9**step)) / ((square / (1 - 0.999**step)).sqrt() + 1e-8)
    with torch.no_grad():
        numbers -= lr * (direction + decay * numbers)


def test_it_is_adamw():
    ours, theirs = parameters(), parameters()
    optimizer = AdamW(ours, weight_decay=0.1)
    states = [(torch.zeros_like(each), torch.zeros_like(each)) for each in theirs]
    steps = []

    def our_step(loss):
        optimizer.clear()
        loss.backward()
        optimizer.step(0.05)

    def their_step(loss):
        steps.append(loss)
        gradients = torch.autograd.grad(loss, theirs)
        for numbers, gradient, (mean, square) in zip(theirs, gradients, states, strict=True):
            numbers.grad = gradient
            adamw(numbers, mean, square, len(steps), 0.05, 0.1)

    learn(our_step, ours)
    learn(their_step, theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert torch.allclose(mine, other, atol=1e-6)


def test_going_on_from_a_state_is_not_having_stopped():
    ours, others = parameters(), parameters()
    whole, first = AdamW(ours), AdamW(others)

    def step(optimizer):
        def step(loss):
            optimizer.clear()
            loss.backward()
            optimizer.step(0.1)

        return step

    learn(step(whole), ours, 3)
    learn(step(first), others, 3)
    later = parameters()
    second = AdamW(later)
    second.restore({name: t.clone() for name, t in first.state().items()}, lambda _: None)
    learn(step(whole), ours, 3)
    learn(step(second), later, 3)
    assert torch.equal(whole.values, second.values)


def test_a_state_of_another_size_is_refused():
    optimizer = AdamW(parameters())
    with pytest.raises(RuntimeError):
        optimizer.restore({name: torch.zeros(3) for name in optimizer.state()}, lambda _: None)


def test_clipping():
    (number,) = numbers = [nn.Parameter(torch.tensor([3.0, 4.0]))]
    optimizer = AdamW(numbers)
    (number * torch.tensor([3.0, 4.0])).sum().backward()
    assert optimizer.clip(10) == pytest.approx(5)
    assert optimizer.gradient.tolist() == [3, 4]
    assert optimizer.clip(1) == pytest.approx(5)
    assert optimizer.gradient.norm().item() == pytest.approx(1)
    optimizer.gradient[0] = torch.inf
    assert optimizer.clip(1) == torch.inf


def test_what_does_not_learn_is_left_alone():
    fixed, taught = nn.Parameter(torch.ones(2), requires_grad=False), nn.Parameter(torch.ones(2))
    optimizer = AdamW([fixed, taught])
    assert optimizer.values.numel() == 2
