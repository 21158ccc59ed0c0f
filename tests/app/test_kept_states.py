"""What the engine may keep of a chat, as the window asks for it; and that it goes with the chat."""

import pytest
from helpers.window import WAIT, ask, running, script

from engine.states import States


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        yield application


@pytest.fixture
def asked(application, monkeypatch):
    """The requests that are made."""
    requests = []
    ask_really = application.replies.ask

    def note(message, request, writer=None):
        requests.append(request)
        ask_really(message, request, writer)

    monkeypatch.setattr(application.replies, "ask", note)
    return requests


def key_of(application, chat_id):
    return application.store.call(lambda chats: chats.get(chat_id).key).result(10)


def test_requests_name_their_chat(qtbot, application, asked):
    reply = ask(qtbot, application, "Hi")
    ask(qtbot, application, "And?")
    key = key_of(application, reply.chat)
    assert [request.chat for request in asked] == [key, key] != ["", ""]
    application.session.open_chat(reply.chat)
    ask(qtbot, application, "More?")
    assert asked[-1].chat == key


def test_a_temporary_chat_has_no_name_until_it_is_kept(qtbot, application, asked):
    panel, session = application.window.chat, application.session
    panel.new_temporary()
    ask(qtbot, application, "Hi")
    assert asked[-1].chat == ""
    panel.temporary.keep_button.click()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)
    reply = ask(qtbot, application, "And?")
    assert asked[-1].chat == key_of(application, reply.chat) != ""


def test_erasing_a_chat_erases_what_was_read_of_it(qtbot, application, home):
    reply = ask(qtbot, application, "Hi")
    states = States(home.states)
    home.states.mkdir()
    mine, other = states.place(key_of(application, reply.chat)), states.place("other")
    for path in (mine, other):
        path.write_bytes(b"state")
    application.shelf.trash([reply.chat])
    qtbot.waitUntil(lambda: application.session.path() == [], timeout=WAIT)
    with qtbot.waitSignal(application.shelf.erased, timeout=WAIT):
        application.shelf.erase([reply.chat])
    assert not mine.exists()
    assert other.exists()


def test_budgets_reach_the_engine(application, monkeypatch):
    told = []
    monkeypatch.setattr(application.engine, "configure", lambda *sizes: told.append(sizes))
    application.preferences.change(zoom=110)
    application.preferences.change(state_disk=0)
    application.preferences.change(state_memory=1 << 30)
    assert told == [(0, 0), (0, 1 << 30)]
