from __future__ import annotations

import pytest
from helpers.conversations import message
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.chat.inline_editor import InlineEditor
from app.chat.message_card import MessageCard
from app.icons import IconButton
from app.theme import Theme
from engine.errors import ModelNotFound
from engine.store.records import StoredMessage


@pytest.fixture
def show(theme: Theme, qtbot):
    """Makes a card in an open window."""
    page = QWidget()
    qtbot.addWidget(page)
    QVBoxLayout(page)
    page.resize(700, 800)
    page.show()

    def make(shown: StoredMessage, versions: tuple[int, int] = (1, 1)) -> MessageCard:
        card = MessageCard(theme, shown, versions)
        page.layout().addWidget(card)
        card.show()
        return card

    return make


def visible_texts(card: MessageCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def button(card: MessageCard, name: str) -> QWidget | None:
    """The button in sight with that text or accessible name."""
    for kind in (QPushButton, IconButton):
        for found in card.findChildren(kind):
            if found.isVisible() and name in (found.text(), found.accessibleName()):
                return found
    return None


def click(card: MessageCard, name: str, qtbot) -> None:
    found = button(card, name)
    assert found is not None, name
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_the_users_words_are_shown_as_typed_and_the_models_as_markdown(show) -> None:
    mine = show(message(1, "user", "**a**"))
    theirs = show(message(2, "assistant", "**a**"))
    assert mine.body.document().toPlainText() == "**a**"
    assert theirs.body.document().toPlainText() == "a"


def test_it_streams_and_finishes(show) -> None:
    card = show(message(4, "assistant", "", state="streaming"))
    card.set_status("Loading model 40 %")
    assert "Loading model 40 %" in visible_texts(card)
    card.append("Hel")
    card.append("lo **you")
    card.append("**")
    card.set_status("")
    assert card.text() == "Hello **you**"
    card.finish(message(4, "assistant", "Hello **you**", reason="stop"))
    assert card.body.document().toPlainText() == "Hello you"
    assert visible_texts(card) == []


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"state": "interrupted"}, "Interrupted"),
        ({"reason": "cancelled"}, "Stopped"),
        ({"reason": "length"}, "Length limit reached"),
    ],
)
def test_an_unfinished_reply_says_why_and_can_be_continued(show, more, note, qtbot) -> None:
    card = show(message(6, "assistant", "Half a", **more))
    assert note in visible_texts(card)
    assert button(card, "Continue") is None  # Something may follow it.
    card.set_last(True)
    with qtbot.waitSignal(card.continue_requested, timeout=1000) as asked:
        click(card, "Continue", qtbot)
    assert asked.args == [6]


def test_a_reply_that_filled_the_context_says_so_and_cannot_be_continued(show) -> None:
    card = show(message(6, "assistant", "Half a", reason="context"))
    card.set_last(True)
    assert "Context is full" in visible_texts(card)
    assert button(card, "Continue") is None


def test_a_failed_reply_says_what_to_do_and_can_be_tried_again(show, qtbot) -> None:
    card = show(message(2, "assistant", "", state="failed", error=ModelNotFound("x.gguf").info()))
    assert any("x.gguf" in text for text in visible_texts(card))
    card.set_error("模型不见了", "找不到 <b>x.gguf</b>", "请选择其他模型")
    assert visible_texts(card)[-3:] == ["模型不见了", "找不到 <b>x.gguf</b>", "请选择其他模型"]
    with qtbot.waitSignal(card.retry_requested, timeout=1000) as asked:
        click(card, "Try again", qtbot)
    assert asked.args == [2]
    card.finish(message(2, "assistant", "Now it works", reason="stop"))
    assert button(card, "Try again") is None


