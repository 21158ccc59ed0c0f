"""The index follows the disk, and never forgets what it only cannot see."""

from __future__ import annotations

import os
import shutil

import pytest
from helpers.plain_reader import PlainReader, write_text

from engine.documents.documents import Documents
from engine.documents.index.files import Stat
from engine.documents.index.owner import Owner
from engine.documents.rescan import Rescan

PATIENCE = 60


class Desk:
    """A collection of one folder, and what of it was read."""

    def __init__(self, documents, reader, folder):
        self.documents = documents
        self.reader = reader
        self.folder = folder
        self.key = documents.create("Files").result(PATIENCE).key

    def add(self, path=None, *patterns):
        self.documents.add(self.key, [path or self.folder], *patterns).result(PATIENCE)
        return self.settled()

    def rescan(self):
        self.documents.rescan().result(PATIENCE)
        return self.settled()

    def settled(self):
        """The names of the files that were read since the last call."""
        self.documents.settle(lexical_only=True)
        read, self.reader.read[:] = sorted(self.reader.read), []
        return read

    def states(self):
        files = self.documents.files(self.key).result(PATIENCE)
        return {file.path.rpartition(os.sep)[2]: file.state for file in files}

    def file(self, name):
        [file] = self.documents.files(self.key, text=name).result(PATIENCE)
        return file

    @property
    def root(self):
        return self.documents.roots(self.key).result(PATIENCE)[0]


@pytest.fixture
def desk(home, tmp_path):
    reader, folder = PlainReader(), tmp_path / "files"
    write_text(folder, "a.txt", "About alpacas.")
    write_text(folder, "b.txt", "About birds.")
    with Documents(home, embedder=tmp_path / "none.gguf", reader=reader) as documents:
        yield Desk(documents, reader, folder)


def again(path, shift=10**9):
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + shift))


def test_only_what_changed_is_read(desk):
    assert desk.add() == ["a.txt", "b.txt"]
    assert desk.rescan() == []
    write_text(desk.folder, "b.txt", "About bears, and more.")
    write_text(desk.folder, "c.txt", "About cats.")
    assert desk.rescan() == ["b.txt", "c.txt"]
    [hit] = desk.documents.chunks(desk.file("b.txt").key).result(PATIENCE)
    assert hit.text == "About bears, and more."


def test_another_time_with_the_same_bytes_costs_nothing(desk):
    desk.add()
    again(desk.folder / "a.txt")
    assert desk.documents.rescan().result(PATIENCE) == 0
    assert desk.rescan() == []
    (desk.folder / "a.txt").write_text("About amoebas.", encoding="utf-8")  # of the same size
    again(desk.folder / "a.txt", 2 * 10**9)
    assert desk.rescan() == ["a.txt"]


def test_a_deleted_file_is_taken_out(desk):
    desk.add()
    (desk.folder / "a.txt").unlink()
    desk.rescan()
    assert desk.states() == {"b.txt": "words"}
    assert desk.documents.find("a.txt").result(PATIENCE) == []


def test_another_name_keeps_the_file(desk):
    desk.add()
    key = desk.file("a.txt").key
    (desk.folder / "a.txt").rename(desk.folder / "renamed.txt")
    assert desk.rescan() == []
    assert desk.file("renamed.txt").key == key
    assert desk.states() == {"b.txt": "words", "renamed.txt": "words"}


def test_a_drive_that_is_away_keeps_its_files(desk, tmp_path):
    drive = tmp_path / "drive" / "files"
    shutil.copytree(desk.folder, drive)
    desk.add(drive)
    drive.parent.rename(tmp_path / "unplugged")
    assert desk.rescan() == []
    assert desk.root.missing
    assert set(desk.states()) == {"a.txt", "b.txt"}
    (tmp_path / "unplugged").rename(drive.parent)
    assert desk.rescan() == []
    assert not desk.root.missing


def test_a_folder_that_is_not_there_may_come_back(desk, tmp_path):
    # Where a drive was is often nothing, in a folder that stays.
    desk.add()
    desk.folder.rename(tmp_path / "unplugged")
    assert desk.rescan() == []
    assert desk.root.missing
    assert desk.states() == {"a.txt": "words", "b.txt": "words"}
    (tmp_path / "unplugged").rename(desk.folder)
    assert desk.rescan() == []
    assert not desk.root.missing


def test_an_empty_folder_may_be_the_place_of_a_drive(desk):
    desk.add()
    shutil.rmtree(desk.folder)
    desk.folder.mkdir()
    desk.rescan()
    assert desk.root.missing
    assert set(desk.states()) == {"a.txt", "b.txt"}
    write_text(desk.folder, "a.txt", "About alpacas.")
    desk.rescan()
    assert set(desk.states()) == {"a.txt"}


def test_a_new_folder_with_nothing_in_it_is_there(desk, tmp_path):
    (tmp_path / "empty").mkdir()
    desk.add(tmp_path / "empty")
    assert not desk.root.missing


def test_a_single_file_that_is_gone_says_so_and_may_come_back(desk):
    path = desk.folder / "a.txt"
    assert desk.add(path) == ["a.txt"]
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    data = path.read_bytes()
    path.unlink()
    desk.rescan()
    file = desk.file("a.txt")
    assert (file.state, file.error.values["fault"], file.chunks) == ("failed", "missing", 0)
    assert desk.root.missing
    path.write_bytes(data)
    os.utime(path, ns=times)
    assert desk.rescan() == ["a.txt"]
    assert desk.states() == {"a.txt": "words"}


