"""What was left out for a reply: on disk from the moment it is known, and added to."""

from __future__ import annotations

import time

import pytest

from engine.errors import ModelNotFound
from engine.messages import Cut, Failed, Finished, Stats, Text
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.digest import message_digest
from engine.store.recorder import Recorder
from engine.store.records import LeftOut
from engine.store.schema import STEPS
from engine.store.store import Store

SECONDS = 20
STATS = Stats(completion_tokens=3)
DONE = Finished(1, "stop", STATS)


@pytest.fixture
def store(path):
    with Store(path) as store:
        yield store


@pytest.fixture
def replies(store):
    """The numbers of two replies to one question that wait for their text."""

    def begin(chats):
        chat = chats.create()
        asked = chats.add(chat.id, None, "user", "Hi").id
        return [chats.add(chat.id, asked, "assistant", "", state="streaming").id for _ in range(2)]

    return store.call(begin).result(SECONDS)


def stored(store, reply):
    return store.call(lambda chats: chats.messages(1)[reply]).result(SECONDS)


def wait_for(condition):
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.005)


def test_a_reply_is_stored_with_what_was_left_out_for_it(store, replies):
    """From the moment it is known: a reply that is interrupted was cut all the same."""
    recorder, heard = Recorder(store), []
    sink = recorder.record(replies[0], heard.append)
    sink(Cut(1, 4, "They met."))
    wait_for(lambda: stored(store, replies[0]).cut == LeftOut(4, "They met."))
    assert stored(store, replies[0]).state == "streaming"
    sink(Text(1, "Yes"))
    sink(DONE)
    assert recorder.close(SECONDS)
    message = stored(store, replies[0])
    assert (message.cut, message.content) == (LeftOut(4, "They met."), "Yes")
    assert heard[0] == Cut(1, 4, "They met.")
    assert stored(store, replies[1]).cut is None


def test_a_reply_that_goes_on_adds_to_what_was_left_out_for_it(store, replies):
    recorder = Recorder(store)
    store.call(lambda chats: chats.set_cut(replies[0], LeftOut(2, "old"))).result(SECONDS)
    sink = recorder.record(replies[0], lambda _: None, "Once", LeftOut(2, "old"))
    sink(Text(1, " upon"))
    sink(Finished(1, "cancelled", STATS))
    wait_for(lambda: stored(store, replies[0]).state == "done")
    assert stored(store, replies[0]).cut == LeftOut(2, "old")  # none of it is lost
    resumed = store.call(lambda chats: chats.resume(replies[0])).result(SECONDS)
    assert resumed.cut == LeftOut(2, "old")
    sink = recorder.record(replies[0], lambda _: None, resumed.content, resumed.cut)
    sink(Cut(2, 4, "new"))
    sink(DONE)
    assert recorder.close(SECONDS)
    assert stored(store, replies[0]).cut == LeftOut(6, "new")


def test_a_reply_that_begins_anew_is_told_all_that_fits(store, replies):
    recorder = Recorder(store)
    sink = recorder.record(replies[0], lambda _: None)
    sink(Cut(1, 2))
    sink(Failed(1, ModelNotFound("x").info()))
    wait_for(lambda: stored(store, replies[0]).state == "failed")
    assert stored(store, replies[0]).cut == LeftOut(2)
    assert store.call(lambda chats: chats.resume(replies[0])).result(SECONDS).cut is None
    recorder.close(SECONDS)


def test_a_file_of_version_2_opens_with_nothing_left_out_of_its_replies(path):
    connection = open_database(path, STEPS[:2])
    with connection.transaction():
        connection.rows(
            "INSERT INTO chat (id, title, created_at, updated_at, changed, key)"
            " VALUES (1, 'Sky', 0, 0, 1, 'k')"
        )
        connection.rows(
            "INSERT INTO message (id, chat, role, content, state, created_at, model, digest)"
            " VALUES (1, 1, 'user', 'Why?', 'done', 0, '', ?)",
            message_digest(None, b"user", b"Why?", b"[]"),
        )
    connection.close()
    connection = open_database(path)
    try:
        message = Chats(connection).messages(1)[1]
        assert (message.content, message.cut, message.damaged) == ("Why?", None, False)
        Chats(connection).set_cut(1, LeftOut(2, "They met."))
        assert Chats(connection).messages(1)[1].cut == LeftOut(2, "They met.")
        assert not Chats(connection).messages(1)[1].damaged
    finally:
        connection.close()
    assert (path.parent / "backups" / "puna-v2.db").exists()
