"""What is found on the disk, and what must not be."""

from __future__ import annotations

import os

import pytest
from helpers.plain_reader import write_text

from engine.documents.scan import Patterns, look, without_duplicates
from engine.files import Stopped

ALL = Patterns()
posix = pytest.mark.skipif(os.name == "nt", reason="links and permissions as POSIX has them")


def names(found, root):
    return sorted(os.path.relpath(path, root).replace(os.sep, "/") for path in found.files)


def test_documents_of_a_tree(tmp_path):
    for name in ("a.txt", "b.PDF", "deep/er/c.md", "deep/d.py", "photo.jpg", "README"):
        write_text(tmp_path, name, "text")
    found = look(tmp_path, ALL)
    assert names(found, tmp_path) == ["a.txt", "b.PDF", "deep/d.py", "deep/er/c.md"]
    size, mtime_ns = found.files[str(tmp_path / "a.txt")]
    assert size == 4
    assert mtime_ns == (tmp_path / "a.txt").stat().st_mtime_ns
    assert not found.missing


def test_hidden_files_and_folders_are_left_out(tmp_path):
    for name in (".a.txt", ".git/b.txt", "~$c.docx", "d.txt"):
        write_text(tmp_path, name, "text")
    assert names(look(tmp_path, ALL), tmp_path) == ["d.txt"]
    hidden = tmp_path / ".git"
    assert names(look(hidden, ALL), hidden) == ["b.txt"]  # it was asked for


def test_a_file_by_itself_needs_no_known_ending(tmp_path):
    path = write_text(tmp_path, "README", "text")
    assert list(look(path, ALL).files) == [str(path)]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ((), ("*.txt",), ["en/b.md", "zh/c.md"]),
        (("*.txt",), (), ["a.txt", "zh/old/d.txt"]),
        (("zh",), (), ["zh/c.md", "zh/old/d.txt"]),
        (("zh/*",), ("old",), ["zh/c.md"]),
        (("en/b.md",), (), ["en/b.md"]),
        ((), ("zh/old",), ["a.txt", "en/b.md", "zh/c.md"]),
        (("*.jpg",), (), ["photo.jpg"]),
    ],
)
def test_patterns(tmp_path, include, exclude, expected):
    for name in ("a.txt", "en/b.md", "zh/c.md", "zh/old/d.txt", "photo.jpg"):
        write_text(tmp_path, name, "text")
    assert names(look(tmp_path, Patterns(include, exclude)), tmp_path) == expected


@posix
def test_links_are_followed_once(tmp_path):
    write_text(tmp_path / "root", "a/b.txt", "text")
    write_text(tmp_path / "elsewhere", "c.txt", "text")
    root = tmp_path / "root"
    (root / "a" / "loop").symlink_to(root)
    (root / "far").symlink_to(tmp_path / "elsewhere")
    (root / "twice").symlink_to(tmp_path / "elsewhere")
    (root / "broken.txt").symlink_to(tmp_path / "none")
    (root / "linked.txt").symlink_to(tmp_path / "elsewhere" / "c.txt")
    found = names(look(root, ALL), root)
    assert [name for name in found if name.endswith("c.txt")] in (["far/c.txt"], ["twice/c.txt"])
    assert len(found) == 3
    assert {"a/b.txt", "linked.txt"} < set(found)


@posix
def test_what_is_no_plain_file_is_left_out(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert look(tmp_path, ALL).files == {}


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may look everywhere")
def test_a_folder_that_cannot_be_read_is_named(tmp_path):
    closed = write_text(tmp_path, "closed/a.txt", "text").parent
    closed.chmod(0)
    try:
        assert look(tmp_path, ALL).unread == (str(closed),)
    finally:
        closed.chmod(0o700)


def test_a_root_that_is_not_there(tmp_path):
    away = look(tmp_path / "drive" / "documents", ALL)
    assert (away.missing, away.gone, away.files) == (True, False, {})
    deleted = look(tmp_path / "deleted.txt", ALL)
    assert (deleted.missing, deleted.gone) == (True, True)
    (tmp_path / "mount").mkdir()
    assert look(tmp_path / "mount", ALL).missing


def test_a_folder_to_avoid(tmp_path):
    write_text(tmp_path, "a.txt", "text")
    write_text(tmp_path, "home/b.txt", "text")
    found = look(tmp_path, ALL, tmp_path / "home")
    assert names(found, tmp_path) == ["a.txt"]


def test_looking_can_be_given_up(tmp_path):
    with pytest.raises(Stopped):
        look(tmp_path, ALL, None, lambda: True)


def test_paths_are_absolute_and_come_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from pathlib import Path

    given = [Path("a.txt"), tmp_path / "a.txt", Path("b/../a.txt"), Path("c")]
    assert without_duplicates(given) == [tmp_path / "a.txt", tmp_path / "c"]
