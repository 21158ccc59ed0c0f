"""The guards of helpers/guards.py, each against a planted leak, in a run of pytest of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

LEAKS = """
import logging, subprocess, sys, threading, time
import pytest

keep = []

def test_thread():
    thread = threading.Thread(target=time.sleep, args=(30,), name="left over", daemon=True)
    thread.start()

def test_child():
    keep.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]))

def test_warning():
    logging.getLogger("engine.x").warning("disk is %s", "full")

def test_missing_warning(expected_log):
    expected_log("never said")

def test_failed_by_itself():
    logging.getLogger("engine.x").warning("said before it failed")
    assert False
"""

SHARED = """
import subprocess, sys
import pytest

@pytest.fixture(scope="module")
def shared():
    keep = []
    yield keep
    {close}

def test_starts_what_the_module_shares(shared):
    shared.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"]))

def test_uses_it(shared):
    assert shared[0].poll() is None
"""

GUI_LEAKS = """
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

keep = []

class Starter(QObject):
    go = Signal()

def test_timer(qapp):
    keep.append(QTimer())
    keep[-1].start(1000)

def test_timer_started_by_a_signal(qapp):
    starter, timer = Starter(), QTimer()
    keep.extend([starter, timer])
    timer.setInterval(1000)
    starter.go.connect(timer.start)
    starter.go.emit()

def test_window(qapp):
    keep.append(QWidget())
    keep[-1].show()
"""

CLEAN = """
import logging, subprocess, sys, threading, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

def test_thread_that_is_just_ending():
    threading.Thread(target=time.sleep, args=(0.1,)).start()

def test_child_that_was_ended():
    subprocess.run([sys.executable, "-c", ""], check=True)

def test_announced_warning(expected_log):
    expected_log("full")
    logging.getLogger("engine.x").warning("disk is full")

def test_warning_the_test_reads_itself(caplog):
    logging.getLogger("engine.x").warning("disk is full")
    assert "full" in caplog.text

def test_announced_if_it_comes(expected_log):
    expected_log("perhaps", at_least=0)

def test_timer_of_a_window_closed_by_the_bot(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.timer = QTimer(widget)
    widget.timer.start(10)
    widget.show()

def test_timer_in_a_cycle_of_garbage(qapp):
    timer = QTimer()
    timer.itself = timer
    timer.start(1000)
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))

    monkeypatch.setenv("PUNA_TEST_GRACE", "1")

    def run(source: str) -> pytest.RunResult:
        pytester.makepyfile(source)
        return pytester.runpytest_subprocess("-p", "helpers.guards", timeout=60)

    return run


def test_what_is_left_behind_fails_the_test(run):
    result = run(LEAKS)
    # Each of the first four passes and then errs; the last only fails, without a second report.
    result.assert_outcomes(passed=4, failed=1, errors=4)
    result.stdout.fnmatch_lines_random(
        [
            "*thread left over*",
            "*child process *time.sleep(300)*",
            "*log record of engine.x, WARNING: disk is full*",
            "*no log record with 'never said'*",
        ]
    )


def test_what_a_module_shares_may_run_until_it_ends(run):
    run(SHARED.format(close="keep[0].kill(); keep[0].wait()")).assert_outcomes(passed=2)


def test_what_a_module_shares_must_end_with_it(run):
    result = run(SHARED.format(close="pass"))
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines_random(["*child process *time.sleep(300)*"])


def test_what_the_window_leaves_behind_fails_the_test(run):
    result = run(GUI_LEAKS)
    result.assert_outcomes(passed=3, errors=3)
    result.stdout.fnmatch_lines_random(
        ["*timer made at *.py:10*", "*timer made at *.py:14*", "*window *"]
    )


def test_a_clean_test_passes(run):
    run(CLEAN).assert_outcomes(passed=7)


def test_the_home_is_a_throwaway(home, session_home, tmp_path):
    from engine.paths import Home

    assert Home.default() == session_home
    assert home.root.is_relative_to(tmp_path)
    assert not home.root.exists()
