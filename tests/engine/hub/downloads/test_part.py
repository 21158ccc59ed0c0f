"""A part: what is written stays, and its digest is of all that stands in the file."""

import hashlib

import pytest
from helpers.loading import content

from engine.errors import StorageError
from engine.files import Stopped
from engine.hub.downloads.part import Part

DATA = content(5_000_000)


def never():
    return False


def test_the_digest_follows(tmp_path):
    with Part(tmp_path / "p", len(DATA)) as part:
        for at in range(0, len(DATA), 300_000):
            part.write(memoryview(DATA)[at : at + 300_000])
        assert part.length == len(DATA)
        assert part.digest(never) == hashlib.sha256(DATA).hexdigest()
        assert part.digest(never) == hashlib.sha256(DATA).hexdigest()


def test_what_an_earlier_run_left_is_part_of_it(tmp_path):
    (tmp_path / "p").write_bytes(DATA[:3_000_000])
    with Part(tmp_path / "p", len(DATA)) as part:
        assert part.length == 3_000_000
        part.write(memoryview(DATA)[3_000_000:])
        assert part.digest(never) == hashlib.sha256(DATA).hexdigest()
    assert (tmp_path / "p").read_bytes() == DATA


def test_one_that_is_too_long_begins_anew(tmp_path):
    (tmp_path / "p").write_bytes(DATA)
    with Part(tmp_path / "p", 1000) as part:
        assert part.length == 0
        part.write(memoryview(DATA)[:1000])
        assert part.digest(never) == hashlib.sha256(DATA[:1000]).hexdigest()


def test_an_empty_one(tmp_path):
    with Part(tmp_path / "p", 10) as part:
        assert part.digest(never) == hashlib.sha256(b"").hexdigest()


def test_stopped_while_it_is_computed(tmp_path):
    (tmp_path / "p").write_bytes(bytes(50_000_000))
    with Part(tmp_path / "p", 50_000_000) as part, pytest.raises(Stopped):
        part.digest(lambda: True)


def test_a_file_that_is_cut_by_somebody_else(tmp_path):
    with Part(tmp_path / "p", len(DATA)) as part:
        part.write(memoryview(DATA)[:500_000])
        with (tmp_path / "p").open("r+b") as file:
            file.truncate(100)
        part.length = len(DATA)
        with pytest.raises(StorageError):
            part.digest(never)


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(StorageError):
        Part(tmp_path / "nowhere" / "p", 10)
