"""The speed of a download, by a clock of the test's own."""

import pytest

from engine.hub.downloads.meter import Meter


def test_a_steady_speed():
    meter = Meter()
    assert meter.speed(0.0) == 0.0
    for step in range(1001):
        meter.add(step / 100, 1000)
    assert meter.speed(10.0) == pytest.approx(100_000, rel=0.05)


def test_a_speed_that_falls_to_nothing():
    meter = Meter()
    for step in range(101):
        meter.add(step / 100, 1000)
    assert meter.speed(1.0) == pytest.approx(100_000, rel=0.15)
    assert meter.speed(3.0) == pytest.approx(33_000, rel=0.15)
    assert meter.speed(20.0) == 0.0


def test_one_piece_tells_nothing():
    meter = Meter()
    meter.add(5.0, 1_000_000)
    assert meter.speed(5.01) == 0.0
