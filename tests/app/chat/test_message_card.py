from __future__ import annotations

import msgspec
import pytest
from helpers.conversations import message
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextOption
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.chat.file_text import FileText
from app.chat.inline_editor import InlineEditor
from app.chat.message_card import MessageCard
from app.icons import IconButton
from app.theme import Theme
from engine.errors import ModelNotFound
from engine.messages import Receipt, Sampling, Stats
from engine.store.records import Attachment, StoredMessage


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
        ({"reason": "context"}, "Context is full"),
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


STATS = Stats(prompt_tokens=512, cached_tokens=480, completion_tokens=164, ttft_s=0.314)
RECEIPT = Receipt(
    model="/models/Qwen.gguf",
    model_size=2_500_000_000,
    template_sha256="9f3a" * 16,
    sampling=Sampling(temperature=0.7, seed=42, stop=("x",)),
    n_ctx=8192,
    n_threads=4,
    engine="llama-cpp-python 0.3.36",
    puna="0.1.0",
)


def test_details_of_a_reply_can_be_shown_and_copied(show, qtbot) -> None:
    stats = msgspec.structs.replace(STATS, decode_tokens_per_s=21.44)
    card = show(message(2, "assistant", "Text", reason="stop", stats=stats, receipt=RECEIPT))
    card.set_last(True)
    click(card, "Details of the reply", qtbot)
    words = " ".join(visible_texts(card)).replace(",", "")
    for part in ("21.4 tokens/s", "after 0.31 s", "512 tokens 480", "164 tokens", "by itself"):
        assert part in words
    for part in ("Qwen.gguf · 2.5 GB", "temperature 0.7", "42", "8192 tokens", "4", "9f3a9f3a"):
        assert part in words
    assert "/models" not in words
    click(card, "Copy the details", qtbot)
    copied = QGuiApplication.clipboard().text()
    assert "Seed: 42" in copied
    assert "Versions: Puna 0.1.0 · llama-cpp-python 0.3.36" in copied
    click(card, "Details of the reply", qtbot)
    assert "Seed" not in visible_texts(card)


def test_details_that_are_wanted_come_with_the_end_of_a_reply(show) -> None:
    card = show(message(2, "assistant", "", state="streaming"))
    card.set_details(True)
    assert button(card, "Details of the reply") is None
    card.finish(message(2, "assistant", "Text", reason="stop", stats=STATS))
    assert "164 tokens" in visible_texts(card)
    assert button(card, "Details of the reply").isChecked()


def test_without_figures_there_are_no_details(show) -> None:
    for each in (message(2, "assistant", "Text"), message(3, "user", "Text", stats=STATS)):
        card = show(each)
        card.set_last(True)
        card.set_details(True)
        assert button(card, "Details of the reply") is None


@pytest.mark.parametrize("role", ["user", "assistant"])
def test_a_damaged_message_says_so(show, role) -> None:
    card = show(message(2, role, "Text", damaged=True))
    assert any("changed on the disk" in text for text in visible_texts(card))
    card.setFocus()
    assert "changed on the disk" in card.accessibleDescription()


def test_files_of_a_message_unfold(show, qtbot) -> None:
    files = (Attachment("a.txt", "first file"), Attachment("b.txt", "second file"))
    card = show(message(3, "user", "See these", attachments=files))
    click(card, "Show b.txt", qtbot)
    assert [box.toPlainText() for box in card.findChildren(FileText)] == ["second file"]
    assert card.tab_stops()[2].accessibleName() == "Hide b.txt"
    assert card.tab_stops()[3].accessibleName() == "Text of b.txt"
    click(card, "Hide b.txt", qtbot)
    assert not any(box.isVisible() for box in card.findChildren(FileText))


def test_a_message_of_files_alone_can_be_edited_to_nothing(show, qtbot) -> None:
    card = show(message(3, "user", "Words", attachments=(Attachment("a.txt", "x"),)))
    card.start_editing("")
    with qtbot.waitSignal(card.edit_submitted) as sent:
        click(card, "Save and send", qtbot)
    assert sent.args == [3, ""]


def test_enter_goes_into_the_text_and_escape_comes_back(show, qtbot) -> None:
    card = show(message(2, "assistant", "Some words to read"))
    card.window().activateWindow()
    qtbot.waitUntil(card.window().isActiveWindow)
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert card.body.hasFocus()
    qtbot.keyClick(card.body, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert card.body.textCursor().selectedText() == "S"
    qtbot.keyClick(card.body, Qt.Key.Key_Escape)
    assert card.hasFocus()


def test_the_box_of_an_edit_is_as_high_as_its_broken_lines(qtbot, theme) -> None:
    heights = []
    for words in (3, 60):
        editor = InlineEditor("word " * words, theme)
        qtbot.addWidget(editor)
        editor.resize(500, 400)
        editor.show()
        qtbot.waitExposed(editor)
        QApplication.processEvents()
        heights.append(editor.findChild(QPlainTextEdit).height())
    assert heights[1] > 1.5 * heights[0]


def test_the_box_of_an_edit_has_room_for_lines_of_chinese(qtbot, theme) -> None:
    editor = InlineEditor("请写\n一首\n诗\n吧", theme)
    qtbot.addWidget(editor)
    editor.resize(500, 400)
    editor.show()
    qtbot.waitExposed(editor)
    box = editor.findChild(QPlainTextEdit)
    height = box.document().firstBlock().layout().boundingRect().height()
    assert box.viewport().height() >= 4 * height
