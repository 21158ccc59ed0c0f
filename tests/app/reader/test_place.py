"""Where the reader stands in the window."""

import pytest
from helpers.cited import LEAVE, cite
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QSplitter

from app.errors import ErrorWords
from app.preferences import Preferences
from app.reader.pane import ReaderPane
from app.reader.place import WIDTH, ReaderPlace
from engine.settings import Settings


@pytest.fixture
def preferences(bridge):
    preferences = Preferences(Settings(), lambda _: None, bridge)
    yield preferences
    preferences.close()


@pytest.fixture
def place(qtbot, reading, theme, preferences):
    pane = ReaderPane(reading, ErrorWords(), theme)
    place = ReaderPlace(QPushButton("page"), pane, preferences)
    place.pane = pane
    qtbot.addWidget(place)
    place.resize(1200, 600)
    place.show()
    qtbot.waitExposed(place)
    place.activateWindow()
    qtbot.waitUntil(place.isActiveWindow)
    return place


@pytest.fixture
def passage(importer, handbook):
    return cite(importer, handbook, LEAVE, 2)


def page(place):
    return place.findChild(QPushButton, options=Qt.FindChildOption.FindChildrenRecursively)


def test_it_is_hidden_until_there_is_something_to_read(place):
    assert not place.pane.isVisible()
    assert page(place).width() == place.width()


def test_a_wide_window_has_it_beside_the_page(qtbot, place, passage):
    button = page(place)
    button.setFocus()
    place.pane.show_passages([passage])
    assert place.pane.width() == WIDTH
    assert button.width() == pytest.approx(place.width() - WIDTH, abs=4)
    assert button.hasFocus()  # what was typed into goes on being so
    place.pane.leave()
    qtbot.waitUntil(lambda: button.width() == place.width())
    assert button.hasFocus()


def test_it_is_as_wide_as_it_was_made(place, passage, preferences):
    place.pane.show_passages([passage])
    splitter = place.findChild(QSplitter)
    splitter.moveSplitter(place.width() - 600, 1)
    assert preferences.settings.reader_width == place.pane.width() > 590
    place.pane.leave()
    place.pane.show_passages([passage])
    assert place.pane.width() == pytest.approx(600, abs=3)
    place.resize(950, 600)
    assert place.pane.width() <= 480
    assert preferences.settings.reader_width > 590


def test_a_narrow_window_has_it_over_the_page(qtbot, place, passage):
    place.resize(838, 540)
    button = page(place)
    button.setFocus()
    place.pane.show_passages([passage])
    assert button.width() == 838
    assert place.pane.geometry().right() == 837
    assert place.pane.width() < 700
    qtbot.waitUntil(lambda: place.pane.picture.isVisible() or place.pane.text.isVisible())
    place.pane.focus_page()
    QTest.keyClick(place.pane.picture, Qt.Key.Key_Escape)
    assert not place.pane.isVisible()
    assert button.hasFocus()


def test_a_click_beside_it_closes_it(place, passage):
    place.resize(838, 540)
    place.pane.show_passages([passage])
    QTest.mouseClick(place.childAt(20, 200), Qt.MouseButton.LeftButton)
    assert not place.pane.isVisible()


def test_it_follows_the_width_of_the_window(qtbot, place, passage):
    place.pane.show_passages([passage])
    for width in (838, 1200, 838):
        place.resize(width, 560)
        assert place.pane.isVisible()
    assert page(place).width() == 838
    place.resize(1300, 560)
    assert page(place).width() < 900
    qtbot.waitUntil(lambda: bool(place.pane.picture.marks()))