def test_actions_show_with_the_keyboard_inside_and_move_nothing(show, qtbot) -> None:
    card = show(message(2, "assistant", "Text", reason="stop"))
    QApplication.processEvents()
    height = card.sizeHint().height()
    assert button(card, "Copy") is None
    card.set_focus_within(True)
    assert card.sizeHint().height() == height
    with qtbot.waitSignal(card.copy_requested, timeout=1000) as asked:
        click(card, "Copy", qtbot)
    assert asked.args == [2]
    with qtbot.waitSignal(card.regenerate_requested, timeout=1000):
        click(card, "Regenerate", qtbot)
    assert button(card, "Edit") is None
    assert button(card, "Continue") is None
    card.set_focus_within(False)
    card.clearFocus()  # to which Qt gave the focus of the button that is hidden now
    assert button(card, "Copy") is None
    card.set_last(True)
    assert button(card, "Copy") is not None


def test_actions_that_change_the_chat_can_be_turned_off(show) -> None:
    card = show(message(2, "assistant", "Text", reason="length"), (2, 3))
    card.set_last(True)
    card.set_actions_enabled(False)
    assert button(card, "Copy").isEnabled()
    for name in ("Regenerate", "Continue", "Previous version", "Next version"):
        assert not button(card, name).isEnabled(), name


def test_versions_can_be_switched(show, qtbot) -> None:
    card = show(message(2, "assistant", "Text"), (2, 3))
    assert "2 / 3" in visible_texts(card)
    with qtbot.waitSignal(card.version_requested, timeout=1000) as asked:
        click(card, "Previous version", qtbot)
    assert asked.args == [2, -1]
    card.set_versions(3, 3)
    assert not button(card, "Next version").isEnabled()
    card.set_versions(1, 1)
    assert button(card, "Next version") is None


def test_the_users_words_can_be_edited(show, qtbot) -> None:
    card = show(message(3, "user", "How old are lamas?"))
    card.set_focus_within(True)
    click(card, "Edit", qtbot)
    box = card.findChild(QPlainTextEdit)
    assert box.toPlainText() == "How old are lamas?"
    assert not card.body.isVisible()
    box.setPlainText("  ")
    assert not button(card, "Save and send").isEnabled()
    box.setPlainText("How old are llamas?")
    with qtbot.waitSignal(card.edit_submitted, timeout=1000) as sent:
        qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.args == [3, "How old are llamas?"]
    assert card.body.isVisible()


def test_editing_can_be_left_without_a_trace(show, qtbot) -> None:
    card = show(message(3, "user", "Hello"))
    card.start_editing()
    box = card.findChild(QPlainTextEdit)
    box.setPlainText("Something else")
    with qtbot.assertNotEmitted(card.edit_submitted):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert card.body.isVisible()
    assert card.text() == "Hello"


def test_names_for_screen_readers(show) -> None:
    mine, theirs = show(message(3, "user", "a")), show(message(4, "assistant", "b"))
    mine.set_place(3, 12)
    theirs.set_place(4, 12)
    assert mine.accessibleName() == "Message 3 of 12, from you"
    assert theirs.accessibleName() == "Message 4 of 12, from Puna"
    assert mine.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_word_of_a_megabyte_can_be_edited_without_a_wait(show) -> None:
    card = show(message(3, "user", "x" * 900_000))
    card.start_editing()
    box = card.findChild(InlineEditor).findChild(QPlainTextEdit)
    assert len(box.toPlainText()) == 900_000
    assert box.wordWrapMode() == QTextOption.WrapMode.WrapAnywhere


def test_what_is_pasted_into_an_edit_is_clean(show, qtbot) -> None:
    card = show(message(3, "user", "Hi"))
    card.start_editing()
    data = QMimeData()
    data.setText("\a, hello\r\nthere")
    card.findChild(InlineEditor).findChild(QPlainTextEdit).insertFromMimeData(data)
    with qtbot.waitSignal(card.edit_submitted) as sent:
        click(card, "Save and send", qtbot)
    assert sent.args[1] == "Hi, hello\nthere"


def test_esc_of_an_input_method_does_not_end_an_edit(show, qtbot) -> None:
    card = show(message(3, "user", "Hi"))
    card.start_editing()
    box = card.findChild(InlineEditor).findChild(QPlainTextEdit)
    QApplication.sendEvent(box, QInputMethodEvent("ni", []))
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.isVisible()
    QApplication.sendEvent(box, QInputMethodEvent("", []))
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
