from __future__ import annotations

import pytest

from engine.assistants import AdapterUse, Setup
from engine.errors import ErrorInfo, InvalidInput, ModelNotFound
from engine.messages import Receipt, Sampling, Stats
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.records import Attachment

STATS = Stats(prompt_tokens=12, completion_tokens=34, decode_tokens_per_s=56.5)


@pytest.fixture
def chat(chats):
    """A chat with one question."""
    chat = chats.create()
    chats.add(chat.id, None, "user", "Why is the sky blue?")
    return chats.get(chat.id)


def reply_to(chats, chat, content="", **more):
    return chats.add(chat.id, chat.leaf, "assistant", content, **{"state": "streaming", **more})


def test_a_message_comes_back_as_it_was_added(chats, chat):
    added = chats.add(chat.id, chat.leaf, "assistant", "中文 🦙\r\n", model="m.gguf")
    assert (added.content, added.model, added.state) == ("中文 🦙\r\n", "m.gguf", "done")
    assert (added.chat, added.parent, added.role) == (chat.id, chat.leaf, "assistant")
    assert (added.reason, added.stats, added.error) == (None, None, None)
    assert added.created_at > 1.7e9
    assert chats.messages(chat.id)[added.id] == added


def test_add_makes_the_leaf_and_moves_the_chat_up(chats, chat):
    other = chats.create("Other")
    chats.add(other.id, None, "user", "Hi")
    assert [c.id for c in chats.list()] == [other.id, chat.id]
    reply = reply_to(chats, chat)
    assert [c.id for c in chats.list()] == [chat.id, other.id]
    after = chats.get(chat.id)
    assert after.leaf == reply.id
    assert after.updated_at >= chat.updated_at


def test_the_order_of_chats_does_not_follow_the_clock(chats, monkeypatch):
    for second in (3000.0, 1000.0, 2000.0):
        monkeypatch.setattr("time.time", lambda second=second: second)
        chats.add(chats.create(str(second)).id, None, "user", "Hi")
    assert [c.title for c in chats.list()] == ["2000.0", "1000.0", "3000.0"]


def test_a_chat_without_messages_is_not_listed(chats):
    empty = chats.create("Left empty")
    assert chats.list() == []
    assert chats.get(empty.id) == empty
    assert chats.messages(empty.id) == {}


def test_the_first_message_of_the_user_names_the_chat(chats):
    chat = chats.create()
    first = chats.add(chat.id, None, "system", "You are kind.")
    assert chats.get(chat.id).title == ""
    second = chats.add(chat.id, first.id, "user", "\nWhy is the sky blue?\nAnd the sea?")
    assert chats.get(chat.id).title == "Why is the sky blue?"
    chats.add(chat.id, second.id, "user", "Something else")
    assert chats.get(chat.id).title == "Why is the sky blue?"


def test_a_title_that_was_given_stays(chats, chat):
    chats.rename(chat.id, "Physics\0")
    chats.add(chat.id, None, "user", "Another question")
    assert chats.get(chat.id).title == "Physics\ufffd"


def test_renaming_does_not_move_a_chat(chats, chat):
    other = chats.create()
    chats.add(other.id, None, "user", "Hi")
    chats.rename(chat.id, "Sky")
    assert [c.title for c in chats.list()] == ["Hi", "Sky"]


def test_a_reply_streams_and_finishes(chats, chat):
    reply = reply_to(chats, chat)
    chats.set_content(reply.id, "Because")
    assert chats.messages(chat.id)[reply.id].content == "Because"
    chats.finish(reply.id, "Because of Rayleigh.", "stop", STATS)
    stored = chats.messages(chat.id)[reply.id]
    assert (stored.content, stored.state) == ("Because of Rayleigh.", "done")
    assert (stored.reason, stored.stats, stored.error) == ("stop", STATS, None)


def test_a_reply_fails_and_keeps_its_text_and_error(chats, chat):
    reply = reply_to(chats, chat)
    error = ModelNotFound("x.gguf").info()
    chats.fail(reply.id, "Half an ans", error)
    stored = chats.messages(chat.id)[reply.id]
    assert (stored.content, stored.state, stored.error) == ("Half an ans", "failed", error)


