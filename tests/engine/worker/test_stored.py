"""Kept states on disk: found, read back or removed, written in the background, erased for good."""

import errno
import os
import threading

import pytest
from helpers.waiting import wait_until

from engine.files import Stopped
from engine.states import States
from engine.worker import stored as stored_module
from engine.worker.checkpoints import Checkpoints
from engine.worker.reach import Mark, State
from engine.worker.stored import Stored
from engine.worker.warm import Kept, Kind

KIND = Kind("model")


def kept(tokens, chat="chat", size=1000, cost=10.0, kind=KIND):
    tokens = list(tokens)
    copy = State(Mark(len(tokens), 0), bytearray(size))
    return Kept(kind, chat, tokens, (), (), copy, Checkpoints(0, recurrent=False), cost)


@pytest.fixture
def open_stored(tmp_path):
    made = []

    def make(most=1 << 20):
        made.append(Stored(tmp_path / "states", most))
        return made[-1]

    yield make
    for one in made:
        one.close(5)


def files(tmp_path):
    return States(tmp_path / "states").files()


def test_what_is_written_is_found_by_the_next_process(open_stored, tmp_path):
    first = open_stored()
    first.put([kept(range(100))])
    first.close(5)
    second = open_stored()
    path, length = second.best(KIND, list(range(120)))
    assert length == 100
    assert second.load(path).tokens == list(range(100))
    assert second.best(Kind("other"), list(range(120))) == (None, 0)


@pytest.mark.parametrize(
    "one",
    [kept(range(100), chat=""), kept(range(100), cost=0.2), kept(range(100), size=10, cost=0.0)],
    ids=["temporary", "cheap", "unmeasured"],
)
def test_what_is_not_worth_it_is_not_written(open_stored, tmp_path, one):
    stored = open_stored()
    stored.put([one])
    stored.close(5)
    assert files(tmp_path) == []


def test_a_state_larger_than_the_disk_gains_is_not_written(open_stored, tmp_path):
    stored = open_stored(1 << 40)
    stored.put([kept(range(100), size=1 << 26, cost=0.5)])
    stored.close(5)
    assert files(tmp_path) == []


def test_a_longer_state_takes_the_place_of_the_older(open_stored, tmp_path):
    stored = open_stored()
    for length in (100, 300, 305):
        stored.put([kept(range(length), cost=length / 100)])
        wait_until(lambda: not stored._waiting and stored._writing is None)
    stored.put([kept([8] * 100, "other")])
    stored.close(5)
    [one, other] = [read for read, _ in files(tmp_path)]
    lengths = {len(open_stored().load(path).tokens) for path in (one, other)}
    assert lengths == {300, 100}  # five tokens more were not worth it


