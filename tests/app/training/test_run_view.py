"""A run that is looked at, while it goes and after."""

import pytest
from helpers.sample_desk import RUN, WAIT, trained
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.sample_runs import sample_end, sample_events, sample_failure
from engine.errors import StorageError, TrainingError
from engine.gguf.adapter import read_adapter
from engine.training.journal import read_request
from engine.training.records import (
    Broken,
    Done,
    Evaluated,
    NotSaved,
    Pause,
    Paused,
    Prepared,
    Resume,
    Step,
    Stop,
    Verifying,
)


@pytest.fixture
def bench(qapp, home, theme):
    with trained(home, theme) as bench:
        yield bench


def click(button):
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def finished(bench, qtbot):
    """Look at a run that ended well yesterday."""
    bench.write([*sample_events(1200), sample_end(bench.home, RUN)])
    view = bench.show(qtbot)
    qtbot.waitUntil(view.page.ready.isVisible, timeout=WAIT)
    return view


def test_figures_follow_what_it_tells(bench, qtbot):
    bench.begin(qtbot)
    view = bench.show(qtbot)
    assert not view.header.pause_button.isVisible()
    events = sample_events(744)
    bench.tell(qtbot, *events)
    figures = view.page.figures
    assert figures.step.value.text() == "744 of 1,200"
    assert figures.loss.name.text() == "Loss on unseen examples"
    assert figures.loss.word.text() == "best so far"
    assert figures.time.value.text() == "5 h, overnight"
    assert figures.memory.value.text() == "4.6 GB"
    assert "412 examples" in view.header.count.text()
    assert "14,380 of 61,204 tokens" in view.log.toPlainText()


def test_curves_are_drawn_at_most_four_times_a_second(bench, qtbot):
    bench.begin(qtbot)
    view = bench.show(qtbot)
    before = view.page.curves.drawn
    bench.tell(qtbot, *sample_events(900))
    curves = view.page.curves
    qtbot.waitUntil(lambda: not curves._timer.isActive(), timeout=WAIT)
    assert 1 <= curves.drawn - before <= 20  # and not 900
    assert curves._rates.getData()[0][-1] == 900
    assert "after step 900" in curves.accessibleDescription()


def test_pause_resume_and_stop(bench, qtbot):
    run = bench.begin(qtbot)
    view = bench.show(qtbot)
    bench.tell(qtbot, *sample_events(10))
    click(view.header.pause_button)
    assert run.sent == [Pause()]
    bench.tell(qtbot, Paused(10))
    assert view.header.pause_button.text() == "Resume"
    assert "Paused" in view.page.state.text()
    click(view.header.pause_button)
    assert run.sent[-1] == Resume()
    bench.tell(qtbot, *sample_events(11)[-1:])
    assert view.header.pause_button.text() == "Pause"
    click(view.header.keep_button)
    assert run.sent[-1] == Stop(True)
    assert not view.header.keep_button.isEnabled()


def test_the_end_makes_an_assistant_that_can_be_used(bench, qtbot):
    bench.begin(qtbot)
    view = bench.show(qtbot)
    done = sample_end(bench.home, RUN)
    bench.tell(qtbot, *sample_events(1200), Verifying())
    bench.write([*sample_events(1200), done])  # its adapter, too
    bench.tell(qtbot, done)
    qtbot.waitUntil(view.page.ready.isVisible, timeout=WAIT)
    [assistant] = bench.assistants.own
    assert assistant.name == "support-tone"
    assert assistant.setup.adapters[0].path == f"{RUN}.gguf"
    assert "“support-tone”" in view.page.ready.assistant.text()
    assert "fell from 2.94 to" in view.page.ready.verdict.text()
    with qtbot.waitSignal(view.chat_wanted, timeout=WAIT) as wanted:
        click(view.header.use_button)
    assert wanted.args == [assistant]
    assert len(bench.assistants.own) == 1


def test_an_adapter_that_lost_is_not_offered_as_better(bench, qtbot):
    bench.begin(qtbot)
    view = bench.show(qtbot)
    bench.desk.train = type(bench.desk.train)(
        **{f: getattr(bench.desk.train, f) for f in bench.desk.train.__struct_fields__}
        | {"start": "before.gguf"}
    )
    view.run.train = bench.desk.train
    prepared = Prepared(10, 100, 50, 0, 5, 20, False, 1.0, 2.0)
    worse = [prepared, Evaluated(0, 1.2, 3.3, True), Evaluated(20, 1.3, 3.7, False)]
    done = sample_end(bench.home, RUN)
    bench.write([*worse, done])
    bench.tell(qtbot, *worse, done)
    qtbot.waitUntil(view.page.ready.isVisible, timeout=WAIT)
    assert bench.assistants.own == ()
    assert "not better than before" in view.page.ready.verdict.text()


