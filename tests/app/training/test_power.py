"""A run and the mains: awake while it trains, waiting while there is only the battery."""

import pytest
from helpers.sample_desk import WAIT, trained

from app.sample_runs import sample_events
from engine.training.records import Done, Pause, Paused, Resume


@pytest.fixture
def bench(qapp, home, theme):
    with trained(home, theme) as bench:
        yield bench


def test_awake_while_it_trains_and_no_longer(bench, qtbot):
    def awake(held):
        qtbot.waitUntil(lambda: bench.awake.held is held, timeout=WAIT)

    bench.begin(qtbot)
    bench.show(qtbot)
    bench.tell(qtbot, *sample_events(3))
    awake(True)
    bench.tell(qtbot, Paused(3))
    awake(False)
    bench.desk.resume()
    awake(True)
    bench.tell(qtbot, Done("cancelled", "", 3, 1.0, 9.0))
    awake(False)


def test_unplugged_it_waits_and_plugged_in_it_goes_on(bench, qtbot):
    plugged = [False]
    power = bench.aids.power
    power._plugged = lambda: plugged[0]
    run = bench.begin(qtbot)
    view = bench.show(qtbot)
    bench.tell(qtbot, *sample_events(3))
    power.look()
    qtbot.waitUntil(lambda: run.sent == [Pause()], timeout=WAIT)
    bench.tell(qtbot, Paused(3))
    assert "battery" in view.page.state.text()
    plugged[0] = True
    power.look()
    qtbot.waitUntil(lambda: run.sent[-1] == Resume(), timeout=WAIT)
    assert not power.waiting


def test_a_pause_of_the_user_is_the_users(bench, qtbot):
    power = bench.aids.power
    power._plugged = lambda: True
    run = bench.begin(qtbot)
    bench.show(qtbot)
    bench.tell(qtbot, *sample_events(3))
    bench.desk.pause()
    bench.tell(qtbot, Paused(3))
    power.look()
    qtbot.waitUntil(lambda: not power._looking, timeout=WAIT)
    assert run.sent == [Pause()]
    assert not bench.view.page.state.text().startswith("Paused: the computer")
