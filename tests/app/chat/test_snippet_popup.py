from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.chat.composer import Composer
from app.errors import ErrorWords
from engine.assistants import Snippet

SNIPPETS = [
    Snippet("summarise", "Summarise this:\n\n"),
    Snippet("Short answer", "Answer in one sentence."),
    Snippet("翻译", "翻译成中文："),
]


@pytest.fixture
def composer(qtbot, theme):
    bridge = Bridge()
    composer = Composer(theme, bridge, ErrorWords())
    composer.resize(600, 400)
    composer.set_snippets(SNIPPETS)
    qtbot.addWidget(composer)
    composer.show()
    composer.activateWindow()
    qtbot.waitUntil(composer.isActiveWindow)
    composer.box.setFocus()
    yield composer
    bridge.close()


def names(composer) -> list[str]:
    popup = composer.snippets
    if not popup.isVisible():
        return []
    return [popup.item(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in range(popup.count())]


def press(qtbot, composer, key) -> None:
    qtbot.keyClick(composer.box, key)


def test_a_slash_lists_and_more_letters_choose(qtbot, composer) -> None:
    qtbot.keyClicks(composer.box, "/")
    assert names(composer) == ["summarise", "Short answer", "翻译"]
    qtbot.keyClicks(composer.box, "S")
    assert names(composer) == ["summarise", "Short answer"]
    qtbot.keyClicks(composer.box, "h")
    assert names(composer) == ["Short answer"]
    qtbot.keyClicks(composer.box, "x")
    assert names(composer) == []
    press(qtbot, composer, Qt.Key.Key_Backspace)
    assert names(composer) == ["Short answer"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_enter_and_tab_put_the_text_in(qtbot, composer, key) -> None:
    sent = []
    composer.submitted.connect(lambda *args: sent.append(args))
    qtbot.keyClicks(composer.box, "/")
    press(qtbot, composer, Qt.Key.Key_Down)
    press(qtbot, composer, key)
    assert composer.text() == "Answer in one sentence."
    assert names(composer) == []
    assert sent == []
    assert composer.box.hasFocus()
    press(qtbot, composer, Qt.Key.Key_Return)
    assert len(sent) == 1


def test_arrows_go_round(qtbot, composer) -> None:
    qtbot.keyClicks(composer.box, "/")
    press(qtbot, composer, Qt.Key.Key_Up)
    press(qtbot, composer, Qt.Key.Key_Return)
    assert composer.text() == "翻译成中文："


def test_it_opens_at_the_start_of_any_line_and_nowhere_else(qtbot, composer) -> None:
    qtbot.keyClicks(composer.box, "and/or")
    assert names(composer) == []
    qtbot.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.box, "/su")
    assert names(composer) == ["summarise"]
    press(qtbot, composer, Qt.Key.Key_Return)
    assert composer.text() == "and/or\nSummarise this:\n\n"


def test_escape_puts_it_off_until_something_else_is_typed(qtbot, composer) -> None:
    from PySide6.QtGui import QShortcut

    fired = []
    shortcut = QShortcut(Qt.Key.Key_Escape, composer, lambda: fired.append(1))
    qtbot.keyClicks(composer.box, "/")
    press(qtbot, composer, Qt.Key.Key_Escape)
    assert (names(composer), fired) == ([], [])
    qtbot.keyClicks(composer.box, "s")
    assert names(composer) == []
    composer.box.clear()
    qtbot.keyClicks(composer.box, "/")
    assert names(composer) != []
    shortcut.deleteLater()


def test_an_input_method_is_left_alone(qtbot, composer) -> None:
    qtbot.keyClicks(composer.box, "/")
    QApplication.sendEvent(composer.box, QInputMethodEvent("fan", []))
    press(qtbot, composer, Qt.Key.Key_Return)
    assert composer.text() == "/"
    done = QInputMethodEvent("", [])
    done.setCommitString("翻")
    QApplication.sendEvent(composer.box, done)
    assert names(composer) == ["翻译"]


def test_a_click_puts_the_text_in(qtbot, composer) -> None:
    qtbot.keyClicks(composer.box, "/")
    popup = composer.snippets
    place = popup.visualItemRect(popup.item(0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert composer.text() == "Summarise this:\n\n"


def test_without_snippets_nothing_opens_and_nothing_is_said_of_them(qtbot, composer) -> None:
    composer.set_snippets([])
    qtbot.keyClicks(composer.box, "/")
    assert names(composer) == []
    assert "/" not in composer.box.placeholderText()
