"""The desk of runs: what it says of the run under way, and what it does where things cross."""

from __future__ import annotations

import pytest

from app.sample_runs import SampleTrainer, write_sample_run
from app.training.desk import TrainingDesk
from engine.errors import TrainingError
from engine.training.records import Done, Estimate, Probe
from engine.training.runs import Runs

WAIT = 20_000


@pytest.fixture
def train(home):
    return write_sample_run(home, "20261122-0900-tone", "tone", "en", [])


@pytest.fixture
def desk(home, bridge):
    desk = TrainingDesk(Runs(home), SampleTrainer, bridge)
    yield desk
    desk.close()


def test_a_run_from_its_start_to_its_end(qtbot, desk, train):
    states, ends = [], []
    desk.state_changed.connect(states.append)
    desk.ended.connect(ends.append)
    desk.start(train)
    assert desk.live_id == "20261122-0900-tone"
    qtbot.waitUntil(lambda: desk.state == "running" and desk.live is not None, timeout=WAIT)
    assert desk.progress == pytest.approx(0.62)
    desk.pause()
    qtbot.waitUntil(lambda: desk.state == "paused", timeout=WAIT)
    desk.resume()
    desk.stop(keep=True)
    qtbot.waitUntil(lambda: desk.state == "idle", timeout=WAIT)
    assert states == ["starting", "running", "paused", "running", "ending", "idle"]
    assert [type(end) for end in ends] == [Done]
    assert (desk.live, desk.live_id, desk.progress) == (None, "", None)


def test_one_at_a_time(qtbot, desk, train):
    desk.start(train)
    with qtbot.waitSignal(desk.refused, timeout=WAIT) as refused:
        desk.start(train)
    assert refused.args[0].values["fault"] == "busy"
    qtbot.waitUntil(lambda: desk.live is not None, timeout=WAIT)


def test_a_stop_before_there_is_a_process_is_not_lost(qtbot, desk, train):
    desk.start(train)
    desk.stop(keep=False)
    qtbot.waitUntil(lambda: desk.state == "idle", timeout=WAIT)
    assert isinstance(desk.heard[-1], Done)


def test_what_comes_after_the_end_of_a_run_changes_nothing(qtbot, desk, train):
    desk.stop(keep=True)
    desk.resume()
    assert desk.state == "idle"
    desk.start(train)
    desk.stop(keep=False)
    desk.resume()
    assert desk.state == "ending"
    qtbot.waitUntil(lambda: desk.state == "idle", timeout=WAIT)


def test_a_trainer_that_cannot_start_is_told(qtbot, home, bridge, train):
    def refuse(*_):
        raise TrainingError("not_started", "there is no room", "Close other programs.")

    desk = TrainingDesk(Runs(home), refuse, bridge)
    with qtbot.waitSignal(desk.ended, timeout=WAIT) as ended:
        desk.start(train)
    assert ended.args[0].error.values["fault"] == "not_started"
    assert desk.state == "idle"


def test_of_two_probes_the_last_is_heard(qtbot, desk, train):
    heard = []
    desk.estimated.connect(heard.append)
    desk.probe(Probe(train))
    desk.probe(Probe(train))
    qtbot.waitUntil(lambda: bool(heard), timeout=WAIT)
    with qtbot.waitSignal(desk.runs_changed, timeout=WAIT):
        desk.refresh()  # behind all that was asked for before
    assert [type(one) for one in heard] == [Estimate]


def test_a_probe_that_is_not_wanted_any_more_says_nothing(qtbot, desk, train):
    heard = []
    desk.estimated.connect(heard.append)
    desk.probe(Probe(train))
    desk.end_probe()
    with qtbot.waitSignal(desk.runs_changed, timeout=WAIT):
        desk.refresh()
    assert heard == []
