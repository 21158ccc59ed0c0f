"""The search box: keys, input methods."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from app.chat.search_field import SearchField


@pytest.fixture
def field(qtbot, theme):
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.show()
    return field


def compose(field, text, commit=""):
    event = QInputMethodEvent(text, [])
    event.setCommitString(commit)
    QApplication.sendEvent(field, event)


def overrides(field, key, held=Qt.KeyboardModifier.NoModifier):
    """Whether the field keeps a key from the shortcuts of the window."""
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
    event.ignore()
    QApplication.sendEvent(field, event)
    return event.isAccepted()


def test_it_says_what_it_is_for(field):
    assert field.placeholderText() == "Search all chats  Ctrl+K"
    assert field.accessibleName() == "Search all chats"


def test_what_is_composed_is_searched_once_it_is_written(qtbot, field):
    searched, left = [], []
    field.searched.connect(searched.append)
    field.left_search.connect(lambda: left.append(1))
    for half in ("k", "ka", "kai", "kai'y"):
        compose(field, half)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Down):
        qtbot.keyClick(field, key)
    assert (searched, left) == ([], [])
    assert overrides(field, Qt.Key.Key_Escape)
    compose(field, "", "开源")
    assert searched == ["开源"]


def test_keys(qtbot, field):
    told = []
    field.taken.connect(lambda: told.append("taken"))
    field.down.connect(lambda: told.append("down"))
    field.left_search.connect(lambda: told.append("left"))
    qtbot.keyClicks(field, "llama")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape):
        qtbot.keyClick(field, key)
    assert told == ["taken", "down", "left"]


def test_esc_belongs_to_the_search_only_while_there_is_one(field):
    assert not overrides(field, Qt.Key.Key_Escape)
    field.setText("llama")
    assert overrides(field, Qt.Key.Key_Escape)
    assert not overrides(field, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
