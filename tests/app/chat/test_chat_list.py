"""The pane in the real window: what deleting, searching and choosing do to the page."""

import pytest
from helpers.window import WAIT, ask, running, script, wait_reply
from PySide6.QtCore import Qt

from engine.store.records import TEMPORARY_IDS

LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, {"text": "An answer."})) as application:
        application.window.resize(1280, 800)
        yield application


def pane(application):
    return application.window.chat.list


def deleted(application, chat):
    """Whether a chat is in the trash, as the database has it."""
    return application.store.call(lambda chats: chats.get(chat)).result(10).trashed_at is not None


def test_deleting_the_open_chat_leads_to_a_new_one(qtbot, application):
    chat = ask(qtbot, application, "Hi").chat
    application.window.chat.composer.set_text("half a thought")
    pane(application).view.trash([chat])
    assert application.session.chat_id is None
    qtbot.waitUntil(pane(application).undo_bar.isVisible, timeout=WAIT)
    assert deleted(application, chat)
    pane(application).undo_bar.undo()
    qtbot.waitUntil(lambda: not deleted(application, chat), timeout=WAIT)
    application.session.open_chat(chat)
    composer = application.window.chat.composer
    qtbot.waitUntil(lambda: composer.text() == "half a thought", timeout=WAIT)


def test_a_reply_being_written_is_stopped_before_its_chat_goes(qtbot, application):
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
    chat = application.session.chat_id
    pane(application).view.trash([chat])
    qtbot.waitUntil(lambda: not application.replies.of_chat(chat), timeout=WAIT)
    qtbot.waitUntil(lambda: deleted(application, chat), timeout=WAIT)
    application.shelf.restore([chat])
    qtbot.waitUntil(lambda: not deleted(application, chat), timeout=WAIT)
    application.session.open_chat(chat)
    qtbot.waitUntil(lambda: application.session.chat_id == chat, timeout=WAIT)
    assert wait_reply(qtbot, application).reason == "cancelled"


def test_a_temporary_chat_is_deleted_brought_back_and_kept(qtbot, application):
    application.window.chat.new_temporary()
    chat = ask(qtbot, application, "A passing thought").chat
    assert chat >= TEMPORARY_IDS
    view = pane(application).view
    qtbot.waitUntil(lambda: view.model().index_of(chat).isValid(), timeout=WAIT)
    view.trash([chat])
    qtbot.waitUntil(lambda: not view.model().index_of(chat).isValid(), timeout=WAIT)
    assert application.session.temporaries.all == []
    pane(application).undo_bar.undo()
    qtbot.waitUntil(lambda: view.model().index_of(chat).isValid(), timeout=WAIT)
    view.keep([chat])
    qtbot.waitUntil(lambda: not view.model().index_of(chat).isValid(), timeout=WAIT)
    [kept] = application.store.call(lambda chats: chats.list()).result(10)
    assert kept.title == "A passing thought"


def test_the_search_gives_way_to_the_list(qtbot, application):
    ask(qtbot, application, "About quokkas")
    left = pane(application)
    left.search.setText("quokka")
    qtbot.waitUntil(lambda: left.results.model.rowCount() > 0, timeout=WAIT)
    assert left.pages.currentWidget() is left.results
    assert not left.trash_button.isVisible()
    left.search.clear()
    assert left.pages.currentWidget() is left.view
    assert left.trash_button.isVisible()


def test_esc_in_the_search_stops_no_reply(qtbot, application):
    application.window.activateWindow()
    qtbot.waitUntil(application.window.isActiveWindow)
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
    left = pane(application)
    left.start_search()
    left.search.setText("llama")
    qtbot.keyClick(left.search, Qt.Key.Key_Escape)
    assert left.search.text() == ""
    assert application.session.state == "answering"
    application.session.stop()
    wait_reply(qtbot, application)


def test_another_language_keeps_the_list(qtbot, application):
    chat = ask(qtbot, application, "Hi there").chat
    application.preferences.change(language="zh_CN")
    view = pane(application).view
    qtbot.waitUntil(lambda: view.model().index_of(chat).isValid(), timeout=WAIT)
    assert [shown.id for shown in view.selected()] == [chat]
    application.preferences.change(language="en")
