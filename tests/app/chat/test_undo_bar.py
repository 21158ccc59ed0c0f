"""What was done, in words, and its undo."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from app.chat.undo_bar import UndoBar


@pytest.fixture
def bar(qtbot, theme):
    window = QWidget()
    qtbot.addWidget(window)
    bar = UndoBar()
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())  # has the keyboard
    layout.addWidget(bar)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield bar
    bar.forget()


@pytest.fixture
def undone(bar):
    """What was undone, by what was done."""
    return []


def tell(bar, undone, what, count):
    bar.tell(what, count, lambda: undone.append((what, count)))


@pytest.mark.parametrize(
    ("what", "count", "words"),
    [
        ("trashed", 1, "Chat deleted"),
        ("trashed", 3, "3 chats deleted"),
        ("restored", 2, "2 chats restored"),
        ("moved", 1, "Chat moved"),
        ("folder_removed", 1, "Folder removed"),
    ],
)
def test_it_says_what_was_done(bar, undone, what, count, words, monkeypatch):
    said = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    tell(bar, undone, what, count)
    assert (bar.label.text(), said) == (words, [words])
    assert bar.isVisible()


def test_what_stays_in_sight_is_only_announced(bar, undone):
    tell(bar, undone, "renamed", 1)
    tell(bar, undone, "pinned", 2)
    assert not bar.isVisible()
    bar.undo()
    assert undone == [("pinned", 2)]


def test_the_button_undoes_and_once_more_what_was_before(qtbot, bar, undone):
    tell(bar, undone, "trashed", 1)
    tell(bar, undone, "moved", 2)
    qtbot.mouseClick(bar.button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    bar.undo()
    bar.undo()
    assert undone == [("moved", 2), ("trashed", 1)]


def test_it_goes_by_itself_but_not_under_the_pointer(qtbot, bar, undone):
    bar._timer.setInterval(20)
    tell(bar, undone, "trashed", 1)
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Enter))
    assert not bar._timer.isActive()
    QApplication.sendEvent(bar, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar.undo()  # the keys still can
    assert undone == [("trashed", 1)]


def test_what_is_erased_is_not_undone(bar, undone):
    tell(bar, undone, "trashed", 1)
    bar.forget()
    bar.undo()
    assert undone == []
    assert not bar.isVisible()
