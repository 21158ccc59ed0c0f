"""Calls that may take long: delivered, limited, and not waited for at the end."""

import threading

from app.calls import AT_ONCE, Calls
from engine.errors import Offline

WAIT = 60_000


def test_a_result_and_an_error(qtbot, bridge):
    calls, got, wrong = Calls(bridge), [], []
    calls.run(lambda: 7, got.append, wrong.append)

    def fail():
        raise Offline

    calls.run(fail, got.append, wrong.append)
    qtbot.waitUntil(lambda: bool(got and wrong), timeout=WAIT)
    assert got == [7]
    assert wrong[0].kind == "offline"
    calls.close()


def test_only_so_many_at_once(qtbot, bridge):
    calls, go, lock = Calls(bridge), threading.Event(), threading.Lock()
    running, most, done = [0], [0], []

    def work():
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        go.wait(5)
        with lock:
            running[0] -= 1

    for _ in range(AT_ONCE + 3):
        calls.run(work, done.append, done.append)
    qtbot.waitUntil(lambda: running[0] == AT_ONCE, timeout=WAIT)
    go.set()
    qtbot.waitUntil(lambda: len(done) == AT_ONCE + 3, timeout=WAIT)
    assert most[0] == AT_ONCE
    calls.close()


def test_what_waits_when_it_closes_is_not_begun(qtbot, bridge):
    calls, go, begun = Calls(bridge), threading.Event(), []

    def work():
        begun.append(1)
        go.wait(5)

    for _ in range(AT_ONCE + 1):
        calls.run(work, lambda _: None, lambda _: None)
    qtbot.waitUntil(lambda: len(begun) == AT_ONCE, timeout=WAIT)
    threading.Timer(0.05, go.set).start()
    calls.close()
    assert len(begun) == AT_ONCE
