"""What events add up to."""

from app.sample_runs import sample_events
from app.training.progress import MOST_POINTS, Progress, Series, smoothed
from engine.errors import StorageError
from engine.training.records import (
    Broken,
    Done,
    Evaluated,
    NotSaved,
    Paused,
    Prepared,
    Preparing,
    Saved,
    Step,
    Verifying,
)

PREPARED = Prepared(10, 100, 50, 0, 0, 100, False, 1.0, 2.0)


def step(number, loss=1.0):
    return Step(number, 100, number / 50, loss, 1e-4, 10.0, 1000, 5.0)


def test_the_states_of_a_run():
    progress = Progress()
    assert progress.state == "preparing"
    for event, state in (
        (Preparing("model"), "preparing"),
        (PREPARED, "running"),
        (step(1), "running"),
        (Paused(1), "paused"),
        (step(2), "running"),
        (Verifying(), "verifying"),
        (Done("done", "a.gguf", 100, 0.5, 60.0), "finished"),
    ):
        progress.take(event)
        assert progress.state == state
    assert progress.adapter == "a.gguf"
    assert progress.share == 1.0


def test_a_run_that_kept_nothing_and_one_that_broke():
    assert Progress([PREPARED, Done("cancelled", "", 5, 1.0, 9.0)]).state == "stopped"
    error = StorageError("/full", "there is no room").info()
    assert Progress([PREPARED, Broken(error)]).state == "failed"


def test_a_run_that_goes_on_tells_its_steps_once():
    events = [PREPARED, *(step(n, float(n)) for n in range(1, 31)), Evaluated(30, 1.0, 2.7, True)]
    again = Prepared(10, 100, 50, 0, 0, 100, False, 1.0, 2.0, from_step=20)
    progress = Progress([*events, again, *(step(n, 99.0) for n in range(21, 25))])
    assert progress.training.x == [float(n) for n in range(1, 25)]
    assert progress.training.y[20:] == [99.0] * 4
    assert progress.held_out.x == []
    assert progress.state == "running"


def test_a_run_that_goes_on_after_its_end_has_not_ended():
    progress = Progress([PREPARED, step(1), Done("cancelled", "", 1, 1.0, 1.0), PREPARED])
    assert progress.end is None


def test_what_is_best_and_what_it_began_with():
    progress = Progress([PREPARED, Evaluated(0, 3.0, 20.0, True), Evaluated(10, 2.0, 7.4, True)])
    progress.take(Evaluated(20, 2.5, 12.0, False))
    assert (progress.first.loss, progress.best.step, progress.evaluated.step) == (3.0, 10, 20)


def test_a_checkpoint_makes_up_for_one_that_failed():
    error = StorageError("/full", "there is no room").info()
    progress = Progress([PREPARED, NotSaved(5, error)])
    assert progress.not_saved == error
    progress.take(Saved("checkpoint", 10))
    assert progress.not_saved is None


def test_a_long_curve_has_few_points_and_all_of_its_course():
    series = Series()
    for n in range(1, 50_001):
        series.add(n, n / 1000)
    assert len(series.x) <= MOST_POINTS
    assert series.x == sorted(series.x)
    assert series.x[-1] > 49_000
    assert all(abs(y - x / 1000) < 0.001 for x, y in zip(series.x, series.y, strict=True))


def test_smoothed_follows_and_begins_at_the_first():
    assert smoothed([2.0]) == [2.0]
    smooth = smoothed([1.0, 3.0] * 200)
    assert abs(smooth[-1] - 2.0) < 0.1


def test_sample_events_are_those_of_a_run():
    progress = Progress(sample_events(744))
    assert progress.step.step == 744
    assert progress.state == "running"
