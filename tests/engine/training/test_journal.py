"""What a run keeps of what it told, and what is found of it after a restart."""

import contextlib
import os
from pathlib import Path

import pytest
from helpers.lessons import write_run

from engine.errors import InvalidInput, StorageError, TrainingError
from engine.locks import FileLock
from engine.training.journal import EVENTS, LOCK, Journal, read_events, read_result
from engine.training.records import (
    Broken,
    Done,
    Evaluated,
    Prepared,
    Preparing,
    Saved,
    Step,
    Verifying,
)
from engine.training.runs import Runs

PREPARED = Prepared(4, 100, 30, 0, 0, 6, False, 1.0, 2.0)
DONE = Done("done", "", 3, 0.5, 9.0)


def step(number):
    return Step(number, 6, number / 3, 1 / number, 1e-4, 50.0, 1 << 20, 3.0)


@pytest.fixture
def request_(tmp_path: Path):
    request = write_run(tmp_path)
    Path(request.folder).mkdir()
    return request


def test_all_is_kept_but_what_means_nothing_later(request_):
    folder = Path(request_.folder)
    journal = Journal(folder, request_)
    journal.begin(0)
    told = [PREPARED, step(1), Evaluated(1, 0.5, 1.6, True), Saved("x", 1), Verifying(), DONE]
    for event in [Preparing("torch"), *told]:
        journal.add(event)
    assert read_events(folder) == told
    assert read_result(folder) == DONE


def test_later_steps_are_forgotten_by_a_run_that_goes_on(request_):
    folder = Path(request_.folder)
    journal = Journal(folder, request_)
    journal.begin(0)
    broken = Broken(TrainingError("x", "y", "z").info())
    for event in [PREPARED, step(1), step(2), Saved("x", 2), step(3), broken]:
        journal.add(event)
    assert read_result(folder) == broken
    with (folder / EVENTS).open("ab") as file:
        file.write(b'{"type":"step","st')  # killed while it wrote
    Journal(folder, request_).begin(2)
    assert read_result(folder) is None
    assert read_events(folder) == [PREPARED, step(1), step(2), Saved("x", 2)]
    Journal(folder, request_).begin(0)
    assert read_events(folder) == []


def test_a_full_disk_costs_lines_and_no_run(request_, expected_log):
    expected_log("cannot be written")
    journal = Journal(Path(request_.folder), request_)
    (Path(request_.folder) / EVENTS).mkdir()
    journal.add(step(1))
    journal.add(step(2))


def test_runs_are_listed_with_what_became_of_them(home, tmp_path: Path):
    runs = Runs(home)
    assert runs.list() == []
    folders = [runs.new("My tone: 1/2"), runs.new("My tone: 1/2"), runs.new("")]
    assert len({*folders}) == 3
    assert folders[0].name.endswith("-My-tone-1-2")
    adapter = tmp_path / "a.gguf"
    adapter.touch()
    ends = [Done("early", str(adapter), 3, 0.5, 9.0), Broken(TrainingError("a", "b", "c").info())]
    for folder, end in zip(folders, [*ends, None], strict=True):
        request = write_run(tmp_path, name="data")
        journal = Journal(folder, request)
        journal.begin(0)
        for event in [PREPARED, step(1), step(2), *([end] if end else [])]:
            journal.add(event)
    found = {record.folder: record for record in runs.list()}
    done, failed, cut = (found[str(folder)] for folder in folders)
    assert (done.state, failed.state, cut.state) == ("done", "failed", "interrupted")
    assert (done.adapter, failed.adapter) == (str(adapter), "")
    assert done.step == step(2)
    assert done.prepared == PREPARED
    assert done.name == "data"
    assert done.started_at > 1.7e9
    assert runs.events(done.id)[-1] == ends[0]


def test_a_run_at_work_is_seen_and_not_removed(home, tmp_path: Path):
    runs = Runs(home)
    folder = runs.new("one")
    assert runs.get(folder.name).state == "new"
    Journal(folder, write_run(tmp_path))
    lock = FileLock(folder / LOCK)
    assert lock.take()
    assert runs.get(folder.name).state == "running"
    with pytest.raises(InvalidInput):
        runs.remove(folder.name)
    lock.release()
    assert runs.get(folder.name).state == "interrupted"
    runs.remove(folder.name)
    assert not folder.exists()
    for wrong in (folder.name, "..", ".", os.fspath(tmp_path)):
        with pytest.raises(InvalidInput):
            runs.remove(wrong)
    assert runs.list() == []


def test_damaged_folders_are_listed_all_the_same(home):
    runs = Runs(home)
    folder = runs.new("one")
    for name in ("run.json", "result.json", "events.jsonl"):
        (folder / name).write_bytes(b"\xff{ nothing")
    with contextlib.suppress(OSError):
        (folder / LOCK).mkdir()
    assert [record.state for record in runs.list()] == ["new"]


def test_a_run_whose_events_cannot_be_read_hides_no_other(home):
    runs = Runs(home)
    broken, fine = runs.new("one"), runs.new("two")
    (broken / EVENTS).mkdir()
    assert {record.id for record in runs.list()} == {broken.name, fine.name}
    with pytest.raises(StorageError):
        runs.events(broken.name)
