"""Runs that were deleted and come back."""

import pytest

from engine.errors import InvalidInput, StorageError
from engine.locks import FileLock
from engine.training.journal import LOCK
from engine.training.trash import RunTrash


@pytest.fixture
def run(home):
    folder = home.training / "runs" / "tone"
    folder.mkdir(parents=True)
    (folder / "events.jsonl").write_text("{}\n")
    adapter = home.adapters / "tone.gguf"
    adapter.parent.mkdir(parents=True)
    adapter.write_bytes(b"GGUF")
    return folder, adapter


def test_a_run_goes_and_comes_back(home, run):
    folder, adapter = run
    trash = RunTrash(home)
    trashed = trash.take("tone", folder, adapter)
    assert not folder.exists()
    assert not adapter.exists()
    trash.put_back(trashed)
    assert (folder / "events.jsonl").read_text() == "{}\n"
    assert adapter.read_bytes() == b"GGUF"


def test_a_run_without_an_adapter(home, run):
    folder, adapter = run
    adapter.unlink()
    trashed = RunTrash(home).take("tone", folder, adapter)
    assert [where.name for where, _ in trashed.moved] == ["tone"]


def test_two_of_one_name_do_not_meet(home, run):
    folder, _ = run
    trash = RunTrash(home)
    first = trash.take("tone", folder)
    folder.mkdir()
    second = trash.take("tone", folder)
    assert first.moved[0][1] != second.moved[0][1]


def test_emptied_it_cannot_come_back(home, run):
    trash = RunTrash(home)
    trashed = trash.take("tone", *run)
    trash.empty()
    with pytest.raises(StorageError):
        trash.put_back(trashed)
    trash.empty()  # and nothing is no fault


def test_what_came_in_its_place_meanwhile_is_not_written_over(home, run):
    folder, adapter = run
    trash = RunTrash(home)
    trashed = trash.take("tone", folder, adapter)
    adapter.write_bytes(b"another")
    with pytest.raises(StorageError):
        trash.put_back(trashed)
    assert adapter.read_bytes() == b"another"
    assert not folder.exists()
    adapter.unlink()
    trash.put_back(trashed)
    assert adapter.read_bytes() == b"GGUF"


def test_a_run_at_work_is_not_deleted(home, run):
    folder, adapter = run
    lock = FileLock(folder / LOCK)
    assert lock.take()
    with pytest.raises(InvalidInput):
        RunTrash(home).take("tone", folder, adapter)
    assert folder.exists()
    assert adapter.exists()
    lock.release()
    RunTrash(home).take("tone", folder, adapter)
    assert not folder.exists()