def test_how_strongly_it_counts(bench, qtbot):
    view = finished(bench, qtbot)
    bench.aids.outcome.make(view.run.train, view.run.progress.adapter)
    view.page.ready.slider.setFocus()
    QTest.keyClick(view.page.ready.slider, Qt.Key.Key_Left)
    assert view.page.ready.scale.value() == pytest.approx(0.95)
    assert bench.assistants.own[0].setup.adapters[0].scale == pytest.approx(0.95)


def test_another_name(bench, qtbot):
    view = finished(bench, qtbot)
    bench.aids.outcome.make(view.run.train, view.run.progress.adapter)
    view.header.begin_rename()
    view.header.edit.setText("  Warm   letters ")
    with qtbot.waitSignal(view.run.other, timeout=WAIT):
        QTest.keyClick(view.header.edit, Qt.Key.Key_Return)
    assert view.header.name.text() == "Warm letters"
    assert read_request(view.run.folder).name == "Warm letters"
    assert read_adapter(bench.home.adapters / f"{RUN}.gguf").name == "Warm letters"
    assert bench.assistants.own[0].name == "Warm letters"


def test_deleted_and_brought_back(bench, qtbot):
    view = finished(bench, qtbot)
    bench.aids.outcome.make(view.run.train, view.run.progress.adapter)
    adapter = bench.home.adapters / f"{RUN}.gguf"
    with qtbot.waitSignal(view.left, timeout=WAIT):
        view.header.delete_action.trigger()
    assert not adapter.exists()
    assert bench.assistants.own == ()
    assert "support-tone" in view.undo.label.text()
    with qtbot.waitSignal(view.run.other, timeout=WAIT):
        click(view.undo.button)
    qtbot.waitUntil(view.page.ready.isVisible, timeout=WAIT)
    assert adapter.exists()
    qtbot.waitUntil(lambda: len(bench.assistants.own) == 1, timeout=WAIT)


def test_exported(bench, qtbot, tmp_path):
    view = finished(bench, qtbot)
    target = tmp_path / "mine.gguf"
    with qtbot.waitSignal(bench.aids.aftermath.exported, timeout=WAIT):
        bench.aids.aftermath.export(view.run, str(target))
    assert target.read_bytes() == (bench.home.adapters / f"{RUN}.gguf").read_bytes()
    assert "mine.gguf" in view.undo.label.text()


def test_one_that_failed_says_why_and_can_go_on(bench, qtbot):
    bench.write([*sample_events(500), sample_failure()])
    view = bench.show(qtbot)
    assert view.page.fault.isVisible()
    assert "memory" in view.page.fault.text.text()
    click(view.page.fault.again)
    qtbot.waitUntil(lambda: bench.desk.live is not None, timeout=WAIT)
    assert bench.desk.live_id == RUN


def test_one_that_would_fail_again_does_not_go_on(bench, qtbot):
    error = TrainingError("not_finite", "its numbers were infinite", "Start a new run.")
    bench.write([*sample_events(500), Broken(error.info())])
    view = bench.show(qtbot)
    assert view.page.fault.isVisible()
    assert not view.page.fault.again.isVisible()
    assert not view.header.again_button.isVisible()


def test_one_that_was_interrupted_goes_on_with_its_curve(bench, qtbot):
    events = sample_events(300)
    bench.write(events)
    view = bench.show(qtbot)
    assert "interrupted" in view.page.state.text()
    click(view.header.again_button)
    qtbot.waitUntil(lambda: bench.desk.live is not None, timeout=WAIT)
    again = Prepared(412, 61_204, 14_380, 3, 41, 1200, False, 1.0, 2.0, from_step=300)
    following = Step(301, 1200, 0.7, 1.0, 1e-4, 4.2, 10**9, 60.0)
    bench.tell(qtbot, again, following)
    assert view.run.progress.training.x[-1] == 301
    assert len(view.run.progress.training.x) == 301
    assert "It goes on behind step 300." in view.log.toPlainText()


def test_a_full_disk_is_told_and_forgotten(bench, qtbot):
    bench.begin(qtbot)
    view = bench.show(qtbot)
    error = StorageError("/full", "no space left on device").info()
    bench.tell(qtbot, *sample_events(20), NotSaved(20, error))
    assert view.page.disk.isVisible()
    bench.tell(qtbot, *sample_events(100)[-1:])
    assert not view.page.disk.isVisible()


def test_nothing_kept_is_no_adapter(bench, qtbot):
    bench.write([*sample_events(20), Done("cancelled", "", 20, 2.0, 30.0)])
    view = bench.show(qtbot)
    assert not view.page.ready.isVisible()
    assert not view.header.use_button.isVisible()
    assert view.header.again_button.isVisible()