def test_what_sqlite_cannot_hold_is_replaced_everywhere(chats, chat):
    bad, good = "a\ud800\0b", "a\ufffd\ufffdb"
    reply = reply_to(chats, chat, bad, model=bad)
    assert (reply.content, reply.model) == (good, good)
    chats.set_content(reply.id, bad + bad)
    assert chats.messages(chat.id)[reply.id].content == good + good
    chats.fail(reply.id, bad, ErrorInfo("storage", bad, bad, {"path": bad, bad: 7}))
    expected = ErrorInfo("storage", good, good, {"path": good, good: 7})
    assert chats.messages(chat.id)[reply.id].error == expected
    chats.finish(reply.id, bad, "stop", STATS)
    assert chats.messages(chat.id)[reply.id].content == good
    named = chats.create()
    chats.add(named.id, None, "user", bad)
    assert chats.get(named.id).title == "a\ufffd\ufffdb"


@pytest.mark.parametrize("reason", ["length", "cancelled", "context"])
def test_a_cut_reply_can_be_resumed(chats, chat, reason):
    reply = reply_to(chats, chat)
    chats.finish(reply.id, "Half", reason, STATS)
    other = chats.create()
    chats.add(other.id, None, "user", "Hi")
    resumed = chats.resume(reply.id)
    assert (resumed.content, resumed.state) == ("Half", "streaming")
    assert (resumed.reason, resumed.stats, resumed.error) == (None, None, None)
    assert chats.list()[0].id == chat.id


def test_a_failed_and_an_interrupted_reply_can_be_resumed(chats, chat):
    failed = reply_to(chats, chat)
    chats.fail(failed.id, "Half", ModelNotFound("x").info())
    interrupted = reply_to(chats, chat, "Some")
    assert chats.interrupt_streaming() == 1
    assert chats.resume(failed.id).error is None
    assert chats.resume(interrupted.id).content == "Some"


def test_an_ended_reply_cannot_be_resumed(chats, chat):
    reply = reply_to(chats, chat)
    chats.finish(reply.id, "All of it", "stop", STATS)
    before = chats.messages(chat.id)
    with pytest.raises(InvalidInput, match="not an unfinished reply"):
        chats.resume(reply.id)
    assert chats.messages(chat.id) == before


def test_a_reply_being_written_and_a_question_cannot_be_resumed(chats, chat):
    for message_id in (reply_to(chats, chat).id, chat.leaf):
        with pytest.raises(InvalidInput):
            chats.resume(message_id)


def test_interrupting_touches_only_what_streams(chats, chat):
    done = chats.add(chat.id, chat.leaf, "assistant", "Done")
    first, second = reply_to(chats, chat, "One"), reply_to(chats, chat, "Two")
    assert chats.interrupt_streaming() == 2
    assert chats.interrupt_streaming() == 0
    states = {m.id: (m.state, m.content) for m in chats.messages(chat.id).values()}
    assert states[first.id] == ("interrupted", "One")
    assert states[second.id] == ("interrupted", "Two")
    assert states[done.id] == ("done", "Done")


def test_a_reply_that_goes_on_is_streaming_again(chats, chat):
    """Another program that starts takes it for interrupted; its next text says otherwise."""
    reply = reply_to(chats, chat)
    chats.interrupt_streaming()
    chats.set_content(reply.id, "More")
    assert chats.messages(chat.id)[reply.id].state == "streaming"


def test_siblings_erase_nothing_and_the_leaf_is_remembered(chats, chat):
    one = chats.add(chat.id, chat.leaf, "assistant", "One")
    two = chats.add(chat.id, chat.leaf, "assistant", "Two")
    assert one.parent == two.parent
    assert list(chats.messages(chat.id)) == [chat.leaf, one.id, two.id]
    chats.set_leaf(chat.id, one.id)
    assert chats.get(chat.id).leaf == one.id


def test_a_message_of_another_chat_is_neither_parent_nor_leaf(chats, chat):
    other = chats.create()
    with pytest.raises(InvalidInput):
        chats.add(other.id, chat.leaf, "user", "Hi")
    with pytest.raises(InvalidInput):
        chats.set_leaf(other.id, chat.leaf)
    assert chats.messages(other.id) == {}
    assert chats.get(other.id).leaf is None


@pytest.mark.parametrize(
    "use",
    [
        lambda chats: chats.get(99),
        lambda chats: chats.rename(99, "x"),
        lambda chats: chats.set_setup(99, None, ""),
        lambda chats: chats.set_draft(99, "x"),
        lambda chats: chats.tree(99),
        lambda chats: chats.add(99, None, "user", "x"),
        lambda chats: chats.set_leaf(99, 1),
        lambda chats: chats.set_content(99, "x"),
        lambda chats: chats.finish(99, "x", "stop", STATS),
        lambda chats: chats.fail(99, "x", ErrorInfo("bug", "", "")),
        lambda chats: chats.resume(99),
    ],
)
def test_what_is_not_there_is_said(chats, use):
    with pytest.raises(InvalidInput, match="none with the number"):
        use(chats)
    assert chats.list() == []


