"""What is said to be left is what was measured, and nothing before that."""

from __future__ import annotations

import pytest

from engine.documents.pace import Pace


def test_nothing_is_said_before_anything_was_measured():
    pace = Pace()
    assert pace.left(1_000_000, 0, embeds=False) is None
    assert pace.left(0, 100, embeds=True) is None
    assert pace.left(0, 0, embeds=True) == 0


def test_reading_by_bytes():
    pace = Pace()
    pace.read(1_000_000, 100, 2.0)
    assert pace.left(3_000_000, 0, embeds=False) == pytest.approx(6.0)


def test_what_is_read_has_to_be_embedded_too():
    pace = Pace()
    pace.read(1_000_000, 100, 2.0)
    assert pace.left(1_000_000, 50, embeds=True) is None
    for _ in range(10):
        pace.embedded(0.5)
    assert pace.left(1_000_000, 50, embeds=True) == pytest.approx(2 + 150 * 0.5)


def test_a_slower_computer_is_noticed():
    pace = Pace()
    for _ in range(20):
        pace.embedded(0.1)
    for _ in range(100):
        pace.embedded(1.0)
    assert pace.left(0, 100, embeds=True) == pytest.approx(100, rel=0.05)


def test_a_small_rest_needs_no_large_measure():
    pace = Pace()
    pace.read(2_000, 1, 0.1)
    assert pace.left(1_000, 0, embeds=False) == pytest.approx(0.05)
    assert pace.left(10_000_000, 0, embeds=False) is None
