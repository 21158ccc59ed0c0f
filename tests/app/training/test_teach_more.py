"""An adapter is taught more: with what it learnt and what was put right since, judged as before."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.sample_runs import ROWS, SampleTrainer, sample_end, sample_events, write_sample_run
from engine.examples.collected import Collected
from engine.examples.files import load_examples
from engine.examples.records import Example
from engine.files import save_settings
from engine.messages import ChatMessage
from engine.settings import Settings
from engine.training.records import Settings as Learning

WAIT = 15_000
RUN = "20261121-221000-tone"


@pytest.fixture
def train(home):
    """A run of yesterday, with its adapter."""
    return write_sample_run(home, RUN, "tone", "en", [*sample_events(1200), sample_end(home, RUN)])


@pytest.fixture
def application(home, train, qapp):
    save_settings(home.settings, Settings(theme="light", language="en"))
    application = Application(QApplication.instance(), home, trainer=SampleTrainer)
    application.start()
    yield application
    application.close()


@pytest.fixture
def page(application, qtbot):
    application.window.resize(1280, 800)
    application.window.show_training()
    qtbot.waitUntil(lambda: bool(application.training.records), timeout=WAIT)
    return application.window.training.page


def collect(home, model, count):
    for n in range(count):
        messages = (ChatMessage("user", f"New {n}?"), ChatMessage("assistant", f"Warmly: {n}"))
        Collected(home).add(model, Example(messages), f"Coldly: {n}")


def test_it_begins_with_the_old_rows_and_is_judged_by_the_old_ones(application, page, qtbot):
    page.show_run(RUN)
    qtbot.waitUntil(lambda: page.run.run.adapter is not None, timeout=WAIT)
    page.run.header.teach_action.trigger()
    draft = application.new_run.draft
    qtbot.waitUntil(lambda: len(draft.examples) == len(ROWS["en"]), timeout=WAIT)
    assert page.new_run.isVisible()
    assert (draft.name, Path(draft.start).name) == ("tone v2", f"{RUN}.gguf")
    application.new_run.launch.start(Learning())
    qtbot.waitUntil(lambda: application.training.live is not None, timeout=WAIT)
    train = application.training.train
    assert train.start == draft.start or train.start.endswith(f"{RUN}.gguf")
    judged = [example.answer for example in load_examples(Path(train.eval_data))]
    assert judged == [answer for _, answer in ROWS["en"]]


def test_corrections_are_mixed_with_what_it_learnt(application, page, qtbot, home, train):
    collect(home, train.model, 3)
    application.aids.teaching.refresh()
    qtbot.waitUntil(page.offer.isVisible, timeout=WAIT)
    assert page.offer.label.text().startswith("3 new corrections")
    page.offer.train_button.click()
    draft = application.new_run.draft
    count = len(ROWS["en"]) + 3
    qtbot.waitUntil(lambda: len(draft.examples) == count, timeout=WAIT)
    assert draft.start.endswith(f"{RUN}.gguf")
    assert draft.examples[-1].answer == "Warmly: 2"


def test_corrections_wait_again_where_nothing_came_of_the_run(
    application, page, qtbot, home, train
):
    collect(home, train.model, 3)
    application.aids.teaching.refresh()
    qtbot.waitUntil(page.offer.isVisible, timeout=WAIT)
    page.offer.train_button.click()
    count = len(ROWS["en"]) + 3
    qtbot.waitUntil(lambda: len(application.new_run.draft.examples) == count, timeout=WAIT)
    application.new_run.launch.start(Learning())
    qtbot.waitUntil(lambda: application.training.live is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: not Collected(home).list(), timeout=WAIT)
    application.training.stop(keep=False)
    qtbot.waitUntil(lambda: len(Collected(home).list()) == 3, timeout=WAIT)
    qtbot.waitUntil(page.offer.isVisible, timeout=WAIT)


def test_corrections_alone_where_nothing_was_learnt(application, page, qtbot, home):
    collect(home, "/models/other.gguf", 3)
    application.aids.teaching.refresh()
    qtbot.waitUntil(page.offer.isVisible, timeout=WAIT)
    page.offer.train_button.click()
    draft = application.new_run.draft
    qtbot.waitUntil(lambda: len(draft.examples) == 3, timeout=WAIT)
    assert (draft.start, draft.model) == ("", "/models/other.gguf")


def test_no_copy_of_the_examples_outlives_the_window(qapp, home, train, qtbot):
    application = Application(QApplication.instance(), home, trainer=SampleTrainer)
    application.start()
    draft = home.training / "draft"
    draft.mkdir(parents=True)
    (draft / "examples.jsonl").write_text("{}\n")
    application.close()
    assert not draft.exists()
    assert (home.training / "runs" / RUN).is_dir()
