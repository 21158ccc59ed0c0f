"""Every test must leave nothing behind: no thread, child process, timer, window or warning.

A pytest plugin, loaded by conftest.py. It does not import Qt, and looks at it only where a test
did. A test that failed by itself is not told off a second time, but its children are ended.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Generator, Iterator

import psutil
import pytest

# What is just ending when a test ends may take this long to be gone.
GRACE_SECONDS = float(os.environ.get("PUNA_TEST_GRACE", "6"))

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


class ExpectedLogs:
    """Records of WARNING and above, and which of them a test announced."""

    def __init__(self) -> None:
        self._announced: list[tuple[str, int]] = []
        self.records: list[logging.LogRecord] = []

    def __call__(self, text: str, at_least: int = 1) -> None:
        """Announce records whose message has `text` in it, of which `at_least` must come."""
        self._announced.append((text, at_least))

    def faults(self) -> list[str]:
        """What came without being announced, and what was announced and did not come."""
        messages = [(record, record.getMessage()) for record in self.records]
        surprises = [
            f"log record of {record.name}, {record.levelname}: {message}"
            for record, message in messages
            if not any(text in message for text, _ in self._announced)
        ]
        missing = [
            f"no log record with {text!r}, announced {at_least} times"
            for text, at_least in self._announced
            if sum(text in message for _, message in messages) < at_least
        ]
        return surprises + missing


class _Collector(logging.Handler):
    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)


@pytest.fixture
def expected_log() -> ExpectedLogs:
    """Announce warnings: `expected_log("the engine process ended")`. Others fail the test."""
    return ExpectedLogs()


class Timers:
    """Every QTimer made in Python, with the place where it was made.

    The constructor is wrapped, not `start`: a signal connected to `start` never passes Python.
    """

    def __init__(self) -> None:
        self._made: weakref.WeakKeyDictionary[object, str] = weakref.WeakKeyDictionary()
        self._watching = False

    def watch(self) -> None:
        """Wrap the constructor, once Qt is there."""
        core = sys.modules.get("PySide6.QtCore")
        if core is None or self._watching:
            return
        self._watching = True
        plain = core.QTimer.__init__

        def init(timer: object, *args: object, **options: object) -> None:
            plain(timer, *args, **options)
            self._made[timer] = _caller()

        core.QTimer.__init__ = init

    def active(self) -> dict[object, str]:
        """The timers that run now."""
        shiboken = sys.modules.get("shiboken6")
        if shiboken is None:
            return {}
        return {
            timer: place
            for timer, place in list(self._made.items())
            if shiboken.isValid(timer) and timer.isActive()
        }


def _caller() -> str:
    frame = traceback.extract_stack(sys._getframe(2), limit=1)[0]
    return f"{frame.filename}:{frame.lineno}"


@pytest.fixture(scope="session")
def timers() -> Timers:
    return Timers()


def _windows() -> set[object]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return set()
    return {widget for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()}


def _delete_later() -> None:
    """Carry out every deleteLater: without a running event loop, Qt waits for one."""
    core = sys.modules.get("PySide6.QtCore")
    if core is not None and core.QCoreApplication.instance() is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


def _threads() -> set[threading.Thread]:
    # Dummies are threads of Qt or llama.cpp that called into Python once; they cannot be asked.
    return {
        thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)
    }


def _children() -> set[psutil.Process]:
    alive = set()
    for child in psutil.Process().children():
        try:
            if child.status() != psutil.STATUS_ZOMBIE:
                alive.add(child)
        except psutil.NoSuchProcess:
            continue
    return alive


def _left(now: Callable[[], set[object]], before: set[object]) -> set[object]:
    """What is there now and was not before, once the grace is over."""
    until = time.monotonic() + GRACE_SECONDS
    while (left := now() - before) and time.monotonic() < until:
        time.sleep(0.01)
    return left


class Running:
    """The threads and child processes of one moment, to tell what came later."""

    def __init__(self) -> None:
        self.known: set[object] = {*_threads(), *_children()}
        self.told: set[object] = set()

    def left(self) -> list[str]:
        """What runs now and did not then. Processes are ended, so that the next test is clean."""
        threads = _left(_threads, self.known)
        children = _left(_children, self.known)
        faults = [f"thread {thread.name}" for thread in threads]
        for child in children:
            faults.append(f"child process {child.pid}: {_command(child)}")
            child.kill()
        self.told |= {*threads, *children}
        return faults


@pytest.fixture(autouse=True, scope="module")
def module_leaves_nothing_running() -> Iterator[Running]:
    """Fail the last test of a module whose shared fixtures leave a thread or a process."""
    running = Running()
    yield running
    _complain(running.left())


@pytest.fixture(autouse=True)
def nothing_left_behind(
    request: pytest.FixtureRequest,
    timers: Timers,
    expected_log: ExpectedLogs,
    module_leaves_nothing_running: Running,
) -> Iterator[None]:
    """Fail a test that leaves something running or warned without saying so."""
    timers.watch()
    # What fixtures of the module run, such as an engine, may go on until the module ends.
    running = None if _shares_fixtures(request) else Running()
    windows, active = _windows(), set(timers.active())
    collector = _Collector(expected_log.records)
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    _delete_later()
    if set(timers.active()) - active:
        gc.collect()  # a cycle of garbage may hold it, and that is no leak
    # A test that takes caplog reads the log itself.
    faults = [] if "caplog" in request.fixturenames else expected_log.faults()
    faults += [f"timer made at {place}" for t, place in timers.active().items() if t not in active]
    faults += [f"window {window!r}" for window in _windows() - windows]
    if running:
        faults += running.left()
        module_leaves_nothing_running.known |= running.told
    if FAILED not in request.node.stash:
        _complain(faults)


def _complain(faults: list[str]) -> None:
    if faults:
        pytest.fail("Left behind:\n  " + "\n  ".join(faults), pytrace=False)


def _shares_fixtures(request: pytest.FixtureRequest) -> bool:
    """Whether a fixture of the module or class, other than the guard, is at work in this test."""
    definitions = request.node._fixtureinfo.name2fixturedefs
    return any(
        definition[-1].scope in ("class", "module", "package")
        for name, definition in definitions.items()
        if name != module_leaves_nothing_running.__name__
    )


def _command(child: psutil.Process) -> str:
    try:
        return " ".join(child.cmdline())[:200]
    except psutil.Error:
        return "gone by now"
