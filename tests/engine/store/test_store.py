from __future__ import annotations

import threading
import time

import pytest

from engine.errors import Bug, InvalidInput, StorageError
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.store import Store

SECONDS = 20


def start_chat(chats):
    with chats.transaction():
        chat = chats.create()
        question = chats.add(chat.id, None, "user", "Hi")
        chats.add(chat.id, question.id, "assistant", "", state="streaming")
    return chat


def test_calls_run_in_order_on_one_thread_that_is_not_the_callers(path):
    with Store(path) as store:
        names = [store.call(lambda _: threading.current_thread().name) for _ in range(3)]
        seen = []
        for number in range(100):
            store.call(lambda _, number=number: seen.append(number))
        store.call(lambda _: None).result(SECONDS)
        assert seen == list(range(100))
        assert {name.result(SECONDS) for name in names} == {"puna-store"}


def test_what_was_called_is_done_before_closing(path):
    store = Store(path)
    store.call(lambda _: time.sleep(0.05))
    futures = [store.call(start_chat) for _ in range(20)]
    assert store.close(SECONDS)
    assert all(future.done() and future.exception() is None for future in futures)
    with Store(path) as again:
        assert len(again.call(Chats.list).result(SECONDS)) == 20


def test_replies_left_streaming_are_interrupted_when_the_store_opens(path):
    with Store(path) as store:
        chat = store.call(start_chat).result(SECONDS)
        reply = store.call(lambda chats: chats.get(chat.id).leaf).result(SECONDS)
        store.call(lambda chats: chats.set_content(reply, "Half"))
    with Store(path) as store:
        stored = store.call(lambda chats: chats.messages(chat.id)[reply]).result(SECONDS)
    assert (stored.state, stored.content) == ("interrupted", "Half")


def test_errors_are_of_puna_and_the_thread_lives_on(path):
    with Store(path) as store:
        missing = store.call(lambda chats: chats.get(99))
        bug = store.call(lambda _: [].pop())
        with pytest.raises(InvalidInput):
            missing.result(SECONDS)
        with pytest.raises(Bug, match="pop from empty list") as caught:
            bug.result(SECONDS)
        assert "Traceback" in str(caught.value.values["detail"])
        assert store.call(Chats.list).result(SECONDS) == []


def test_a_call_that_fails_half_way_keeps_nothing(path):
    def stumble(chats):
        with chats.transaction():
            start_chat(chats)
            raise ValueError

    with Store(path) as store:
        with pytest.raises(Bug):
            store.call(stumble).result(SECONDS)
        assert store.call(Chats.list).result(SECONDS) == []


def test_a_database_that_cannot_be_opened_is_every_calls_answer(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    with Store(path) as store:
        for _ in range(3):
            with pytest.raises(StorageError, match="not a database"):
                store.call(Chats.list).result(SECONDS)
    assert path.read_bytes() == b"not a database" * 100


def test_a_call_after_closing_is_answered(path):
    store = Store(path)
    assert store.close(SECONDS)
    assert store.close(SECONDS)
    with pytest.raises(StorageError, match="closed"):
        store.call(Chats.list).result(0)


def test_closing_gives_up_waiting_but_finishes_its_work(path):
    store, go = Store(path), threading.Event()
    store.call(lambda _: go.wait(SECONDS))
    last = store.call(start_chat)
    assert not store.close(0.01)
    go.set()
    assert store.close(SECONDS)
    assert last.result(0)


def test_a_cancelled_call_does_not_run(path):
    with Store(path) as store:
        go, ran = threading.Event(), []
        store.call(lambda _: go.wait(SECONDS))
        cancelled = store.call(lambda _: ran.append(1))
        assert cancelled.cancel()
        go.set()
        store.call(lambda _: None).result(SECONDS)
        assert ran == []


def test_chats_can_be_read_while_replies_cannot_be_marked(path, caplog, expected_log):
    expected_log("could not be marked")
    """A disk that is full when Puna starts must not hide the chats."""
    with Store(path) as store:
        store.call(start_chat).result(SECONDS)
    holder = open_database(path)
    holder.rows("CREATE TRIGGER stop BEFORE UPDATE ON message BEGIN SELECT nonsense(); END")
    holder.close()
    with Store(path) as store:
        assert len(store.call(Chats.list).result(SECONDS)) == 1
    assert "could not be marked" in caplog.text


def test_a_listener_with_a_fault_does_not_end_the_store(path, expected_log):
    expected_log("has a fault")

    def listen(state):
        raise ValueError

    with Store(path, listen) as store:
        assert store.call(Chats.list).result(SECONDS) == []


def test_a_fault_of_the_index_does_not_end_the_store(path, expected_log, monkeypatch):
    expected_log("cannot be brought up to date")
    monkeypatch.setattr("engine.store.search.words", lambda text: [].pop())
    with Store(path, retry=0.01) as store:
        chat = store.call(start_chat).result(SECONDS)
        time.sleep(0.05)
        assert store.call(lambda chats: chats.get(chat.id)).result(SECONDS).id == chat.id
