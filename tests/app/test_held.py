"""The question before a window opens on a home that another Puna has."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.held import start_anyway
from app.instance import Instance
from engine.files import save_settings
from engine.settings import Settings


@pytest.fixture
def instance(qapp, home, theme):
    save_settings(home.settings, Settings(theme="light", language="en"))
    home.lock.write_text(f"1\npython\nstudy-pc\n{'0' * 32}\nboot\n")
    instance = Instance(home)
    assert instance.claim(None) == "held"
    yield instance
    instance.close()


def answer(text, seen):
    """Press the button of that text as soon as the question is there."""
    boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]
    [box] = [w for w in boxes if w.isVisible()]  # some of other tests may wait to be deleted
    seen.append(f"{box.text()} {box.informativeText()}")
    [button] = [b for b in box.buttons() if b.text().replace("&", "") == text]
    button.click()


def test_it_says_where_puna_is_open_and_can_be_left(qapp, home, instance):
    seen = []
    QTimer.singleShot(0, lambda: answer("Cancel", seen))
    assert not start_anyway(qapp, home, instance)
    assert "study-pc" in seen[0]
    assert str(home.root) in seen[0]
    assert instance.claim(None) == "held"


def test_starting_all_the_same_takes_the_home(qapp, home, instance):
    QTimer.singleShot(0, lambda: answer("Start all the same", []))
    assert start_anyway(qapp, home, instance)
    assert Instance(home).claim(None, 0) == "held"
    assert instance.holder() == ""
