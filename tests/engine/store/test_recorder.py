from __future__ import annotations

import threading
import time

import pytest

from engine.errors import ModelNotFound, StorageError
from engine.messages import Failed, Finished, Loading, Prefill, Receipt, Stats, Text
from engine.store.chats import Chats
from engine.store.recorder import Recorder
from engine.store.store import Store

SECONDS = 20
STATS = Stats(completion_tokens=3, decode_s=0.5)
DONE = Finished(1, "stop", STATS)


@pytest.fixture
def store(path):
    with Store(path) as store:
        yield store


@pytest.fixture
def replies(store):
    """The numbers of three replies that wait for their text, each in a chat of its own."""

    def begin(chats):
        ids = []
        for _ in range(3):
            chat = chats.create()
            question = chats.add(chat.id, None, "user", "Hi")
            ids.append(chats.add(chat.id, question.id, "assistant", "", state="streaming").id)
        return ids

    return store.call(begin).result(SECONDS)


def stored(store, reply):
    def find(chats):
        return next(m for c in chats.list() for m in chats.messages(c.id).values() if m.id == reply)

    return store.call(find).result(SECONDS)


def wait_for(condition):
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.005)


def fill_up(store):
    """No page more, as on a full disk. A text of more than a page does not fit then."""
    store.call(
        lambda chats: chats._connection.rows(
            f"PRAGMA max_page_count = {chats._connection.rows('PRAGMA page_count')[0][0]}"
        )
    ).result(SECONDS)


def make_room(store):
    store.call(lambda chats: chats._connection.rows("PRAGMA max_page_count = 100000"))


def writes(monkeypatch):
    """Every text that is written while it streams, as it is written."""
    seen = []
    original = Chats.set_content

    def noting(self, message_id, content):
        seen.append((message_id, content))
        original(self, message_id, content)

    monkeypatch.setattr(Chats, "set_content", noting)
    return seen


def test_every_event_is_passed_on_in_order(store, replies):
    heard = []
    events = [Loading(1, 0.5), Prefill(1, 3, 9), Text(1, "a"), Text(1, "b"), DONE]
    recorder = Recorder(store)
    sink = recorder.record(replies[0], heard.append)
    for event in events:
        sink(event)
    assert heard == events
    assert recorder.close(SECONDS)


def test_a_reply_is_stored_with_its_end(store, replies):
    recorder = Recorder(store)
    sink = recorder.record(replies[0], lambda _: None)
    for piece in ("Be", "cause ", "天空 🦙"):
        sink(Text(1, piece))
    sink(DONE)
    wait_for(lambda: stored(store, replies[0]).state == "done")
    message = stored(store, replies[0])
    assert (message.content, message.reason, message.stats) == ("Because 天空 🦙", "stop", STATS)
    recorder.close(SECONDS)


def test_a_reply_is_stored_with_its_receipt(store, replies):
    recorder = Recorder(store)
    receipt = Receipt(model="m.gguf", n_ctx=4096)
    recorder.record(replies[0], lambda _: None)(Finished(1, "stop", STATS, receipt))
    assert recorder.close(SECONDS)
    assert stored(store, replies[0]).receipt == receipt


def test_a_failed_reply_is_stored_with_its_error(store, replies):
    recorder, error = Recorder(store), ModelNotFound("x").info()
    sink = recorder.record(replies[0], lambda _: None)
    sink(Text(1, "Half"))
    sink(Failed(1, error))
    wait_for(lambda: stored(store, replies[0]).state == "failed")
    assert (stored(store, replies[0]).content, stored(store, replies[0]).error) == ("Half", error)
    recorder.close(SECONDS)


def test_a_continued_reply_keeps_its_start(store, replies):
    recorder = Recorder(store)
    sink = recorder.record(replies[0], lambda _: None, start="Once upon")
    sink(Text(1, " a time"))
    sink(DONE)
    recorder.close(SECONDS)
    assert stored(store, replies[0]).content == "Once upon a time"


def test_the_last_text_is_written_though_nothing_follows(store, replies):
    recorder = Recorder(store)
    sink = recorder.record(replies[0], lambda _: None)
    sink(Text(1, "first"))
    sink(Text(1, " last"))
    wait_for(lambda: stored(store, replies[0]).content == "first last")
    assert stored(store, replies[0]).state == "streaming"
    assert recorder.close(SECONDS)


