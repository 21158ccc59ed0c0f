"""A small sample of the bar of downloads, and whether it sees what it looks for."""

import os

import pytest
from bars import downloads

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills as POSIX has them")


@pytest.mark.slow
def test_every_trial_once(tmp_path):
    said = []
    assert downloads.run(tmp_path, 2_000_000, 2, 2, 7, said.append) == []
    assert len(said) > 30
    assert all("met" in line for line in said)


def test_a_bar_sees_wrong_bytes_and_what_is_left(tmp_path):
    bar = downloads.Bar(tmp_path, 100_000, 7)
    assert list(bar.whole(tmp_path)) == ["there are [], or other bytes"]
    (tmp_path / downloads.NAME).write_bytes(bar.data[:-1] + b"?")
    (tmp_path / ".downloads").mkdir()
    assert len(list(bar.whole(tmp_path))) == 2


def test_a_bar_sees_a_fault_that_is_not_told(tmp_path):
    bar = downloads.Bar(tmp_path, 100_000, 7)
    done, left = bar.run(lambda: bar.staying({"kind": "etag"}, "hub", "busy"))
    assert done == "is done"
    assert "is left behind" in left
    (told,) = bar.run(lambda: bar.staying({"kind": "page"}, "hub", "busy"))
    assert told.startswith("told as")


def test_a_bar_sees_bytes_that_come_twice(tmp_path):
    bar = downloads.Bar(tmp_path, 100_000, 7)
    faults = list(bar.run(lambda: bar.passing({"kind": "flip", "at": 5}, allowed=0)))
    assert faults == ["100,000 bytes came twice"]
