"""New chat and its menu."""

import pytest
from PySide6.QtCore import Qt

from app.chat.new_button import NewButton
from engine.assistants import Assistant


@pytest.fixture
def new(qtbot, theme):
    new = NewButton(theme)
    qtbot.addWidget(new)
    new.show()
    return new


def entries(new):
    return {action.text(): action for action in new.menu.actions() if not action.isSeparator()}


def test_the_button_asks_for_a_new_chat(qtbot, new):
    with qtbot.waitSignal(new.new_requested):
        qtbot.mouseClick(new.button, Qt.MouseButton.LeftButton)


def test_the_menu_has_every_kind_of_chat(qtbot, new):
    translator = Assistant("R&D translator", "Into plain English", id=3)
    new.show_assistants([translator])
    found = entries(new)
    assert list(found) == ["New chat", "New temporary chat", "New folder", "R&&D translator"]
    with qtbot.waitSignal(new.temporary_requested):
        found["New temporary chat"].trigger()
    with qtbot.waitSignal(new.folder_requested):
        found["New folder"].trigger()
    with qtbot.waitSignal(new.assistant_chosen) as caught:
        found["R&&D translator"].trigger()
    assert caught.args == [translator]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_assistants_can_be_given_at_the_last_moment(qtbot, new):
    new.menu_opening.connect(lambda: new.show_assistants([Assistant("Late")]))
    qtbot.mouseClick(new.arrow, Qt.MouseButton.LeftButton)
    assert new.menu.isVisible()
    assert "Late" in entries(new)
    new.menu.close()
