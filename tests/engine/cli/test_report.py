"""Sizes as people read them."""

import pytest

from engine.cli.report import size


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (98_362_432, "98.4 MB"),
        (253_113_024, "253 MB"),
        (999_600_000, "1.0 GB"),
        (4_500_000_000, "4.5 GB"),
        (1_500_000_000_000, "1500 GB"),
    ],
)
def test_sizes_for_people(count: int, text: str):
    assert size(count) == text
