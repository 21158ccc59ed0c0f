"""The shelf on real stores: lists, search, every change and its undo, erasing."""

import pytest

from engine.errors import StorageError
from engine.store.records import TEMPORARY_IDS
from engine.store.store import StoreState


def undo(desk):
    """Undo what was done last, and wait until that is listed."""
    known = []
    desk.shelf.listed.connect(lambda *_: known.append(1))
    desk.done[-1][2]()
    desk.wait(lambda: known)


def test_both_stores_are_listed_with_folders_and_trash(qtbot, desk):
    first, second, third = desk.fill(3)
    thought = desk.begin()
    desk.ask(lambda chats: (chats.folders.add("Work"), chats.trash([second])))
    with qtbot.waitSignal(desk.shelf.trash_listed) as trash:
        chats, folders = desk.listed()
    assert [chat.id for chat in chats] == [thought, first, third]
    assert [folder.name for folder in folders] == ["Work"]
    assert [chat.id for chat in trash.args[0]] == [second]


def test_without_the_file_the_chats_in_memory_are_listed(desk):
    thought = desk.begin()
    desk.watch.set_state(StoreState("closed"))
    assert [chat.id for chat in desk.listed()[0]] == [thought]
    assert desk.failures == []


def test_a_burst_of_refreshes_is_two_lists_at_most(desk):
    desk.fill(2)
    lists = []
    desk.shelf.listed.connect(lambda *both: lists.append(both))
    for _ in range(20):
        desk.shelf.refresh()
    desk.wait(lambda: len(lists) == 2)
    desk.wait(lambda: not desk.bridge._timer.isActive())
    assert len(lists) == 2


def test_a_chat_gets_another_name_and_the_old_one_back(desk):
    [chat] = desk.fill(1)
    before = desk.get(chat).title
    desk.shelf.rename(chat, "Better")
    assert desk.wait_done()[:2] == ("renamed", 1)
    assert desk.get(chat).title == "Better"
    undo(desk)
    assert desk.get(chat).title == before


def test_pinning_several_undoes_only_what_it_changed(desk):
    first, second = desk.fill(2)
    desk.ask(lambda chats: chats.pin([first], True))
    desk.shelf.pin([first, second], True)
    assert desk.wait_done()[:2] == ("pinned", 2)
    undo(desk)
    assert (desk.get(first).pinned, desk.get(second).pinned) == (True, False)


def test_moving_several_back_puts_each_where_it_was(desk):
    first, second = desk.fill(2)
    work = desk.ask(lambda chats: chats.folders.add("Work")).id
    home = desk.ask(lambda chats: chats.folders.add("Home")).id
    desk.ask(lambda chats: chats.move([first], work))
    desk.shelf.move([first, second], home)
    desk.wait_done()
    assert {desk.get(first).folder, desk.get(second).folder} == {home}
    undo(desk)
    assert (desk.get(first).folder, desk.get(second).folder) == (work, None)


def test_several_of_both_stores_are_deleted_at_once_and_come_back_at_once(desk):
    ids = desk.fill(3)
    thought = desk.begin()
    told = []
    desk.shelf.trashing.connect(told.append)
    desk.shelf.restored.connect(lambda back: told.append(sorted(back)))
    desk.shelf.trash([*ids[:2], thought])
    assert told == [[*ids[:2], thought]]
    assert desk.wait_done()[:2] == ("trashed", 3)
    assert len(desk.done) == 1
    assert [chat.id for chat in desk.listed()[0]] == [ids[2]]
    undo(desk)
    assert {chat.id for chat in desk.listed()[0]} == {*ids, thought}
    assert told[1:] == [sorted([*ids[:2], thought])]


def test_restoring_can_be_undone(desk):
    [chat] = desk.fill(1)
    desk.ask(lambda chats: chats.trash([chat]))
    desk.shelf.restore([chat])
    assert desk.wait_done()[:2] == ("restored", 1)
    assert desk.get(chat).trashed_at is None
    undo(desk)
    assert desk.get(chat).trashed_at is not None


def test_temporary_chats_are_neither_pinned_nor_moved(desk):
    thought = desk.begin()
    assert thought >= TEMPORARY_IDS
    desk.shelf.pin([thought], True)
    desk.shelf.move([thought], None)
    desk.listed()
    assert desk.done == []
    assert desk.failures == []


def test_erasing_takes_the_keys_to_the_backups(qtbot, desk):
    ids = desk.fill(3)
    keys = [desk.get(chat).key for chat in ids[:2]]
    thought = desk.begin()
    desk.shelf.trash([*ids[:2], thought])
    desk.wait_done()
    with qtbot.waitSignal(desk.shelf.erased) as caught:
        desk.shelf.erase([*ids[:2], thought])
    assert caught.args == [3]
    assert sorted(desk.erased) == sorted(keys)
    assert desk.ask(lambda chats: chats.trashed()) == []
    desk.wait(lambda: desk.ask(lambda chats: chats.bin.erased()) == [])


