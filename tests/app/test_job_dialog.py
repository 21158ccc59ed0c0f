"""Long work in a dialog: watched in numbers, stopped by Esc or Cancel, its faults in words."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMainWindow

from app.bridge import Bridge
from app.errors import ErrorWords
from app.job_dialog import MOST_LINES, JobDialog
from app.jobs import Jobs
from engine.errors import StorageError
from engine.files import Stopped


class Counting(JobDialog):
    """Tells what its work returned."""

    def show_result(self, result):
        self.tell(f"Result {result}", "heading")
        self.tell_all([f"line {n}" for n in range(MOST_LINES + 3)])


@pytest.fixture
def jobs(qapp):
    bridge = Bridge()
    jobs = Jobs(bridge)
    yield jobs
    jobs.close()
    bridge.close()


@pytest.fixture
def dialog(qtbot, theme):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 540)
    window.show()
    dialog = Counting(ErrorWords(), window)
    dialog.set_title("Counting")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.open()
    yield dialog
    dialog.close()


def told(dialog):
    return [label.text() for label in dialog.telling.findChildren(QLabel)]


def until_stopped(begun):
    def work(progress, cancelled):
        progress(1_500_000_000, 6_000_000_000)
        begun.set()
        while not cancelled():
            threading.Event().wait(0.001)
        raise Stopped

    return work


@pytest.mark.parametrize("way", ["cancel", "escape", "close"])
def test_closing_it_stops_the_work_first(qtbot, jobs, dialog, way):
    begun = threading.Event()
    dialog.run(jobs.start(until_stopped(begun)))
    qtbot.waitUntil(lambda: "of 6.0 GB" in dialog.label.text(), timeout=60_000)
    assert dialog.label.text() == "1.5 GB of 6.0 GB"
    assert dialog.bar.value() == 250
    if way == "cancel":
        dialog.cancel_button.click()
    elif way == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        dialog.close()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.telling.isVisible(), timeout=60_000)
    assert told(dialog) == ["Stopped.", "Nothing was changed."]
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_its_result_is_told_and_long_lists_are_cut(qtbot, jobs, dialog):
    with qtbot.waitSignal(dialog.ended):
        dialog.run(jobs.start(lambda progress, cancelled: 7))
    lines = told(dialog)
    assert lines[0] == "Result 7"
    assert lines[-1] == "and 3 more"
    assert len(lines) == 1 + MOST_LINES + 1
    assert not dialog.cancel_button.isVisible()


def test_a_fault_is_told_with_advice(qtbot, jobs, dialog):
    def fail(progress, cancelled):
        raise StorageError("/backups", "it is full")

    with qtbot.waitSignal(dialog.ended):
        dialog.run(jobs.start(fail))
    title, text, advice = told(dialog)
    assert title == "The disk refused"
    assert "/backups" in text
    assert advice
