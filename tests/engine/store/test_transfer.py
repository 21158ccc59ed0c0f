from __future__ import annotations

import random

import msgspec
import pytest

from engine.assistants import Setup
from engine.errors import ErrorInfo, InvalidInput
from engine.messages import Receipt, Sampling, Stats
from engine.store.chats import Chats
from engine.store.database import open_in_memory
from engine.store.records import Attachment, LeftOut
from engine.store.tree import ChatTree, TreeFile, TreeMessage

SETUP = Setup(instructions="Be kind.", sampling=Sampling(seed=3))


@pytest.fixture
def elsewhere():
    connection = open_in_memory()
    yield Chats(connection)
    connection.close()


def full_chat(chats):
    chat = chats.create("Sky", setup=SETUP, assistant="Kind")
    files = (Attachment("a.txt", "text\n"),)
    question = chats.add(chat.id, None, "user", "Why?", attachments=files)
    reply = chats.add(chat.id, question.id, "assistant", "", model="m.gguf", state="streaming")
    chats.set_cut(reply.id, LeftOut(4, "They met."))
    chats.finish(reply.id, "Because.", "stop", Stats(prompt_tokens=3), Receipt(model="m", n_ctx=9))
    failed = chats.add(chat.id, question.id, "assistant", "", state="streaming")
    chats.fail(failed.id, "Be", ErrorInfo("bug", "m", "a", {"x": 1}))
    chats.set_leaf(chat.id, reply.id)
    chats.move([chat.id], chats.folders.add("Physics").id)
    chats.pin([chat.id], True)
    return chats.get(chat.id)


def without_ids(tree):
    """The tree with its messages numbered from 0."""
    numbers = {message.id: str(number) for number, message in enumerate(tree.messages)}
    messages = tuple(
        msgspec.structs.replace(m, id=numbers[m.id], parent=numbers.get(m.parent))
        for m in tree.messages
    )
    return msgspec.structs.replace(tree, messages=messages, leaf=numbers.get(tree.leaf))


def test_a_chat_is_the_same_elsewhere(chats, elsewhere):
    chat = full_chat(chats)
    tree = chats.tree(chat.id)
    assert (tree.key, tree.folder, tree.pinned) == (chat.key, "Physics", True)
    assert tree.leaf == tree.messages[1].id
    copy = elsewhere.take(tree)
    assert copy is not None
    assert without_ids(elsewhere.tree(copy.id)) == without_ids(tree)
    assert not any(m.damaged for m in elsewhere.messages(copy.id).values())
    for name in ("title", "created_at", "updated_at", "key", "assistant", "setup", "pinned"):
        assert getattr(copy, name) == getattr(chat, name)
    assert [folder.name for folder in elsewhere.folders.list()] == ["Physics"]


def test_a_file_of_trees_keeps_all(chats):
    tree = chats.tree(full_chat(chats).id)
    data = msgspec.json.encode(TreeFile(1, (tree,)))
    assert msgspec.json.decode(data, type=TreeFile).chats == (tree,)


def test_a_chat_is_taken_once(chats):
    tree = chats.tree(full_chat(chats).id)
    assert chats.take(tree) is None
    [chat] = chats.list()
    chats.trash([chat.id])
    assert chats.take(tree) is None
    chats.erase([chat.id])
    copy = chats.take(tree)
    assert copy is not None
    assert copy.key == tree.key
    assert len(chats.folders.list()) == 1


def simple(title="t", updated_at=0.0, **more):
    messages = (TreeMessage("a", None, "user", "Hi"),)
    return ChatTree(key="", title=title, messages=messages, updated_at=updated_at, **more)


def test_chats_of_elsewhere_are_listed_by_their_time_and_move_none(chats, monkeypatch):
    for second in (100.0, 300.0):
        monkeypatch.setattr("time.time", lambda second=second: second)
        chats.add(chats.create(str(second)).id, None, "user", "Hi")
    for updated_at in (400.0, 50.0, 200.0, 250.0, 299.0):
        chats.take(simple(str(updated_at), updated_at))
    titles = [chat.title for chat in chats.list()]
    assert titles == ["400.0", "300.0", "299.0", "250.0", "200.0", "100.0", "50.0"]
    chats.add(chats.list()[-1].id, None, "user", "now")
    assert chats.list()[0].title == "50.0"


