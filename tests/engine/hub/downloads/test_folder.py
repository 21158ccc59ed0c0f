"""The folder of a download: room is taken before the first byte and given back, nothing stays."""

import os
import shutil
import sys

import pytest
from helpers.fakehub import FakeHub
from helpers.loading import NAME, REPOSITORY, Loads, content, hidden, visible, wanted_of

from engine.errors import StorageError
from engine.hub.downloads.folder import Folder, left
from engine.hub.downloads.records import Wanted
from engine.hub.records import RemoteFile

MIB = 1 << 20


def wanted_with(*sizes):
    files = tuple(RemoteFile(f"m-{n}.gguf", size) for n, size in enumerate(sizes))
    return Wanted("a/b/m.gguf", "a/b", "main", "https://huggingface.co", files, "")


def taken(path):
    """Bytes of the disk that a file has."""
    return path.stat().st_blocks * 512


@pytest.mark.skipif(sys.platform != "linux", reason="blocks as Linux counts them")
def test_room_is_taken_and_given_back(tmp_path):
    folder = Folder(tmp_path, wanted_with(8 * MIB, 4 * MIB))
    folder.note()
    with folder.reserved():
        if not taken(folder.part(0)):
            pytest.skip("this file system reserves nothing")
        assert folder.part(0).stat().st_size == 0
        assert taken(folder.part(0)) >= 8 * MIB
        assert taken(folder.part(1)) >= 4 * MIB
        folder.part(0).write_bytes(b"abc")
    assert folder.part(0).read_bytes() == b"abc"
    assert taken(folder.part(0)) < MIB
    assert not folder.part(1).exists()
    assert folder.arrived() == 3


def test_a_part_that_is_wrong_begins_anew_with_its_room(tmp_path):
    folder = Folder(tmp_path, wanted_with(MIB))
    folder.note()
    with folder.reserved():
        folder.part(0).write_bytes(b"abc")
        folder.drop(0)
        assert folder.part(0).stat().st_size == 0
        folder.part(0).write_bytes(bytes(MIB))
        folder.keep(0)
    assert folder.has(0)
    assert folder.arrived() == MIB


def test_more_than_the_disk_has_is_refused_before_anything(tmp_path):
    folder = Folder(tmp_path, wanted_with(10, shutil.disk_usage(tmp_path).free + (1 << 30)))
    folder.note()
    with pytest.raises(StorageError, match="GB are free"), folder.reserved():
        pass
    assert not folder.part(0).exists()
    assert not folder.part(1).exists()


def test_one_holder_at_a_time(tmp_path):
    one, two = (Folder(tmp_path, wanted_with(5)) for _ in range(2))
    with one.locked() as first:
        with two.locked() as second:
            assert (first, second) == (True, False)
        one.note()
        assert left(tmp_path) == []  # somebody is at work on it
    assert left(tmp_path) == [wanted_with(5)]
    one.discard()
    with one.locked():
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="permissions as POSIX has them")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    models = tmp_path / "models"
    models.write_bytes(b"no folder at all")
    with FakeHub() as hub:
        hub.add(REPOSITORY, {NAME: content(100_000)})
        with Loads(models, hub) as loads:
            failed = loads.fetched(wanted_of(hub))
    assert (failed.state, failed.error.kind) == ("failed", "storage")
    assert not any(seen.to_hub for seen in hub.requests)


def test_a_part_of_an_earlier_content_is_not_used(tmp_path):
    models = tmp_path / "models"
    with FakeHub() as hub:
        hub.add(REPOSITORY, {NAME: content(500_000)})
        hub.fault("stall", at=300_000, seconds=20)
        with Loads(models, hub) as loads:
            wanted = wanted_of(hub)
            loads.downloads.add(wanted)
            loads.when(wanted.id, lambda d: d.done == 300_000)
        hub.add(REPOSITORY, {NAME: content(500_000, 9)})
        with Loads(models, hub) as loads:
            loads.downloads.start()
            assert loads.fetched(wanted_of(hub)).path.read_bytes() == content(500_000, 9)
    assert len(visible(models)) == 1
    assert hidden(models) == []
