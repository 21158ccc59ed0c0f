"""A reply that ended while the disk refused: it is shown whole, and continued from all its text."""

import pytest
from helpers import disk
from helpers.window import WAIT, running, script, stored, wait_reply

from engine.store.store import Store

# Long words of a text that shows where it was cut, so that a mixed reply would be seen.
TEXT = " ".join(f"word{n}" for n in range(3000))
LONG = {"match": "long", "text": TEXT, "piece_delay": 0.002}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, {"text": "An answer."})) as application:
        yield application


def cut_off(qtbot, application):
    """A reply whose last part never got to the disk; returns it."""
    session = application.session
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    disk.fill(application)
    qtbot.waitUntil(lambda: application.watch.unsaved is not None, timeout=WAIT)
    session.stop()
    reply = wait_reply(qtbot, application)
    kept = stored(application, reply.chat)[reply.id]
    assert kept.state == "streaming"
    assert len(kept.content) < len(reply.content)
    return reply


def test_continue_goes_on_from_all_that_was_said(qtbot, application, expected_log):
    expected_log("was not saved")
    session = application.session
    reply = cut_off(qtbot, application)
    disk.free(application)
    session.proceed(reply.id)  # before the recorder tries again by itself
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    card = application.window.chat.transcript.card(reply.id)
    qtbot.waitUntil(lambda: application.watch.unsaved is None, timeout=WAIT)
    assert session.last_reply().content.startswith(reply.content)
    session.stop()
    whole = wait_reply(qtbot, application)
    assert TEXT.startswith(whole.content)
    assert len(whole.content) > len(reply.content)
    assert stored(application, reply.chat)[reply.id].content == whole.content
    assert card.text() == whole.content


def test_continue_is_refused_while_the_disk_is_full_and_loses_nothing(
    qtbot, application, expected_log
):
    expected_log("was not saved")
    session = application.session
    reply = cut_off(qtbot, application)
    with qtbot.waitSignal(application.bridge.failed, timeout=WAIT) as failed:
        session.proceed(reply.id)
    assert failed.args[0].kind == "storage"
    assert session.state == "idle"
    assert session.last_reply().content == reply.content
    disk.free(application)
    qtbot.waitUntil(lambda: application.watch.unsaved is None, timeout=WAIT)
    kept = stored(application, reply.chat)[reply.id]
    assert (kept.content, kept.state, kept.reason) == (reply.content, "done", "cancelled")


def test_a_chat_opened_again_shows_all_of_it(qtbot, application, expected_log):
    expected_log("was not saved")
    session = application.session
    reply = cut_off(qtbot, application)
    session.new_chat()
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    assert session.last_reply() == reply
    disk.free(application)
    qtbot.waitUntil(lambda: application.watch.unsaved is None, timeout=WAIT)


def test_another_program_that_opens_the_database_changes_nothing(qtbot, application):
    """It marked every reply that was being written as interrupted."""
    session = application.session
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    reply = session.last_reply()
    with Store(application.home.database) as other:
        seen = other.call(lambda chats: chats.messages(reply.chat)[reply.id]).result(10)
    assert seen.state == "streaming"
    session.stop()
    whole = wait_reply(qtbot, application)
    assert stored(application, reply.chat)[reply.id].content == whole.content
