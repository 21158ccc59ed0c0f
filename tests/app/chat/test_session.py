"""The open chat on the real store and the scripted engine: each thing a person does to it."""

import pytest
from helpers.window import WAIT, ask, running, script, stored, wait_reply

from engine.store.records import path_to

LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}
COUNTED = {"match": "count", "text": "one two three four five six"}
ANY = {"text": "An answer."}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, COUNTED, ANY)) as application:
        yield application


def contents(application):
    return [(m.role, m.content) for m in application.session.path()]


def write_some(qtbot, application, text="long"):
    """Send, and wait until some of the reply is there; returns the reply's id."""
    application.session.send(text)
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
    return application.session.last_reply().id


def test_a_message_and_its_reply_are_shown_and_stored(qtbot, application):
    states = []
    application.session.state_changed.connect(states.append)
    reply = ask(qtbot, application, "Hi")
    assert contents(application) == [("user", "Hi"), ("assistant", "An answer.")]
    assert list(dict.fromkeys(states)) == ["loading", "answering", "idle"]
    rows = stored(application, reply.chat)
    assert [(m.role, m.content, m.state) for m in rows.values()] == [
        ("user", "Hi", "done"),
        ("assistant", "An answer.", "done"),
    ]
    assert rows[reply.id].reason == "stop"
    assert rows[reply.id].model.startswith("scripted:")


def test_a_second_message_follows_the_first(qtbot, application):
    ask(qtbot, application, "Hi")
    ask(qtbot, application, "And?")
    assert [role for role, _ in contents(application)] == ["user", "assistant"] * 2


def test_stop_keeps_what_was_said(qtbot, application):
    reply_id = write_some(qtbot, application)
    application.session.stop()
    assert application.session.state == "stopping"
    reply = wait_reply(qtbot, application)
    assert reply.reason == "cancelled"
    assert 0 < len(reply.content) < 10_000
    assert stored(application, reply.chat)[reply_id].content == reply.content


def test_stop_counts_also_before_the_message_is_stored(qtbot, application):
    application.session.send("long")
    application.session.stop()
    assert application.session.state == "stopping"
    reply = wait_reply(qtbot, application)
    assert reply.reason == "cancelled"


def test_sending_is_refused_while_a_reply_is_written(qtbot, application):
    write_some(qtbot, application)
    assert not application.session.send("another")
    application.session.stop()
    wait_reply(qtbot, application)
    assert len(application.session.path()) == 2


def test_regenerating_adds_a_version_and_versions_can_be_walked(qtbot, application):
    first = ask(qtbot, application, "Hi")
    session = application.session
    session.regenerate(first.id)
    second = wait_reply(qtbot, application)
    assert second.id != first.id
    assert session.versions()[second.id] == (2, 2)
    session.step_version(second.id, -1)
    assert session.last_reply().id == first.id
    assert session.versions()[first.id] == (1, 2)
    session.step_version(first.id, -1)  # There is none before.
    assert session.last_reply().id == first.id
    leaf = application.store.call(lambda chats: chats.get(first.chat).leaf).result(10)
    assert leaf == first.id


def test_editing_asks_again_beside_the_old_message(qtbot, application):
    ask(qtbot, application, "Hi")
    session = application.session
    old = session.path()[0]
    session.edit(old.id, "please count")
    wait_reply(qtbot, application)
    assert contents(application) == [
        ("user", "please count"),
        ("assistant", "one two three four five six"),
    ]
    session.step_version(session.path()[0].id, -1)
    assert contents(application)[0] == ("user", "Hi")


def test_a_reply_goes_on_while_another_chat_is_open(qtbot, application):
    reply_id = write_some(qtbot, application)
    session = application.session
    chat = session.chat_id
    session.new_chat()
    assert (session.state, session.path()) == ("idle", [])
    session.open_chat(chat)
    qtbot.waitUntil(lambda: session.chat_id == chat)
    before = session.last_reply()
    assert (before.id, before.state, session.state) == (reply_id, "streaming", "answering")
    with qtbot.waitSignal(session.text_added, timeout=WAIT):
        pass
    assert len(session.last_reply().content) > len(before.content) > 0
    session.stop()
    wait_reply(qtbot, application)


