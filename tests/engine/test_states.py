"""The folder of kept states: its size, and that nothing of an erased chat stays in it."""

import errno
import os
import time
from pathlib import Path

import pytest

from engine.errors import StorageError
from engine.states import States


@pytest.fixture
def states(tmp_path):
    made = States(tmp_path / "states")
    made.folder.mkdir()
    return made


def put(states, chat, size=10, age=0.0):
    path = states.place(chat)
    path.write_bytes(bytes(size))
    when = time.time() - age
    os.utime(path, (when, when))
    return path


def left(states):
    return {path.name for path in states.folder.iterdir() if path.suffix != ".erased"}


def test_names_tell_nothing_and_are_new_each_time(states):
    one, other = states.place("a chat"), states.place("a chat")
    assert one != other
    assert "a chat" not in one.name
    assert one.parent == states.folder


def test_a_folder_that_is_not_there(tmp_path):
    states = States(tmp_path / "none")
    assert (states.files(), states.size()) == ([], 0)
    states.erase(["a"])
    states.clear()
    states.trim(0)
    assert not states.folder.exists()


def test_files_by_their_last_use(states):
    new, old = put(states, "a", 30, age=1), put(states, "b", 5, age=100)
    (states.folder / "note.txt").write_text("not ours")
    (states.folder / "folder.state").mkdir()
    assert states.files() == [(old, 5), (new, 30)]
    assert states.size() == 35


def test_erasing_takes_all_of_a_chat_and_nothing_else(states):
    mine = [put(states, "mine") for _ in range(3)]
    other = put(states, "other")
    written = states.folder / f".{mine[0].name[:64]}.x7"
    written.write_bytes(b"half")
    states.erase(["mine", "one that has none"])
    assert left(states) == {other.name}
    assert states.is_erased("mine")
    assert not states.is_erased("other")


def test_clearing_takes_all_states_and_no_other_file(states):
    put(states, "a")
    (states.folder / ".x.state.tmp").write_bytes(b"half")
    (states.folder / "note.txt").write_text("not ours")
    states.clear()
    assert left(states) == {"note.txt"}


def test_trimming_takes_what_was_used_longest_ago(states):
    paths = [put(states, str(n), 100, age=n) for n in range(5)]
    states.trim(250)
    assert left(states) == {paths[0].name, paths[1].name}
    states.trim(0)
    assert left(states) == set()


def test_what_a_killed_process_left_is_swept_after_a_day(states):
    young, old = (states.folder / f".{n}.state.tmp" for n in range(2))
    states.erase(["long ago", "now"])
    for path in (young, old):
        path.write_bytes(b"half")
    before = time.time() - 100_000
    os.utime(old, (before, before))
    os.utime(states._note("long ago"), (before, before))
    states.trim(1000)
    assert left(states) == {young.name}
    assert states.is_erased("now")
    assert not states.is_erased("long ago")


def test_a_full_disk_does_not_keep_what_is_erased(states, monkeypatch):
    """A note of the chat needs room, which there is only when its states are gone."""
    mine = put(states, "mine")
    real = Path.touch

    def touch(path, *arguments, **named):
        if mine.exists():
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, *arguments, **named)

    monkeypatch.setattr(Path, "touch", touch)
    states.erase(["mine"])
    assert left(states) == set()
    assert states.is_erased("mine")


def test_a_disk_that_takes_no_note_is_told_when_all_else_is_gone(states, monkeypatch):
    mine = put(states, "mine")

    def touch(_path):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "touch", touch)
    with pytest.raises(StorageError):
        states.erase(["mine"])
    assert not mine.exists()


def test_an_erased_chat_is_remembered_while_anybody_would_write_of_it(states):
    states.erase(["mine"])
    before = time.time() - 100_000
    os.utime(states._note("mine"), (before, before))
    assert states.is_erased("mine")
    states.trim(1000)
    assert states.is_erased("mine")