SETUP = Setup("m.gguf", (AdapterUse("a.gguf"),), "Be brief.", Sampling(seed=1), 9)


def test_a_chat_keeps_its_setup_its_assistant_and_its_key(chats):
    chat = chats.create("t", setup=SETUP, assistant="Brief", key="abc")
    assert (chat.setup, chat.assistant, chat.key) == (SETUP, "Brief", "abc")
    other = chats.create("t")
    assert (other.setup, other.assistant) == (None, "")
    assert len(other.key) == 32
    chats.set_setup(other.id, SETUP, "Brief")
    chats.set_setup(chat.id, None, "")
    assert (chats.get(other.id).setup, chats.get(other.id).assistant) == (SETUP, "Brief")
    assert (chats.get(chat.id).setup, chats.get(chat.id).assistant) == (None, "")


def test_a_setup_of_another_version_does_not_hide_the_chat(chats, chat, connection):
    connection.change("UPDATE chat SET setup = '[]'")
    assert chats.get(chat.id).setup is None


def test_a_draft_is_kept_and_does_not_move_the_chat(chats, chat):
    other = chats.create("Other")
    chats.add(other.id, None, "user", "Hi")
    chats.set_draft(chat.id, "not sent\0")
    assert chats.get(chat.id).draft == "not sent\ufffd"
    assert chats.list()[0].id == other.id
    chats.set_draft(chat.id, "")
    assert chats.get(chat.id).draft == ""


def test_chats_are_pinned_together(chats, chat):
    other = chats.create("Other")
    chats.pin([chat.id, other.id, 99], True)
    assert [chats.get(c.id).pinned for c in (chat, other)] == [True, True]
    chats.pin([chat.id], False)
    assert [chats.get(c.id).pinned for c in (chat, other)] == [False, True]


def test_any_number_of_chats_is_changed_at_once(chats):
    with chats.transaction():
        ids = [chats.create("t").id for _ in range(100)]
    chats.pin([*ids, *range(1000, 50_000)], True)
    assert chats.trash([*ids, *range(1000, 50_000)]) == 100


def test_attachments_come_back_as_they_were_added(chats, chat):
    files = (Attachment("notes.txt", "中文\n\ttext"), Attachment("b\0", "\ud800"))
    added = chats.add(chat.id, None, "user", "see", attachments=files)
    assert added.attachments == (files[0], Attachment("b\ufffd", "\ufffd"))
    assert chats.messages(chat.id)[added.id] == added


def test_a_reply_has_its_receipt_until_it_goes_on(chats, chat):
    receipt = Receipt("m.gguf", 5, "ab", Sampling(seed=3), 4096, 2, "llama", "puna")
    reply = reply_to(chats, chat)
    chats.finish(reply.id, "Half", "length", STATS, receipt)
    assert chats.messages(chat.id)[reply.id].receipt == receipt
    assert chats.resume(reply.id).receipt is None
    chats.finish(reply.id, "Whole", "stop", STATS)
    assert chats.messages(chat.id)[reply.id].receipt is None


def test_a_transaction_keeps_all_or_nothing(chats, chat):
    def send():
        with chats.transaction():
            new = chats.create()
            question = chats.add(new.id, None, "user", "Hi")
            chats.add(new.id, question.id, "assistant", "", state="streaming")
            chats.set_content(question.id, "Hello")
            raise KeyError("the caller stumbled")

    with pytest.raises(KeyError):
        send()
    assert [c.id for c in chats.list()] == [chat.id]
    assert chats.add(chat.id, None, "user", "still works").id


def test_figures_of_another_version_do_not_hide_the_message(chats, chat, connection):
    reply = reply_to(chats, chat)
    chats.finish(reply.id, "Text", "stop", STATS)
    connection.change("UPDATE message SET stats = ? WHERE id = ?", '{"unknown": 1}', reply.id)
    stored = chats.messages(chat.id)[reply.id]
    assert (stored.content, stored.stats) == ("Text", None)


def test_everything_is_there_after_opening_again(path):
    connection = open_database(path)
    chats = Chats(connection)
    chat = chats.create()
    for number in range(20):
        leaf = chats.get(chat.id).leaf
        chats.add(chat.id, leaf, "user" if number % 2 else "assistant", f"message {number}")
    before = (chats.list(), chats.messages(chat.id))
    connection.close()
    connection = open_database(path)
    try:
        assert (Chats(connection).list(), Chats(connection).messages(chat.id)) == before
    finally:
        connection.close()