def test_many_pieces_are_few_writes(store, replies, monkeypatch):
    seen = writes(monkeypatch)
    recorder = Recorder(store, interval=3600)
    sink = recorder.record(replies[0], lambda _: None)
    for number in range(1000):
        sink(Text(1, f"{number} "))
    wait_for(lambda: seen)  # the first piece does not wait
    assert len(seen) == 1
    sink(DONE)
    wait_for(lambda: stored(store, replies[0]).state == "done")
    assert len(seen) == 1
    assert stored(store, replies[0]).content == "".join(f"{n} " for n in range(1000))
    recorder.close(SECONDS)


def test_who_hears_the_end_finds_the_whole_reply_in_the_store(store, replies):
    """And nothing older is written after the end, though a write may be under way at the end."""
    recorder, found = Recorder(store, interval=0.001), []

    def listen(event):
        if event is DONE:
            found.append(store.call(lambda chats: chats.messages(1)[replies[0]]))

    for round_ in range(100):
        sink = recorder.record(replies[0], listen, start=f"{round_}:")
        for _ in range(5):
            sink(Text(1, "x"))
            time.sleep(0.0005 * (round_ % 3))
        sink(DONE)
    messages = [future.result(SECONDS) for future in found]
    assert [(m.content, m.state) for m in messages] == [(f"{n}:xxxxx", "done") for n in range(100)]
    assert recorder.close(SECONDS)
    assert stored(store, replies[0]).state == "done"


