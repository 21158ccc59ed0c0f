"""Judgements in the window: asked for, kept, compared, exported. The judge is the test."""

import json

import pytest
from helpers.sample_desk import RUN, WAIT, trained
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.sample_runs import sample_end, sample_events
from engine.errors import DataError
from engine.evaluation.records import Answer, Failed, Progress, Scored, Scores
from engine.evaluation.results import Results


class Judge:
    """Stands where the process of a judgement would."""

    def __init__(self, judge, tell):
        self.judge, self.tell, self.closed = judge, tell, False

    def close(self, timeout=5.0):
        self.closed = True


@pytest.fixture
def bench(qapp, home, theme, qtbot):
    with trained(home, theme) as bench:
        bench.judges = []

        def begin(judge, tell):
            bench.judges.append(Judge(judge, tell))
            return bench.judges[-1]

        bench.aids.judging._begin = begin
        bench.write([*sample_events(1200), sample_end(home, RUN)])
        bench.show(qtbot)
        qtbot.waitUntil(lambda: bench.view.run.adapter is not None, timeout=WAIT)
        # Only the header of the base is asked for, for its template.
        bench.view.show_tab("evaluate")
        yield bench


def scores(value):
    answers = (Answer(1, "q", "yes", "yes"), Answer(2, "q2", "no", "yes"))
    by_class = {"yes": (0.5, 1.0, 0.67, 1), "no": (1.0, 0.0, 0.0, 1)}
    labels, confusion = ("yes", "no"), ((1, 0, 0), (1, 0, 0))
    values = {"accuracy": value, "macro_f1": value}
    return Scores("classify", 2, values, by_class, labels, confusion, answers=answers)


def judged(bench, qtbot, value, count):
    qtbot.waitUntil(lambda: len(bench.judges) == count, timeout=WAIT)
    with qtbot.waitSignal(bench.aids.judging.judged, timeout=WAIT):
        bench.judges[-1].tell(Scored(scores(value)))


@pytest.fixture
def page(bench):
    page = bench.view.judge
    page.task.setCurrentIndex(page.task.findData("classify"))
    page.alone.setChecked(False)
    return page


def test_judged_kept_and_shown(bench, page, qtbot):
    assert page.data.text() == "3 examples kept unseen"
    QTest.mouseClick(page.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(bench.judges), timeout=WAIT)
    asked = bench.judges[0].judge
    assert asked.data == bench.view.run.train.eval_data
    assert asked.adapters[0].path.endswith(f"{RUN}.gguf")
    bench.judges[0].tell(Progress(1, 2))
    qtbot.waitUntil(lambda: page.bar.value() == 1, timeout=WAIT)
    judged(bench, qtbot, 0.9, 1)
    assert page.model.rowCount() == 1
    assert page.model.data(page.model.index(0, 2)) == "0.900"
    assert "support-tone" in page.detail.toPlainText()
    assert "taken for" in page.detail.toPlainText()
    assert not page.bar.isVisible()
    qtbot.waitUntil(lambda: bench.judges[0].closed, timeout=WAIT)


def test_the_best_of_those_asked_the_same_stands_out(bench, page, qtbot):
    for count, value in enumerate((0.5, 0.9), 1):
        page.start()
        judged(bench, qtbot, value, count)
    bold = [
        page.model.data(page.model.index(row, 2), Qt.ItemDataRole.FontRole) is not None
        for row in range(2)
    ]
    assert bold == [True, False]  # newest first


def test_a_judgement_that_fails_says_why(bench, page, qtbot):
    page.start()
    qtbot.waitUntil(lambda: bool(bench.judges), timeout=WAIT)
    bench.judges[0].tell(Failed(DataError("x", "labels", "it has no labels").info()))
    qtbot.waitUntil(page.fault.isVisible, timeout=WAIT)
    assert "no labels" in page.fault.text()
    assert page.start_button.isVisible()


def test_stopped(bench, page, qtbot):
    page.start()
    qtbot.waitUntil(lambda: bench.aids.judging._process is not None, timeout=WAIT)
    QTest.mouseClick(page.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bench.judges[0].closed, timeout=WAIT)
    assert page.model.rowCount() == 0


def test_exported_deleted_and_brought_back(bench, page, qtbot, tmp_path):
    page.start()
    judged(bench, qtbot, 0.9, 1)
    for ending in (".md", ".csv", ".json"):
        target = tmp_path / f"results{ending}"
        page.export_to(str(target))
        qtbot.waitUntil(target.exists, timeout=WAIT)
    assert json.loads((tmp_path / "results.json").read_text())[0]["name"] == "support-tone"
    QTest.mouseClick(page.delete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0, timeout=WAIT)
    assert Results(bench.home).list() == []
    QTest.mouseClick(bench.view.undo.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=WAIT)


def test_nothing_is_written_over_files_of_puna(bench, page, qtbot):
    with qtbot.waitSignal(bench.aids.judging.refused, timeout=WAIT):
        page.export_to(str(bench.home.adapters / "x.md"))


def test_a_file_of_ones_own(bench, page, tmp_path):
    page.take_file(str(tmp_path / "mine.csv"))
    assert page.data.text() == "mine.csv"
    assert page.own_button.isVisible()
    page.task.setCurrentIndex(page.task.findData("forgetting"))
    assert not page.data.isVisible()
