"""Sizes as people read them, and tables with names of any language."""

import pytest

from engine.cli.report import columns, size, table


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


def test_the_second_column_begins_in_one_place_for_every_language(capsys):
    rows = [("通义千问.gguf", "x"), ("tiny.gguf", "x"), ("cafe\u0301\x1b[2J.gguf", "x")]
    table(rows, "  ")
    lines = capsys.readouterr().out.splitlines()
    assert {columns(line.removesuffix("x")) for line in lines} == {2 + columns(rows[0][0]) + 2}
    assert "\x1b" not in lines[2]
