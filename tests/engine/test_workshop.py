from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import psutil
import pytest

from engine.errors import StorageError
from engine.workshop import publish_file, require_room, sweep, workshop


def test_what_is_made_and_moved_stays_and_the_rest_goes(tmp_path):
    target = tmp_path / "there" / "model.gguf"
    with workshop(tmp_path / "place", 10) as folder:
        assert folder.parent == tmp_path / "place"
        (folder / "made").write_bytes(b"whole")
        (folder / "rest").write_bytes(b"half")
        publish_file(folder / "made", target)
    assert target.read_bytes() == b"whole"
    assert list((tmp_path / "place").iterdir()) == []


def test_an_error_inside_leaves_nothing_and_one_of_the_system_is_translated(tmp_path):
    with pytest.raises(ValueError, match="mine"), workshop(tmp_path, 0):
        raise ValueError("mine")
    with pytest.raises(StorageError, match="No such file"), workshop(tmp_path, 0) as folder:
        (folder / "nothing").read_bytes()
    assert list(tmp_path.iterdir()) == []


def test_no_room_is_told_with_both_numbers(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000_000))
    require_room(tmp_path, 1_000_000_000)
    with pytest.raises(StorageError, match=r"2\.50 GB are needed on its disk, 1\.00 GB are free"):
        require_room(tmp_path, 2_500_000_000)
    with pytest.raises(StorageError), workshop(tmp_path, 2_500_000_000):
        pytest.fail("there was no room")
    assert list(tmp_path.iterdir()) == []


def test_folders_of_ended_processes_and_old_ones_are_swept(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    names = {
        "dead": f".new-{ended.pid}-x",
        "own": f".new-{os.getpid()}-x",
        "old": f".new-{os.getpid()}-old",
        "unknown": ".new-x",
        "other": "new",
    }
    for name in names.values():
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_bytes(b"x")
    os.utime(tmp_path / names["old"], (time.time() - 90_000,) * 2)
    sweep(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {names["own"], names["unknown"], names["other"]}


def test_a_folder_older_than_the_process_of_its_number_is_swept(tmp_path):
    """In a container Puna may have the number of the Puna that was killed before."""
    begun = psutil.Process().create_time()
    for name, moment in (("before", begun - 5), ("after", begun + 1)):
        folder = tmp_path / f".new-{os.getpid()}-{name}"
        folder.mkdir()
        os.utime(folder, (moment, moment))
    sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f".new-{os.getpid()}-after"]
