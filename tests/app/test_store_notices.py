"""What the banner says of the store: once, again in another language, and gone with its cause."""

import pytest
from helpers import disk
from helpers.window import ask, running, script

from app.instance import Wish
from engine.errors import StorageError
from engine.store.store import StoreState

FULL = StorageError("/home/puna.db", "the disk is full").info()


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        yield application


def topics(application):
    return [notice.topic for notice in application.window.banner.notices]


def test_two_causes_are_told_side_by_side_and_go_one_by_one(application):
    application.watch.set_unsaved(FULL)
    application.watch.set_state(StoreState("reading", FULL))
    assert topics(application) == ["store", "unsaved"]
    assert "A reply is not saved yet" in application.window.banner.text("unsaved")
    application.watch.set_state(StoreState("open"))
    assert topics(application) == ["unsaved"]
    application.watch.set_unsaved(None)
    assert topics(application) == []


def test_what_was_closed_stays_closed_until_it_is_news(application):
    application.watch.set_state(StoreState("reading", FULL))
    application.window.banner.notices[0].close_button.click()
    application.watch.set_state(StoreState("reading", FULL))
    assert topics(application) == []
    application.watch.set_state(StoreState("open"))
    application.watch.set_state(StoreState("reading", FULL))
    assert topics(application) == ["store"]


def test_the_same_error_of_a_call_says_nothing_more(application):
    application.watch.set_state(StoreState("reading", FULL))
    application.bridge.failed.emit(FULL)
    assert topics(application) == ["store"]


def test_another_language_says_it_again(application):
    application.watch.set_state(StoreState("closed", FULL))
    application.preferences.change(language="zh_CN")
    assert topics(application) == ["store"]


def test_several_chats_are_counted(qtbot, application):
    disk.forbid(qtbot, application)
    for text in ("One", "Two"):
        application.session.new_chat()
        ask(qtbot, application, text)
    disk.allow(qtbot, application)
    assert "2 chats" in application.window.banner.text("unkept")
    application.window.banner.notices[0].buttons[0].click()
    qtbot.waitUntil(lambda: topics(application) == [])
    assert len(application.store.call(lambda chats: chats.list()).result(10)) == 2


# The offscreen platform has no other windows to be in front of.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_wish_brings_the_window_up(application, monkeypatch):
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    application.window.showMinimized()
    application.take_wish(Wish())
    assert not application.window.isMinimized()
    assert application.window.isVisible()
