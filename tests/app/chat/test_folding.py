"""The pane of chats beside the page, over it, or folded away."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from app.chat.folding import NARROW, Folding


@pytest.fixture
def page(qtbot, theme, preferences):
    page = QWidget()
    qtbot.addWidget(page)
    page.layout_ = QHBoxLayout(page)
    page.field = QLineEdit()
    page.layout_.addWidget(page.field)
    page.pane = QFrame()
    page.pane.setFixedWidth(240)
    page.button = QPushButton("in the pane", page.pane)
    page.resize(NARROW, 500)
    page.folding = Folding(page.pane, page, page.layout_, preferences)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def resize(qtbot, page, width):
    page.resize(width, 500)
    qtbot.waitUntil(lambda: page.width() == width)


def test_a_narrow_page_folds_it_and_a_wide_one_has_it_again(qtbot, page):
    assert page.pane.isVisible()
    assert page.field.x() > 240
    resize(qtbot, page, NARROW - 1)
    assert not page.pane.isVisible()
    qtbot.waitUntil(lambda: page.field.x() < 240)
    resize(qtbot, page, NARROW)
    assert page.pane.isVisible()


def test_in_a_narrow_page_it_comes_over_it(qtbot, page):
    resize(qtbot, page, 800)
    page.folding.toggle()
    assert page.pane.isVisible()
    assert page.field.x() < 240
    assert page.childAt(100, 250) in (page.pane, page.button)
    page.folding.toggle()
    assert not page.pane.isVisible()


def test_a_click_beside_it_and_the_keyboard_elsewhere_fold_it_again(qtbot, page):
    resize(qtbot, page, 800)
    page.folding.show()
    page.button.setFocus()
    assert page.pane.isVisible()
    with qtbot.waitSignal(page.folding.keyboard_left):
        qtbot.mouseClick(page.childAt(600, 250), Qt.MouseButton.LeftButton)
    assert not page.pane.isVisible()
    page.folding.show()
    page.button.setFocus()
    page.field.setFocus()
    assert not page.pane.isVisible()


def test_by_hand_it_is_folded_at_any_width_and_stays_so(page, preferences):
    page.folding.toggle()
    assert preferences.settings.chats_folded
    assert not page.pane.isVisible()
    page.folding.show()  # the search, say
    assert page.pane.isVisible()
    assert preferences.settings.chats_folded
    page.folding.leave()
    assert not page.pane.isVisible()
    page.folding.toggle()
    assert not preferences.settings.chats_folded
    assert page.pane.isVisible()
