"""What this computer can do is measured, with as many threads as it has cores."""

import pytest

from engine import throughput
from engine.hardware import physical_cores


def test_both_are_measured_and_possible():
    found = throughput.measure()
    assert 1e8 < found.bandwidth < 1e13
    assert 1e8 < found.flops < 1e15


def test_all_threads_count():
    alone = throughput._together(1, lambda: lambda: None, 1.0)
    assert throughput._together(3, lambda: lambda: None, 1.0) > alone / 100


def test_one_that_cannot_begin_ends_the_others():
    left = [1]

    def prepare():
        if left:
            left.pop()
            raise MemoryError
        return lambda: None

    with pytest.raises((MemoryError, RuntimeError)):
        throughput._together(physical_cores() + 1, prepare, 1.0)
