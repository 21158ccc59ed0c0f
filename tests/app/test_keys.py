"""The list of keys: in groups, with native names, and it scrolls where there are many."""

import pytest
from PySide6.QtWidgets import QLabel, QMainWindow

from app.keys import KeysDialog

KEYS = [("", "Chats"), *[(f"Ctrl+{letter}", f"Do {letter}") for letter in "ABCDEFGHIJKLMNO"]]
KEYS += [("", "Messages"), *[(f"Alt+{letter}", f"Also {letter}") for letter in "ABCDEFGHIJKLMNO"]]


@pytest.fixture
def window(qtbot, theme):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 540)
    window.show()
    return window


def texts(dialog, kind):
    return [label.text() for label in dialog.findChildren(QLabel) if label.property("kind") == kind]


def test_thirty_keys_in_groups(window):
    dialog = KeysDialog(KEYS, window)
    dialog.open()
    assert texts(dialog, "heading") == ["Chats", "Messages"]
    assert len(texts(dialog, "key")) == 30
    assert dialog.height() < window.height()
    assert dialog._scroll.verticalScrollBar().maximum() > 0
    dialog.close()


def test_keys_are_named_as_on_the_keyboard(window):
    dialog = KeysDialog([("Ctrl+Return", "Send"), ("/", "A snippet")], window)
    dialog.open()
    assert texts(dialog, "key") == ["Ctrl+Enter", "/"]
    dialog.close()