def test_replies_stream_side_by_side_from_several_threads(store, replies):
    recorder = Recorder(store, interval=0.005)

    def stream(reply):
        sink = recorder.record(reply, lambda _: None)
        for number in range(200):
            sink(Text(reply, f"{reply}/{number} "))
            time.sleep(0.0002)
        sink(DONE)

    threads = [threading.Thread(target=stream, args=(reply,)) for reply in replies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recorder.close(SECONDS)
    for reply in replies:
        assert stored(store, reply).content == "".join(f"{reply}/{n} " for n in range(200))
        assert stored(store, reply).state == "done"


def test_closing_writes_what_is_left(store, replies):
    recorder = Recorder(store, interval=3600)
    sinks = [recorder.record(reply, lambda _: None) for reply in replies]
    for sink in sinks:
        sink(Text(1, "a"))
    wait_for(lambda: all(stored(store, reply).content == "a" for reply in replies))
    for sink in sinks:
        sink(Text(1, "b"))
    sinks[0](DONE)
    assert recorder.close(SECONDS)
    assert [stored(store, r).content for r in replies] == ["ab"] * 3
    assert [stored(store, r).state for r in replies] == ["done", "streaming", "streaming"]


def test_the_engine_never_waits_for_the_disk(store, replies):
    recorder, go, heard = Recorder(store), threading.Event(), []
    store.call(lambda _: go.wait(SECONDS))
    sink = recorder.record(replies[0], heard.append)
    for _ in range(1000):
        sink(Text(1, "x"))
    sink(DONE)
    assert len(heard) == 1001  # all passed on while the store stands still
    go.set()
    assert recorder.close(SECONDS)
    assert stored(store, replies[0]).content == "x" * 1000


# Outages


class Ear:
    """Remembers what a recorder says."""

    def __init__(self):
        self.errors = []
        self.saved = 0

    def on_saved(self):
        self.saved += 1


def recorder_with_ear(store, **more):
    ear = Ear()
    return Recorder(store, ear.errors.append, ear.on_saved, **more), ear


def test_a_full_disk_is_said_once_and_nothing_is_lost(store, replies, expected_log):
    expected_log("was not saved")
    recorder, ear = recorder_with_ear(store, interval=0.001, retry=0.02)
    fill_up(store)
    sinks = [recorder.record(reply, lambda _: None) for reply in replies]
    for number in range(40):
        for sink in sinks:
            sink(Text(1, f"{number}" * 1000))
        time.sleep(0.001)
    sinks[0](DONE)
    wait_for(lambda: ear.errors)
    time.sleep(0.1)  # several tries
    assert [type(error) for error in ear.errors] == [StorageError]
    assert ear.saved == 0
    make_room(store)
    wait_for(lambda: ear.saved)
    text = "".join(f"{n}" * 1000 for n in range(40))
    assert [stored(store, reply).content for reply in replies] == [text] * 3
    assert stored(store, replies[0]).state == "done"
    sinks[1](Text(1, "more"))
    assert recorder.close(SECONDS)
    assert stored(store, replies[1]).content == text + "more"
    assert (len(ear.errors), ear.saved) == (1, 1)


def test_a_second_outage_is_said_again(store, replies, expected_log):
    expected_log("was not saved")
    recorder, ear = recorder_with_ear(store, interval=0.001, retry=0.01)
    sink = recorder.record(replies[0], lambda _: None)
    for outage in (1, 2):
        fill_up(store)
        sink(Text(1, "x" * 20_000))
        wait_for(lambda n=outage: len(ear.errors) == n)
        make_room(store)
        wait_for(lambda n=outage: ear.saved == n)
    assert recorder.close(SECONDS)


def test_a_full_disk_is_tried_at_the_end_of_a_reply(store, replies, expected_log):
    expected_log("was not saved")
    recorder, ear = recorder_with_ear(store, interval=0.001, retry=3600)
    fill_up(store)
    sink = recorder.record(replies[0], lambda _: None)
    sink(Text(1, "x" * 20_000))
    wait_for(lambda: ear.errors)
    make_room(store)
    sink(DONE)
    wait_for(lambda: ear.saved)
    assert stored(store, replies[0]).content == "x" * 20_000
    recorder.close(SECONDS)


def test_a_full_disk_is_tried_at_closing(store, replies, expected_log):
    expected_log("was not saved")
    recorder, ear = recorder_with_ear(store, interval=0.001, retry=3600)
    fill_up(store)
    sink = recorder.record(replies[0], lambda _: None)
    sink(Text(1, "x" * 20_000))
    wait_for(lambda: ear.errors)
    make_room(store)
    assert recorder.close(SECONDS)
    wait_for(lambda: ear.saved == 1)
    assert stored(store, replies[0]).content == "x" * 20_000


def test_closing_on_a_full_disk_ends_and_says_so(store, replies, expected_log):
    expected_log("was not saved")
    recorder, ear = recorder_with_ear(store, retry=3600)
    fill_up(store)
    recorder.record(replies[0], lambda _: None)(Text(1, "x" * 20_000))
    wait_for(lambda: ear.errors)
    assert not recorder.close(SECONDS)
    assert ear.saved == 0


def test_a_store_that_cannot_be_opened_is_an_outage(path, expected_log):
    expected_log("was not saved")
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    with Store(path) as store:
        recorder, ear = recorder_with_ear(store, retry=0.01)
        recorder.record(1, lambda _: None)(Text(1, "x"))
        wait_for(lambda: ear.errors)
        assert not recorder.close(SECONDS)
    assert len(ear.errors) == 1


def test_a_message_that_is_gone_is_not_tried_for_ever(store, replies, caplog, expected_log):
    expected_log("was not saved")
    recorder, ear = recorder_with_ear(store, interval=0.001, retry=0.001)
    gone = recorder.record(999, lambda _: None)
    gone(Text(1, "x"))
    wait_for(lambda: "was not saved" in caplog.text)
    gone(Text(1, "y"))
    here = recorder.record(replies[0], lambda _: None)
    here(Text(1, "kept"))
    here(DONE)
    assert recorder.close(SECONDS)
    assert caplog.text.count("was not saved") == 1
    assert ear.errors == []
    assert stored(store, replies[0]).content == "kept"


def test_what_is_left_of_a_reply_can_be_written_at_once(store, replies, expected_log):
    expected_log("was not saved")
    refused, saved = [], []
    recorder = Recorder(store, refused.append, lambda: saved.append(1), interval=0.01, retry=1000)
    reply, other = replies[:2]
    note = recorder.record(reply, lambda _: None)
    fill_up(store)
    note(Text(1, "long " * 2000))
    note(DONE)
    wait_for(lambda: refused)
    assert recorder.holds(reply)
    assert not recorder.holds(other)

    def settle(chats):
        recorder.settle(chats, reply)
        recorder.settle(chats, other)

    with pytest.raises(StorageError):
        store.call(settle).result(SECONDS)
    make_room(store)
    store.call(settle).result(SECONDS)
    assert stored(store, reply).content == "long " * 2000
    wait_for(lambda: saved)  # and it does not wait for the next try to say so
    assert not recorder.holds(reply)
    assert recorder.close()