def test_copies_that_cannot_be_erased_are_told_and_tried_again(qtbot, desk):
    [chat] = desk.fill(1)
    key = desk.get(chat).key
    desk.ask(lambda chats: chats.trash([chat]))
    desk.refusal = StorageError("backups", "the disk is read-only")
    with qtbot.waitSignal(desk.shelf.unerased) as caught:
        desk.shelf.erase([chat])
    assert "read-only" in caught.args[0].message
    desk.refusal = None
    with qtbot.waitSignal(desk.shelf.erased) as caught:
        desk.shelf.erase_copies()
    assert (caught.args, desk.erased) == ([1], [key])


def test_only_what_is_in_the_trash_is_erased(qtbot, desk):
    [chat] = desk.fill(1)
    with qtbot.waitSignal(desk.shelf.erased) as caught:
        desk.shelf.erase([chat])
    assert caught.args == [0]
    assert [error.kind for error in desk.failures] == ["invalid_input"]
    assert desk.erased == []


def test_a_new_folder_takes_chats_along_and_a_free_name(qtbot, desk):
    first, _ = desk.fill(2)
    with qtbot.waitSignal(desk.shelf.folder_added) as one:
        desk.shelf.add_folder("New folder")
    with qtbot.waitSignal(desk.shelf.folder_added) as two:
        desk.shelf.add_folder("New folder", [first])
    assert (one.args[0].name, two.args[0].name) == ("New folder", "New folder 2")
    assert desk.get(first).folder == two.args[0].id
    assert desk.wait_done()[:2] == ("moved", 1)
    undo(desk)
    assert desk.get(first).folder is None


def test_a_removed_folder_leaves_its_chats_and_comes_back_with_them(desk):
    first, second = desk.fill(2)
    work = desk.ask(lambda chats: chats.folders.add("Work")).id
    desk.ask(lambda chats: (chats.move([first, second], work), chats.trash([second])))
    desk.shelf.remove_folder(work)
    assert desk.wait_done()[:2] == ("folder_removed", 1)
    assert desk.listed()[1] == []
    assert desk.get(first).folder is None
    undo(desk)
    [folder] = desk.listed()[1]
    assert folder.name == "Work"
    assert (desk.get(first).folder, desk.get(second).folder) == (folder.id, folder.id)


def test_a_name_that_is_taken_is_told_and_the_old_one_listed_again(desk):
    desk.ask(lambda chats: (chats.folders.add("A"), chats.folders.add("B")))
    folders = desk.listed()[1]
    desk.shelf.rename_folder(folders[0].id, "B")
    desk.wait(lambda: desk.failures)
    assert desk.failures[0].kind == "invalid_input"
    assert [folder.name for folder in desk.listed()[1]] == ["A", "B"]


# Search.


@pytest.mark.parametrize("text", ["vicuña", "开源"])
def test_a_search_finds_messages_of_both_stores(qtbot, desk, text):
    desk.fill(12)
    thought = desk.begin(f"about {text} once more")
    with qtbot.waitSignal(desk.shelf.found) as caught:
        desk.shelf.search(f" {text} ")
    assert caught.args[0] == text
    while not caught.args[1].complete:
        with qtbot.waitSignal(desk.shelf.found) as caught:
            pass
    hits = caught.args[1].hits
    assert hits[0].chat.id == thought
    assert len(hits) > 1
    for hit in hits:
        for start, length in hit.marks:
            assert hit.excerpt[start : start + length].lower() == text


def test_only_the_last_of_what_is_typed_is_searched(desk):
    desk.fill(12)
    found = []
    desk.shelf.found.connect(lambda text, _: found.append(text))
    for end in range(1, 6):
        desk.shelf.search("leave"[:end])
    desk.wait(lambda: found)
    assert found == ["leave"]


def test_an_answer_that_comes_late_is_dropped(desk):
    desk.fill(3)
    found = []
    desk.shelf.found.connect(lambda text, _: found.append(text))
    desk.shelf.search("leave")
    desk.shelf._find()  # under way
    desk.shelf.search("weeks")
    desk.wait(lambda: found)
    assert found == ["weeks"]
    desk.shelf.search("")
    desk.listed()
    assert found == ["weeks"]


def test_what_is_not_indexed_yet_is_searched_again_by_itself(desk):
    finds = []
    desk.shelf.found.connect(lambda _, found: finds.append(found))
    desk.begin("A word to be found: quokka", temporary=False)
    desk.shelf.search("quokka")
    desk.wait(lambda: finds and finds[-1].complete)
    assert len(finds[-1].hits) == 1


def test_results_follow_what_is_done_to_chats(desk):
    desk.fill(12)
    finds = []
    desk.shelf.found.connect(lambda _, found: finds.append(found))
    desk.shelf.search("vicuña")
    desk.wait(lambda: finds and finds[-1].complete)
    before = len(finds[-1].hits)
    desk.shelf.trash([finds[-1].hits[0].chat.id])
    desk.wait(lambda: len(finds[-1].hits) < before)


def test_what_cannot_be_written_is_told_and_nothing_is_claimed(desk):
    [chat] = desk.fill(1)
    desk.store.close()
    desk.shelf.trash([chat])
    desk.wait(lambda: desk.failures)
    assert desk.done == []
