"""Long work: told how far it is, stopped, ended once, and never in the way of file work."""

import threading

import pytest

from app.bridge import Bridge
from app.jobs import Jobs
from engine.errors import StorageError
from engine.files import Stopped


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def jobs(bridge):
    jobs = Jobs(bridge)
    yield jobs
    jobs.close()


def ends_of(job):
    ends = []
    job.finished.connect(lambda result: ends.append(("finished", result)))
    job.failed.connect(lambda error: ends.append(("failed", error.kind)))
    job.stopped.connect(lambda: ends.append(("stopped", None)))
    return ends


def test_the_result_arrives(qtbot, jobs):
    job = jobs.start(lambda progress, cancelled: 7)
    ends = ends_of(job)
    qtbot.waitUntil(lambda: ends != [])
    assert ends == [("finished", 7)]


def test_an_error_arrives_as_data(qtbot, jobs):
    def fail(progress, cancelled):
        raise StorageError("/x", "it is full")

    ends = ends_of(jobs.start(fail))
    qtbot.waitUntil(lambda: ends != [])
    assert ends == [("failed", "storage")]


def test_progress_is_told_in_order_and_seldom_and_sizes_pass_two_gibibytes(qtbot, jobs):
    total = 5_000_000_000

    def work(progress, cancelled):
        for done in range(0, total + 1, total // 1000):
            progress(done, total)

    job = jobs.start(work)
    told = []
    job.progressed.connect(lambda *news: told.append(news))
    with qtbot.waitSignal(job.finished):
        pass
    assert told[-1] == (total, total)
    assert told == sorted(told)
    assert len(told) < 500


def test_work_is_stopped_where_it_looks(qtbot, jobs):
    begun = threading.Event()

    def work(progress, cancelled):
        begun.set()
        while True:
            if cancelled():
                raise Stopped
            threading.Event().wait(0.001)

    job = jobs.start(work)
    ends = ends_of(job)
    assert begun.wait(10)
    job.cancel()
    qtbot.waitUntil(lambda: ends != [])
    assert ends == [("stopped", None)]


def test_work_that_is_stopped_before_it_began_is_not_done(qtbot, jobs):
    gate, done = threading.Event(), []
    first = jobs.start(lambda progress, cancelled: gate.wait(10))
    second = jobs.start(lambda progress, cancelled: done.append(1))
    firsts, seconds = ends_of(first), ends_of(second)
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: firsts != [] and seconds != [])
    assert firsts == [("finished", True)]
    assert seconds == [("stopped", None)]
    assert done == []


def test_it_does_not_hold_up_file_work(qtbot, jobs, bridge):
    gate, saved = threading.Event(), []
    job = jobs.start(lambda progress, cancelled: gate.wait(10))
    ends = ends_of(job)
    bridge.run(lambda: "saved", saved.append)
    qtbot.waitUntil(lambda: saved == ["saved"])
    assert ends == []
    gate.set()
    qtbot.waitUntil(lambda: ends == [("finished", True)])


def test_closing_stops_what_is_under_way(bridge):
    jobs = Jobs(bridge)
    seen = []

    def work(progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.001)
        seen.append("stopped")
        raise Stopped

    jobs.start(work)
    jobs.close()
    assert seen in ([], ["stopped"])  # it may not have begun
    assert not any(thread.name.startswith("app-jobs") for thread in threading.enumerate())