def test_what_is_missing_is_filled_in(chats):
    one, two = chats.take(simple()), chats.take(simple())
    assert one.key != two.key
    assert one.created_at == one.updated_at > 1.7e9
    [message] = chats.messages(one.id).values()
    assert one.leaf == message.id
    index = chats.search
    while index.index():
        pass
    assert len(index.find("hi").hits) == 2


def test_a_reply_being_written_is_an_interrupted_one_elsewhere(chats):
    chat = chats.create("t")
    chats.add(chat.id, None, "assistant", "Half", state="streaming")
    [message] = chats.tree(chat.id).messages
    assert message.state == "interrupted"
    tree = simple()
    streaming = msgspec.structs.replace(tree.messages[0], state="streaming")
    taken = chats.take(msgspec.structs.replace(tree, messages=(streaming,)))
    assert [m.state for m in chats.messages(taken.id).values()] == ["interrupted"]


A = TreeMessage("a", None, "user", "Hi")
B = TreeMessage("b", "a", "assistant", "Ho")


@pytest.mark.parametrize(
    ("messages", "leaf"),
    [((), None), ((B, A), None), ((A, B, A), None), ((A, B), "c"), ((B,), "b")],
)
def test_what_is_no_tree_is_refused_and_nothing_of_it_kept(chats, messages, leaf):
    with pytest.raises(InvalidInput, match="chat"):
        chats.take(ChatTree(key="k", title="t", messages=messages, leaf=leaf, folder="New"))
    assert chats.list() == []
    assert chats.folders.list() == []
    good = chats.take(ChatTree(key="k", title="t", messages=(A, B)))
    assert good is not None


def test_what_sqlite_cannot_hold_is_replaced(chats):
    bad, good = "a\ud800\0", "a\ufffd\ufffd"
    message = TreeMessage("a", None, "user", bad, model=bad, attachments=(Attachment(bad, bad),))
    tree = ChatTree(key=bad, title=bad, messages=(message,), folder=bad, assistant=bad)
    chat = chats.take(tree)
    assert (chat.key, chat.title, chat.assistant) == (good, good, good)
    [message] = chats.messages(chat.id).values()
    assert (message.content, message.model, message.damaged) == (good, good, False)
    assert message.attachments == (Attachment(good, good),)
    assert chats.take(tree) is None


@pytest.mark.parametrize("seed", range(10))
def test_random_trees_go_around(chats, elsewhere, seed):
    rng = random.Random(seed)
    ids = []
    messages = []
    for number in range(rng.randrange(1, 50)):
        parent = rng.choice([None, *ids])
        role = rng.choice(["user", "assistant", "system"])
        messages.append(TreeMessage(f"m{number}", parent, role, f"text {rng.random()}"))
        ids.append(f"m{number}")
    tree = ChatTree("key", "t", tuple(messages), rng.choice(ids), 1.0, 2.0)
    there = chats.take(tree)
    back = elsewhere.take(chats.tree(there.id))
    assert without_ids(elsewhere.tree(back.id)) == without_ids(tree)


def test_a_chat_that_was_erased_and_taken_again_is_erased_nowhere_else(chats, elsewhere):
    tree = elsewhere.tree(full_chat(elsewhere).id)
    chats.trash([chats.take(tree).id])
    assert chats.erase([chats.trashed()[0].id]) == [tree.key]
    assert chats.bin.erased() == [tree.key]
    assert chats.take(tree) is not None
    assert chats.bin.erased() == []  # its copies, and those to come, are its backups


def test_the_key_of_what_is_typed_for_a_new_chat_is_none_of_a_chat(chats):
    tree = ChatTree("draft", "Mine", (TreeMessage("1", None, "user", "Hi"),))
    with pytest.raises(InvalidInput):
        chats.take(tree)
    chats.new_draft.keep("typed")
    assert chats.list() == []


@pytest.mark.parametrize("seconds", [float("inf"), -1.0, 1e300])
def test_times_that_no_calendar_has_are_not_taken(chats, seconds):
    message = TreeMessage("1", None, "user", "Hi", created_at=seconds)
    chat = chats.take(ChatTree("k", "", (message,), created_at=seconds, updated_at=seconds))
    assert 1.7e9 < chat.created_at == chat.updated_at < 1e11
    [taken] = chats.messages(chat.id).values()
    assert taken.created_at == 0


def test_a_folder_without_a_name_keeps_no_chat_out(chats):
    tree = ChatTree("k", "", (TreeMessage("1", None, "user", "Hi"),), folder=" \x07 ")
    assert chats.take(tree).folder is None