def test_damage_is_removed_and_read_anew(open_stored, tmp_path, expected_log):
    expected_log("a kept state is not used")
    stored = open_stored()
    stored.put([kept(range(100))])
    stored.close(5)
    [(path, size)] = files(tmp_path)
    data = bytearray(path.read_bytes())
    data[size // 2] ^= 1
    path.write_bytes(data)
    second = open_stored()
    found, _ = second.best(KIND, list(range(120)))
    assert second.load(found) is None
    assert files(tmp_path) == []
    assert second.best(KIND, list(range(120))) == (None, 0)


def test_a_file_that_is_no_state_is_removed(open_stored, tmp_path, expected_log):
    expected_log("a kept state is not used")
    (tmp_path / "states").mkdir()
    (tmp_path / "states" / "a-b.state").write_bytes(b"nothing of ours")
    assert open_stored().best(KIND, [1, 2, 3]) == (None, 0)
    assert files(tmp_path) == []


def test_the_oldest_give_way_to_new_ones(open_stored, tmp_path):
    stored = open_stored(5000)
    for number in range(4):
        stored.put([kept([number] * 100, f"chat {number}", size=2000)])
        wait_until(lambda: not stored._waiting and stored._writing is None)
    stored.close(5)
    assert sum(size for _, size in files(tmp_path)) <= 5000
    assert open_stored().best(KIND, [3] * 120)[1] == 100


def test_what_was_forgotten_is_gone_from_all_processes(open_stored, tmp_path):
    mine, other = open_stored(), open_stored()
    mine.put([kept(range(100), "a"), kept([7] * 100, "b")])
    wait_until(lambda: len(files(tmp_path)) == 2)
    other.best(KIND, [1])
    mine.forget(["a"])
    assert len(files(tmp_path)) == 1
    other.put([kept(range(200), "a")])
    other.close(5)
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("by", ["the same process", "another process"])
def test_nothing_stays_of_a_chat_that_is_erased_while_it_is_written(
    open_stored, tmp_path, monkeypatch, by
):
    """The write is held where it hurts most: all is written, only not under its name."""
    stored = open_stored()
    written, erased = threading.Event(), threading.Event()
    real = stored_module.write_state

    def slowly(path, one, stopped):
        real(tmp_path / "almost", one, lambda: False)
        written.set()
        assert erased.wait(5)
        (tmp_path / "almost").replace(path)

    monkeypatch.setattr(stored_module, "write_state", slowly)
    stored.put([kept(range(100), "a")])
    assert written.wait(5)
    if by == "another process":
        States(tmp_path / "states").erase(["a"])
        erased.set()
    else:
        monkeypatch.setattr(stored_module, "_PATIENCE_S", 0.01)
        stored.forget(["a"])
        erased.set()
    stored.close(5)
    assert files(tmp_path) == []


def test_a_write_is_given_up_when_its_chat_is_forgotten(open_stored, tmp_path, monkeypatch):
    stored = open_stored()
    begun = threading.Event()

    def endless(_path, _one, stopped):
        begun.set()
        wait_until(stopped)
        raise Stopped

    monkeypatch.setattr(stored_module, "write_state", endless)
    stored.put([kept(range(100), "a")])
    assert begun.wait(5)
    stored.forget(["a"])
    assert stored._writing is None


def test_closing_is_bounded(open_stored, monkeypatch):
    stored = open_stored()
    monkeypatch.setattr(
        stored_module, "write_state", lambda _path, _one, stopped: wait_until(stopped)
    )
    stored.put([kept(range(100), "a"), kept([3] * 100, "b")])
    stored.close(0.2)
    assert not stored._waiting
    stored.put([kept(range(100), "a")])
    assert not stored._waiting


def test_what_was_removed_is_written_again(open_stored, tmp_path):
    """By the user, who cleared the folder, or by another process, which needed the room."""
    stored = open_stored()
    stored.put([kept(range(100))])
    wait_until(lambda: not stored._waiting and stored._writing is None)
    States(tmp_path / "states").clear()
    assert stored.best(KIND, list(range(120))) == (None, 0)
    stored.put([kept(range(100))])
    stored.close(5)
    assert len(files(tmp_path)) == 1


def test_what_gave_way_is_not_counted_on(open_stored, tmp_path):
    stored = open_stored(3000)
    for number in range(2):
        stored.put([kept([number] * 100, f"chat {number}", size=2000)])
        wait_until(lambda: not stored._waiting and stored._writing is None)
    assert stored.best(KIND, [0] * 120) == (None, 0)
    assert stored.best(KIND, [1] * 120)[1] == 100


def test_a_folder_that_cannot_be_made_is_one_line_in_the_log(open_stored, tmp_path, expected_log):
    expected_log("cannot be used")
    (tmp_path / "states").write_bytes(b"a file where the folder should be")
    stored = open_stored()
    stored.put([kept(range(100))])
    stored.close(5)


def test_a_state_that_cannot_be_marked_as_used_is_used(open_stored, monkeypatch):
    stored = open_stored()
    stored.put([kept(range(100))])
    wait_until(lambda: not stored._waiting and stored._writing is None)
    path, _ = stored.best(KIND, list(range(120)))

    def utime(*_):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "utime", utime)
    assert stored.load(path).tokens == list(range(100))
    assert path.exists()
