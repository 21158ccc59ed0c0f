"""The chat page: first start, drafts, actions of the cards, announcements."""

from concurrent.futures import Future
from pathlib import Path

import pytest
from helpers.lent import lend
from helpers.window import WAIT, ask, running, script, wait_reply
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from app.chat.inline_editor import InlineEditor
from engine.errors import StorageError
from engine.hub import first_start

ANY = {"text": "An answer."}
LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, ANY)) as application:
        yield application


def test_the_first_start_has_one_primary_button(qtbot, home):
    with running(home) as application:
        empty = application.window.chat.empty
        qtbot.waitUntil(empty.start_button.isVisible)
        primary = [
            button
            for button in empty.findChildren(QPushButton)
            if button.isVisible() and button.property("kind") == "primary"
        ]
        assert primary == [empty.start_button]


@pytest.mark.model
def test_the_first_button_leads_to_a_reply_of_the_best_there_is(qtbot, home, gemma_path):
    lend(home, gemma_path)
    with running(home) as application:
        empty = application.window.chat.empty
        qtbot.waitUntil(empty.start_button.isVisible)
        application.preferences.change(n_threads=1, max_tokens=60)
        qtbot.mouseClick(empty.start_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(application.session.path()), timeout=60_000)
        qtbot.waitUntil(lambda: application.session.state == "idle", timeout=60_000)
        reply = application.session.last_reply()
        assert reply.state == "done"
        assert Path(reply.model).name == "gemma-3-270m-q4_k_m.gguf"
        assert len(reply.content) > 10
        assert application.preferences.settings.model == "gemma"


@pytest.mark.model
def test_without_its_adapter_the_first_button_leads_to_the_starter_model(
    qtbot, home, starter_path, tmp_path, monkeypatch
):
    monkeypatch.setattr(first_start, "shipped_adapter", lambda: tmp_path / "gone.gguf")
    with running(home) as application:
        empty = application.window.chat.empty
        qtbot.waitUntil(empty.start_button.isVisible)
        application.preferences.change(n_threads=1, max_tokens=8)
        qtbot.mouseClick(empty.start_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(application.session.path()), timeout=60_000)
        qtbot.waitUntil(lambda: application.session.state == "idle", timeout=60_000)
        assert application.session.last_reply().model == str(starter_path)
        assert application.preferences.settings.model == "starter"


def test_an_empty_chat_greets_once_there_is_a_model(qtbot, application):
    empty = application.window.chat.empty
    assert empty.isVisible()
    assert not empty.buttons.isVisible()
    ask(qtbot, application, "Hi")
    assert not empty.isVisible()


def test_what_is_typed_stays_with_its_chat(qtbot, application):
    chat = application.window.chat
    first = ask(qtbot, application, "Hi").chat
    chat.composer.set_text("for the first")
    chat.new_chat()
    assert chat.composer.text() == ""
    chat.composer.set_text("for a new one")
    application.session.open_chat(first)
    qtbot.waitUntil(lambda: application.session.chat_id == first)
    assert chat.composer.text() == "for the first"
    chat.new_chat()
    assert chat.composer.text() == "for a new one"


def test_a_sent_text_is_no_draft(qtbot, application):
    ask(qtbot, application, "Hi")
    chat = application.window.chat
    chat.composer.set_text("Two")
    chat.composer._submit()
    wait_reply(qtbot, application)
    chat.new_chat()
    application.session.open_chat(1)
    qtbot.waitUntil(lambda: application.session.chat_id == 1)
    assert chat.composer.text() == ""


def test_the_list_shows_the_new_chat_and_selects_it(qtbot, application):
    reply = ask(qtbot, application, "Hi there")
    view = application.window.chat.list.view
    qtbot.waitUntil(lambda: view.currentIndex().data() == "Hi there")
    application.window.chat.new_chat()
    assert not view.selectionModel().hasSelection()
    application.window.chat.list.chosen.emit(reply.chat)
    qtbot.waitUntil(lambda: view.currentIndex().data() == "Hi there")


def test_the_composer_is_below_the_messages_whether_they_scroll_or_not(qtbot, home):
    long = {"match": "long", "text": "line\n\n" * 60}
    with running(home, script(home, long, ANY)) as application:
        chat = application.window.chat
        for question in ("short", "long"):
            reply = ask(qtbot, application, question)
            qtbot.wait(100)
            bubble = chat.transcript.card(reply.id).body
            left = bubble.mapTo(chat, bubble.rect().topLeft()).x()
            box = chat.composer.mapTo(chat, chat.composer.rect().topLeft()).x()
            assert abs(left - box - 2) <= 1, question
        assert chat.transcript.verticalScrollBar().maximum() > 0


def test_copying_a_reply_that_says_nothing_keeps_what_was_copied(qtbot, home):
    played = script(home, {"text": ""})
    with running(home, played) as application:
        reply = ask(qtbot, application, "hi")
        clipboard = QGuiApplication.clipboard()
        clipboard.setText("from elsewhere")
        application.window.chat.copy_last()
        application.window.chat.transcript.copy_requested.emit(reply.id)
        assert clipboard.text() == "from elsewhere"


