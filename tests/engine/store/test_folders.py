from __future__ import annotations

import pytest

from engine.errors import InvalidInput
from engine.store.records import Folder


def test_folders_are_listed_by_name(chats):
    two, one, three = (chats.folders.add(name) for name in ("two", "One", "工作"))
    assert chats.folders.list() == [one, two, three]
    assert chats.folders.get(one.id) == one


def test_a_name_is_on_one_line_and_given_once(chats):
    work = chats.folders.add(" my\n work\0")
    assert work == Folder(work.id, "my work\ufffd")
    for name in ("", " \n", "my work\ufffd"):
        with pytest.raises(InvalidInput, match=r"folder"):
            chats.folders.add(name)
    assert chats.folders.named("my work\ufffd") == work
    other = chats.folders.named("other")
    with pytest.raises(InvalidInput, match="already"):
        chats.folders.rename(other.id, "my work\ufffd")
    chats.folders.rename(other.id, "another")
    chats.folders.rename(other.id, "another")
    assert [folder.name for folder in chats.folders.list()] == ["another", "my work\ufffd"]


def test_chats_go_in_and_out_and_stay_when_it_is_removed(chats):
    folder = chats.folders.add("work")
    ids = [chats.create(str(number)).id for number in range(3)]
    chats.move([ids[0], ids[1], 99], folder.id)
    assert [chats.get(i).folder for i in ids] == [folder.id, folder.id, None]
    chats.move([ids[0]], None)
    assert chats.get(ids[0]).folder is None
    with pytest.raises(InvalidInput):
        chats.move([ids[0]], 99)
    chats.folders.remove(folder.id)
    assert chats.folders.list() == []
    assert [chats.get(i).folder for i in ids] == [None] * 3


@pytest.mark.parametrize(
    "use",
    [
        lambda folders: folders.get(9),
        lambda folders: folders.rename(9, "x"),
        lambda folders: folders.remove(9),
    ],
)
def test_a_folder_that_is_not_there_is_said(chats, use):
    with pytest.raises(InvalidInput, match="none with the number"):
        use(chats.folders)
