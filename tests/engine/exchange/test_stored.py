"""Chats between the store and files: in portions, once, and with nothing lost in between."""

import pytest
from helpers import exports
from helpers.exports import write_json_file

from engine.errors import InvalidInput, StorageError
from engine.exchange import read_chats
from engine.exchange.stored import stored_chats, take_chats
from engine.files import Stopped
from engine.store.records import Attachment
from engine.store.store import Store
from engine.store.tree import ChatTree, TreeMessage


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "puna.db") as made:
        yield made


def chat(number, *messages):
    said = messages or (TreeMessage("1", None, "user", f"Question {number}"),)
    return ChatTree(f"key{number}", f"Chat {number}", tuple(said), updated_at=1e9 + number)


def titles(store):
    return [chat.title for chat in store.call(lambda chats: chats.list()).result()]


def test_more_chats_than_a_portion_are_taken_once(store):
    trees = [chat(number) for number in range(70)]
    first = take_chats(store, trees)
    assert (first.taken, first.present, first.refused) == (70, 0, ())
    again = take_chats(store, [*trees, chat(70)])
    assert (again.taken, again.present) == (1, 70)
    assert titles(store) == [f"Chat {number}" for number in reversed(range(71))]


def test_a_chat_in_the_trash_does_not_come_back(store):
    take_chats(store, [chat(1)])
    [kept] = store.call(lambda chats: chats.list()).result()
    store.call(lambda chats: chats.trash([kept.id])).result()
    assert take_chats(store, [chat(1)]).present == 1
    assert titles(store) == []


def test_one_that_is_no_tree_takes_no_other_with_it(store):
    orphan = chat(5, TreeMessage("1", "gone", "user", "?"))
    result = take_chats(store, [chat(1), orphan, chat(2)])
    assert result.taken == 2
    assert [(one.where, "parent" in one.reason) for one in result.refused] == [("Chat 5", True)]
    assert titles(store) == ["Chat 2", "Chat 1"]


def test_what_was_taken_before_a_stop_stays(store):
    def trees():
        yield from (chat(number) for number in range(40))
        raise Stopped

    with pytest.raises(Stopped):
        take_chats(store, trees())
    assert len(titles(store)) == 32
    assert take_chats(store, [chat(number) for number in range(40)]).taken == 8


def test_a_store_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with Store(tmp_path / "file" / "puna.db") as store, pytest.raises(StorageError):
        take_chats(store, [chat(1)])


def test_chats_come_out_one_by_one(store, tmp_path):
    several = [exports.chatgpt_with_branches(), exports.open_webui_conversation()]
    take_chats(store, read_chats(write_json_file(tmp_path / "file", several)))
    ids = [chat.id for chat in store.call(lambda chats: chats.list()).result()]
    seen = []
    out = list(stored_chats(store, ids, lambda done, total: seen.append((done, total))))
    assert [tree.title for tree in out] == ["🦙 Llamas", "Leave for parents"]
    assert seen == [(0, 2), (1, 2), (2, 2)]
    with pytest.raises(Stopped):
        list(stored_chats(store, ids, cancelled=lambda: True))
    with pytest.raises(InvalidInput):
        list(stored_chats(store, [*ids, 999]))


@pytest.mark.parametrize(
    "messages",
    [
        [TreeMessage(str(number), None, "user", "short") for number in range(200)],
        [TreeMessage("1", None, "user", "", attachments=(Attachment("a.txt", "x" * 400_000),))],
    ],
)
def test_long_chats_come_in_small_portions(store, messages):
    """Whoever reads or writes a chat meanwhile waits for one portion only."""
    waiting = []

    def trees():
        for number in range(9):
            waiting.append(number - len(titles(store)))
            yield chat(number, *messages)

    assert take_chats(store, trees()).taken == 9
    assert max(waiting) <= 2