def test_copying_takes_the_text_as_it_was_written(qtbot, home):
    with running(home, script(home, {"text": "**bold** `code`"})) as application:
        reply = ask(qtbot, application, "Hi")
        application.window.chat.transcript.copy_requested.emit(reply.id)
        assert QGuiApplication.clipboard().text() == "**bold** `code`"
        QGuiApplication.clipboard().clear()
        application.window.chat.copy_last()
        assert QGuiApplication.clipboard().text() == "**bold** `code`"


def test_actions_rest_while_a_reply_is_written(qtbot, application):
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
    assert not application.window.chat.transcript.cards._enabled
    application.session.stop()
    wait_reply(qtbot, application)
    assert application.window.chat.transcript.cards._enabled


def test_the_end_of_a_reply_is_announced_once(qtbot, application, monkeypatch):
    said = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: said.append(event.message())
    )
    ask(qtbot, application, "Hi")
    assert said == ["Reply finished"]


def test_an_error_has_its_words_also_when_the_chat_is_opened_again(qtbot, home):
    fails = {"match": "book", "text": "", "error": "on purpose"}
    with running(home, script(home, fails, ANY)) as application:
        failed = ask(qtbot, application, "book")
        application.window.chat.new_chat()
        application.session.open_chat(failed.chat)
        qtbot.waitUntil(lambda: application.session.chat_id == failed.chat)
        card = application.window.chat.transcript.card(failed.id)
        shown = [label.text() for label in card._error.findChildren(type(card._status))]
        assert "Puna has a fault" in shown


def edit_first(application, text):
    """Begin to edit the first message, and put `text` in its place; returns its card."""
    card = application.window.chat.transcript.card(application.session.path()[0].id)
    card.start_editing()
    card.findChild(InlineEditor).findChild(QPlainTextEdit).setPlainText(text)
    return card


def save_edit(qtbot, card):
    editor = card.findChild(InlineEditor)
    button = next(b for b in editor.findChildren(QPushButton) if b.property("kind") == "primary")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_edit_that_cannot_be_sent_now_stays_in_its_box(qtbot, application):
    ask(qtbot, application, "Hi")
    card = edit_first(application, "better words")
    application.session.send("long")
    save_edit(qtbot, card)
    boxes = [b for b in card.findChildren(QPlainTextEdit) if b.isVisible()]
    assert [b.toPlainText() for b in boxes] == ["better words"]
    application.session.stop()
    wait_reply(qtbot, application)
    assert application.session.path()[0].content == "Hi"


def test_an_edit_the_disk_refuses_is_given_back(qtbot, application, monkeypatch):
    ask(qtbot, application, "Hi")
    refuse_storing(application, monkeypatch)
    save_edit(qtbot, edit_first(application, "better words"))
    composer = application.window.chat.composer
    qtbot.waitUntil(lambda: composer.text() == "better words", timeout=WAIT)
    assert application.window.banner.isVisible()


def refuse_storing(application, monkeypatch):
    """As if the disk were full."""

    def call(_):
        future = Future()
        future.set_exception(StorageError("puna.db", "the disk is full"))
        return future

    monkeypatch.setattr(application.store, "call", call)


def test_a_chat_that_cannot_be_opened_is_not_marked_as_open(qtbot, application, monkeypatch):
    first = ask(qtbot, application, "Hi").chat
    application.window.chat.new_chat()
    second = ask(qtbot, application, "Hello").chat
    chats = application.window.chat.list
    model = chats.view.model()
    qtbot.waitUntil(lambda: model.index_of(second).isValid(), timeout=WAIT)
    refuse_storing(application, monkeypatch)
    chats.view.clicked.emit(model.index_of(first))
    qtbot.waitUntil(application.window.banner.isVisible, timeout=WAIT)
    assert application.session.chat_id == second
    assert chats.view.currentIndex() == model.index_of(second)


def test_what_is_typed_while_a_chat_is_stored_is_not_left_in_the_next_one(qtbot, application):
    panel = application.window.chat
    panel.composer.submitted.emit("Hi", ())
    assert application.session.chat_id is None
    panel.composer.set_text("and then")
    wait_reply(qtbot, application)
    chat = application.session.chat_id
    panel.new_chat()
    assert panel.composer.text() == ""
    application.session.open_chat(chat)
    qtbot.waitUntil(lambda: panel.composer.text() == "and then", timeout=WAIT)


def test_a_refused_text_goes_back_to_its_own_chat(qtbot, application, monkeypatch):
    chat = ask(qtbot, application, "Hi").chat
    panel = application.window.chat
    with monkeypatch.context() as patch:
        refuse_storing(application, patch)
        panel.composer.set_text("precious")
        qtbot.keyClick(panel.composer.box, Qt.Key.Key_Return)
        panel.new_chat()
        qtbot.waitUntil(application.window.banner.isVisible, timeout=WAIT)
    assert panel.composer.text() == ""
    application.session.open_chat(chat)
    qtbot.waitUntil(lambda: panel.composer.text() == "precious", timeout=WAIT)
