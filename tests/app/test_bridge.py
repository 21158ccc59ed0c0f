"""The door from other threads: order, joining, what follows an end, and when the timer runs."""

import threading
from concurrent.futures import Future

import pytest

from app.bridge import Bridge
from engine.errors import InvalidInput
from engine.messages import Finished, Loading, Stats, Text


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


def in_thread(*calls):
    def run():
        for call in calls:
            call()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def end(job=1):
    return Finished(job, "stop", Stats())


def test_text_is_joined_and_keeps_its_place_among_the_events(bridge, qtbot):
    seen = []
    sink = bridge.sink(seen.append)
    events = [Loading(1, 0.5), Text(1, "a"), Text(1, "b"), Loading(1, 1.0), Text(1, "c"), end()]
    in_thread(lambda: [sink(event) for event in events])
    qtbot.waitUntil(lambda: len(seen) == 5)
    assert seen == [Loading(1, 0.5), Text(1, "ab"), Loading(1, 1.0), Text(1, "c"), end()]


def test_texts_of_two_jobs_are_kept_apart(bridge, qtbot):
    first, second = [], []
    one, two = bridge.sink(first.append), bridge.sink(second.append)
    in_thread(
        lambda: [sink(Text(job, text)) for job, sink, text in [(1, one, "a"), (2, two, "x")] * 3],
        lambda: one(end(1)),
        lambda: two(end(2)),
    )
    qtbot.waitUntil(lambda: len(first) == len(second) == 2)
    assert first == [Text(1, "aaa"), end(1)]
    assert second == [Text(2, "xxx"), end(2)]


def test_nothing_follows_the_end_of_a_job(bridge, qtbot):
    seen = []
    sink = bridge.sink(seen.append)
    other = bridge.sink(seen.append)
    for event in (Text(1, "a"), end(), Text(1, "late"), end()):
        sink(event)
    other(end(2))
    qtbot.waitUntil(lambda: end(2) in seen)
    assert seen == [Text(1, "a"), end(), end(2)]


def test_handlers_run_on_the_gui_thread(bridge, qtbot):
    threads = []
    bridge.run(
        lambda: threads.append(threading.current_thread()),
        lambda _: threads.append(threading.current_thread()),
    )
    qtbot.waitUntil(lambda: len(threads) == 2)
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_the_timer_runs_only_while_something_is_awaited(bridge, qtbot):
    assert not bridge._timer.isActive()
    future = Future()
    results = []
    bridge.deliver(future, results.append)
    assert bridge._timer.isActive()
    in_thread(lambda: future.set_result(7))
    qtbot.waitUntil(lambda: not bridge._timer.isActive())
    assert results == [7]


def test_errors_go_to_whoever_asked_else_to_everyone(bridge, qtbot):
    def refuse():
        raise InvalidInput("seed", "it is odd", "Use another.")

    asked = []
    bridge.run(refuse, None, asked.append)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[0].kind == "invalid_input"
    with qtbot.waitSignal(bridge.failed) as caught:
        bridge.run(refuse)
    assert caught.args[0].values["field"] == "seed"


def test_an_unexpected_error_is_our_bug_and_is_logged(bridge, qtbot, expected_log):
    expected_log("unexpected error")
    with qtbot.waitSignal(bridge.failed) as caught:
        bridge.run(lambda: 1 / 0)
    assert caught.args[0].kind == "bug"
    assert "ZeroDivisionError" in caught.args[0].message


def test_a_handler_that_raises_keeps_nothing_from_the_others(bridge, qtbot):
    seen = []
    with qtbot.captureExceptions() as faults:
        bridge.run(lambda: 1, lambda _: 1 / 0)
        bridge.run(lambda: 2, seen.append)
        qtbot.waitUntil(lambda: seen == [2])
    assert [kind for kind, _, _ in faults] == [ZeroDivisionError]


def test_rare_news_wake_the_gui_thread_by_themselves(bridge, qtbot):
    news = []
    tell = bridge.caller(news.append)
    in_thread(lambda: tell("disk full"))
    qtbot.waitUntil(lambda: news == ["disk full"])


def test_closing_finishes_file_work_and_delivers_nothing_more(qapp, tmp_path):
    bridge = Bridge()
    told = []
    bridge.run(lambda: (tmp_path / "x").write_text("saved"), told.append)
    tell = bridge.caller(told.append)
    bridge.close()
    tell("late")
    qapp.processEvents()
    assert (tmp_path / "x").read_text() == "saved"
    assert told == []
