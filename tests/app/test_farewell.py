"""Closing the window: at once, but for temporary chats that would be gone."""

import pytest
from helpers import disk
from helpers.window import WAIT, ask, running, script
from PySide6.QtWidgets import QMessageBox

ANY = {"text": "An answer."}
LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, ANY)) as application:
        yield application


def close(application):
    """Ask the window to close; the question that comes, if one does."""
    application.window.close()
    boxes = [b for b in application.window.findChildren(QMessageBox) if b.isVisible()]
    return boxes[0] if boxes else None


def press(box, text):
    [button] = [b for b in box.buttons() if b.text().replace("&", "") == text]
    button.click()


def test_nothing_is_asked_of_stored_chats_even_while_a_reply_is_written(qtbot, application):
    ask(qtbot, application, "Hi")
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
    assert close(application) is None
    assert not application.window.isVisible()


def test_nothing_is_asked_of_a_temporary_chat_without_messages(application):
    application.window.chat.new_temporary()
    assert close(application) is None


def test_a_temporary_chat_is_given_a_moment(qtbot, application):
    application.session.new_temporary()
    ask(qtbot, application, "Hi")
    box = close(application)
    assert box.text() == "A temporary chat will be gone."
    assert application.window.isVisible()
    assert close(application) is box  # it is asked once
    press(box, "Cancel")
    assert application.window.isVisible()
    press(close(application), "Close Puna")
    assert not application.window.isVisible()
    assert application.store.call(lambda chats: chats.list()).result(10) == []


def test_they_can_all_be_kept_also_one_that_is_being_written(qtbot, application):
    session = application.session
    session.new_temporary()
    ask(qtbot, application, "Hi")
    session.new_temporary()
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    box = close(application)
    assert box.text() == "2 temporary chats will be gone."
    press(box, "Keep and close")
    qtbot.waitUntil(lambda: not application.window.isVisible(), timeout=WAIT)
    kept = application.store.call(lambda chats: chats.list()).result(10)
    assert {chat.title for chat in kept} == {"Hi", "long"}


def test_what_cannot_be_kept_keeps_the_window_open(qtbot, application):
    session = application.session
    session.new_temporary()
    ask(qtbot, application, "precious " * 2000)
    disk.fill(application)
    press(close(application), "Keep and close")
    qtbot.waitUntil(application.window.banner.isVisible, timeout=WAIT)
    assert application.window.isVisible()
    disk.free(application)
    press(close(application), "Keep and close")
    qtbot.waitUntil(lambda: not application.window.isVisible(), timeout=WAIT)


def test_nothing_can_be_kept_where_nothing_can_be_written(qtbot, application):
    disk.forbid(qtbot, application)
    ask(qtbot, application, "Hi")
    texts = [b.text().replace("&", "") for b in close(application).buttons()]
    assert sorted(texts) == ["Cancel", "Close Puna"]
    press(close(application), "Close Puna")
