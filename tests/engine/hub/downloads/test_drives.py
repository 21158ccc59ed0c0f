"""A drive that goes away, and places that others take in the last moment."""

import os

import pytest
from helpers.fakehub import FakeHub
from helpers.loading import NAME, REPOSITORY, Loads, content, hidden, wanted_of

from engine.hub.downloads.names import file_names
from engine.hub.downloads.publish import _moved, publish

DATA = content(300_000)


@pytest.fixture
def hub():
    with FakeHub() as hub:
        hub.add(REPOSITORY, {NAME: DATA})
        yield hub


def test_a_folder_whose_drive_is_gone_is_not_made_anew(hub, tmp_path):
    models = tmp_path / "drive" / "models"
    models.mkdir(parents=True)
    with Loads(models, hub) as loads:
        loads.downloads.start()
        away = (tmp_path / "drive").rename(tmp_path / "away")
        download = loads.fetched(wanted_of(hub))
        assert download.error.kind == "storage"
        assert "not connected" in download.error.message
        assert not models.exists()
        away.rename(tmp_path / "drive")
        loads.downloads.resume(download.wanted.id)
        assert loads.until(download.wanted.id, "done").path.read_bytes() == DATA
    assert hidden(models) == []


def test_a_file_that_came_in_the_last_moment_is_not_replaced(hub, tmp_path):
    made, target = tmp_path / "made", tmp_path / "target"
    made.write_bytes(b"ours")
    target.write_bytes(b"theirs")
    assert not _moved(made, target)
    assert (made.read_bytes(), target.read_bytes()) == (b"ours", b"theirs")


def test_a_folder_that_came_in_the_last_moment_is_not_replaced(tmp_path):
    made, target = tmp_path / "made", tmp_path / "target"
    for place in (made, target):
        place.mkdir()
        (place / "a").write_bytes(place.name.encode())
    assert not _moved(made, target)
    assert (target / "a").read_bytes() == b"target"


@pytest.mark.skipif(os.name == "nt", reason="links are not used there")
def test_a_published_file_has_one_name_only(hub, tmp_path):
    wanted = wanted_of(hub)
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / file_names(wanted)[0]).write_bytes(DATA)
    path = publish(tmp_path / "models", wanted, whole)
    assert path.stat().st_nlink == 1
    assert list(whole.iterdir()) == []
