"""The line that undoes: what is done once it cannot be undone any more."""

import pytest

from app.undo_strip import UndoStrip


@pytest.fixture
def strip(qtbot):
    strip = UndoStrip()
    qtbot.addWidget(strip)
    return strip


@pytest.fixture
def done():
    return []


def test_undone_is_not_gone(strip, done):
    strip.tell("Removed.", lambda: done.append("undo"), lambda: done.append("gone"))
    strip.button.click()
    strip.leave()
    assert done == ["undo"]


def test_what_is_left_is_gone_once(strip, done):
    strip.tell("Removed.", lambda: done.append("undo"), lambda: done.append("gone"))
    strip.leave()
    strip.leave()
    strip.undo()
    assert done == ["gone"]


def test_what_is_told_next_takes_its_place(strip, done):
    strip.tell("One.", lambda: done.append("undo 1"), lambda: done.append("gone 1"))
    strip.tell("Two.", lambda: done.append("undo 2"), lambda: done.append("gone 2"))
    assert done == ["gone 1"]
    strip.button.click()
    assert done == ["gone 1", "undo 2"]
