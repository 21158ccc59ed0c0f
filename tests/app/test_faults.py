"""Errors nobody caught: one dialog, everything in the log, from any thread."""

import sys
import threading

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QMessageBox

from app.bridge import Bridge
from app.faults import Faults


@pytest.fixture
def installed(qapp, monkeypatch, expected_log):
    expected_log("propagateSizeHints", at_least=0)  # the offscreen platform's, now in our log
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    bridge = Bridge()
    faults = Faults(bridge, "/home/logs/puna.log")
    faults.install()
    yield faults
    qInstallMessageHandler(None)
    for box in boxes():
        box.close()
    bridge.close()


def boxes():
    widgets = QApplication.topLevelWidgets()
    return [w for w in widgets if isinstance(w, QMessageBox) and w.isVisible()]


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exc_info()


def test_one_dialog_however_often(qtbot, installed, expected_log):
    expected_log("uncaught", 2)
    sys.excepthook(*raised(ValueError("first")))
    sys.excepthook(*raised(ValueError("second")))
    qtbot.waitUntil(lambda: bool(boxes()))
    [box] = boxes()
    assert "first" in box.informativeText()
    assert "/home/logs/puna.log" in box.informativeText()


def test_a_fault_of_a_thread_is_told_too(qtbot, installed, expected_log):
    expected_log("uncaught")
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(boxes()))
    assert "ZeroDivisionError" in boxes()[0].informativeText()


def test_messages_of_qt_go_to_the_log(installed, expected_log):
    expected_log("Qt: the sky is falling")
    qWarning("the sky is falling")
