"""Which passes come when, and the rate of each step."""

import math

import pytest

from engine.training.packing import Pass
from engine.training.records import Settings
from engine.training.schedule import Schedule

PASSES = [Pass(number, ()) for number in range(5)]


def numbers(schedule, step):
    return [packed.number for packed in schedule.passes(step)]


def test_every_epoch_has_all_passes_in_an_order_of_its_own():
    schedule = Schedule(PASSES, Settings(epochs=3, seed=1))
    assert schedule.steps == 15
    epochs = [[numbers(schedule, 5 * e + s + 1)[0] for s in range(5)] for e in range(3)]
    assert all(sorted(epoch) == list(range(5)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1
    assert schedule.epoch(5) == 1
    assert schedule.epoch(15) == 3


def test_any_step_can_be_asked_for_first():
    one, other = (Schedule(PASSES, Settings(epochs=4, seed=7)) for _ in range(2))
    forward = [numbers(one, step) for step in range(1, 21)]
    assert [numbers(other, step) for step in range(20, 0, -1)] == forward[::-1]


def test_part_of_an_epoch_and_passes_that_add_up():
    assert Schedule(PASSES, Settings(epochs=0.5)).steps == 2
    schedule = Schedule(PASSES, Settings(epochs=2, accumulate=4))
    assert schedule.steps == 3
    assert [len(schedule.passes(step)) for step in (1, 2, 3)] == [4, 4, 2]
    assert schedule.epoch(3) == 2


def test_steps_count_instead_of_epochs():
    schedule = Schedule(PASSES, Settings(epochs=1, steps=12, accumulate=2))
    assert schedule.steps == 12
    assert [len(schedule.passes(step)) for step in (1, 12)] == [2, 2]


def test_the_rate_rises_and_falls_to_a_tenth():
    schedule = Schedule(PASSES, Settings(steps=100, lr=1.0, warmup=0.1))
    assert schedule.lr(1) == pytest.approx(0.1)
    assert schedule.lr(10) == 1.0
    assert schedule.lr(55) == pytest.approx(0.1 + 0.9 * (1 + math.cos(math.pi / 2)) / 2)
    assert schedule.lr(100) == pytest.approx(0.1)
    assert [schedule.lr(s) for s in range(10, 101)] == sorted(
        (schedule.lr(s) for s in range(10, 101)), reverse=True
    )