def test_of_single_files_only_those_that_are_gone_say_so(desk):
    for name in ("a.txt", "b.txt"):
        desk.add(desk.folder / name)
    (desk.folder / "a.txt").unlink()
    desk.rescan()
    assert desk.states() == {"a.txt": "failed", "b.txt": "words"}
    (desk.folder / "b.txt").unlink()
    desk.rescan()
    assert desk.states() == {"a.txt": "failed", "b.txt": "failed"}
    assert "b.txt" in desk.file("b.txt").error.message


def test_a_file_that_failed_is_tried_again_when_it_changed(desk):
    broken = desk.folder / "c.txt"
    broken.write_bytes(b"\0")
    desk.add()
    assert desk.states()["c.txt"] == "failed"
    assert desk.rescan() == []
    write_text(desk.folder, "c.txt", "Repaired.")
    assert desk.rescan() == ["c.txt"]
    assert desk.states()["c.txt"] == "words"


def test_a_file_that_cannot_be_read_any_more_has_no_words(desk):
    desk.add()
    (desk.folder / "a.txt").write_bytes(b"\0\0\0")
    desk.rescan()
    assert desk.states()["a.txt"] == "failed"
    assert desk.documents.chunks(desk.file("a.txt").key).result(PATIENCE) == []


def test_roots_within_each_other_share_files(desk):
    write_text(desk.folder, "deep/c.txt", "About cats.")
    desk.add()
    assert desk.add(desk.folder / "deep") == []
    outer, inner = desk.documents.roots(desk.key).result(PATIENCE)
    removed = desk.documents.remove(roots=[inner.id]).result(PATIENCE)
    assert removed.files == 0
    desk.documents.undo(removed).result(PATIENCE)
    removed = desk.documents.remove(roots=[outer.id]).result(PATIENCE)
    assert removed.files == 2
    assert set(desk.states()) == {"c.txt"}
    desk.documents.erase(removed).result(PATIENCE)
    assert desk.rescan() == []
    assert set(desk.states()) == {"c.txt"}


def test_other_patterns_take_files_out(desk):
    desk.add()
    desk.add(None, (), ("a.*",))
    assert set(desk.states()) == {"b.txt"}


def test_reading_again_by_hand(desk):
    desk.add()
    desk.documents.reindex([desk.file("a.txt").key]).result(PATIENCE)
    assert desk.settled() == ["a.txt"]
    desk.documents.reindex(collection=desk.key).result(PATIENCE)
    assert desk.settled() == ["a.txt", "b.txt"]


def test_the_home_itself_is_never_read(home, tmp_path):
    write_text(tmp_path, "a.txt", "text")
    write_text(home.root, "logs/b.txt", "text")
    with Documents(home, embedder=tmp_path / "none.gguf", reader=PlainReader()) as documents:
        key = documents.create("All").result(PATIENCE).key
        assert documents.add(key, [tmp_path]).result(PATIENCE) == 1


def test_folders_are_looked_at_when_it_starts(home, tmp_path):
    folder, nowhere = tmp_path / "files", tmp_path / "none.gguf"
    write_text(folder, "a.txt", "About alpacas.")
    with Documents(home, embedder=nowhere, reader=PlainReader()) as documents:
        key = documents.create("Files").result(PATIENCE).key
        documents.add(key, [folder]).result(PATIENCE)
        documents.settle(lexical_only=True)
    write_text(folder, "b.txt", "About birds.")
    reader = PlainReader()
    with Documents(home, embedder=nowhere, reader=reader) as documents:
        documents.settle(lexical_only=True)
        assert len(documents.files(key).result(PATIENCE)) == 2
    assert reader.read == ["b.txt"]
    write_text(folder, "c.txt", "About cats.")
    with Documents(home, embedder=nowhere, rescan=False, reader=reader) as documents:
        documents.settle(lexical_only=True)
    assert reader.read == ["b.txt"]


@pytest.mark.parametrize("calls", range(3))
def test_what_another_program_adds_meanwhile_stays(home, tmp_path, calls):
    path = home.documents / "index.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    here, there = write_text(tmp_path / "here", "a.txt", "A"), write_text(tmp_path, "b.txt", "B")
    owner, other = Owner(path, "rescans"), Owner(path, "adds")
    key = owner.do(lambda index: index.collections.create("Files")).key

    def add(index):
        index.collections.add_root(key, str(there), (), ())
        with index.transaction():
            index.files.await_new(key, [(str(there), Stat(1, 1))])

    class Meanwhile:
        """The owner of the one, while the other adds a file after so many calls."""

        def __init__(self):
            self.left = calls

        def do(self, function):
            if self.left == 0:
                other.do(add)
            self.left -= 1
            return owner.do(function)

    try:
        owner.do(lambda index: index.collections.add_root(key, str(here.parent), (), ()))
        Rescan(Meanwhile(), home.root, lambda _: None, lambda: False).everything()
        assert str(there) in owner.do(lambda index: index.files.known(key))
    finally:
        owner.close()
        other.close()