def test_a_reply_that_ends_elsewhere_is_whole_when_opened(qtbot, application):
    reply_id = write_some(qtbot, application)
    session = application.session
    chat = session.chat_id
    session.new_chat()
    application.replies.stop(chat)
    session.open_chat(chat)  # Read while the reply is ending.
    qtbot.waitUntil(lambda: session.chat_id == chat, timeout=WAIT)
    reply = wait_reply(qtbot, application)
    assert (reply.id, reply.reason) == (reply_id, "cancelled")
    assert reply.content == stored(application, chat)[reply_id].content


def test_a_chat_asked_for_and_left_again_is_not_opened(qtbot, application):
    first = ask(qtbot, application, "Hi").chat
    session = application.session
    session.new_chat()
    session.open_chat(first)
    session.new_chat()
    second = ask(qtbot, application, "Other").chat
    assert (session.chat_id, second) == (second, first + 1)


def test_continuing_adds_to_the_same_reply(qtbot, home):
    replies = [{"text": "one two three four five six"}]
    with running(home, script(home, *replies), max_tokens=3) as application:
        reply = ask(qtbot, application, "count")
        assert (reply.content, reply.reason) == ("one two thre", "length")
        application.preferences.change(max_tokens=0)
        application.window.chat.proceed()
        qtbot.waitUntil(lambda: application.session.state != "idle")
        whole = wait_reply(qtbot, application)
        assert (whole.id, whole.content) == (reply.id, "one two three four five six")
        assert stored(application, reply.chat)[reply.id].content == whole.content
        card = application.window.chat.transcript.card(reply.id)
        assert card.text() == whole.content


def test_a_crash_is_told_and_can_be_tried_again(qtbot, home):
    crash = {"match": "crash", "text": "The first", "signal": "SIGKILL"}
    with running(home, script(home, crash, ANY)) as application:
        failed = ask(qtbot, application, "crash")
        assert (failed.state, failed.content) == ("failed", "The first")
        assert failed.error.kind == "engine_crashed"
        session = application.session
        session.retry(failed.id)
        again = wait_reply(qtbot, application)
        assert again.id != failed.id  # What it had said is kept, as another version.
        assert session.versions()[again.id] == (2, 2)
        application.session.new_chat()
        assert ask(qtbot, application, "Hi").content == "An answer."


def test_a_failure_without_a_word_is_tried_again_in_its_place(qtbot, home):
    full = {"match": "book", "prefill_tokens": 9000, "text": ""}
    with running(home, script(home, full, ANY)) as application:
        failed = ask(qtbot, application, "book")
        assert failed.error.kind == "prompt_too_long"
        application.session.retry(failed.id)
        again = wait_reply(qtbot, application)
        assert (again.id, again.state) == (failed.id, "failed")


def test_a_text_the_disk_refuses_comes_back(qtbot, home, expected_log):
    expected_log("no backup was made")
    home.database.parent.mkdir(parents=True)
    home.database.mkdir()  # No database can be opened there.
    with running(home, script(home, ANY)) as application:
        application.window.chat.composer.set_text("precious")
        with qtbot.waitSignal(application.session.refused, timeout=WAIT):
            application.window.chat.composer._submit()
        assert application.window.chat.composer.text() == "precious"
        assert application.window.banner.isVisible()
        assert application.session.state == "idle"


# The offscreen platform cannot grab a keyboard for a menu.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_without_a_model_the_text_stays_and_the_menu_opens(qtbot, home):
    with running(home) as application:
        composer = application.window.chat.composer
        composer.set_text("precious")
        composer._submit()
        menu = application.window.chat.header.menu
        assert composer.text() == "precious"
        assert menu.isVisible()
        menu.close()


def test_the_shown_path_is_the_stored_one(qtbot, application):
    reply = ask(qtbot, application, "Hi")
    rows = stored(application, reply.chat)
    assert [m.id for m in application.session.path()] == [m.id for m in path_to(rows, reply.id)]
