"""Temporary chats: in no file at any time, listed while Puna runs, kept when asked."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from helpers import disk, talker
from helpers.window import WAIT, ask, running, script, wait_reply

from engine.store.records import TEMPORARY_IDS, Attachment

ROOT = Path(__file__).parents[3]
ANY = {"text": "A porcupine answers."}
LONG = {"match": "long", "text": "hedgehog " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, ANY)) as application:
        yield application


def listed(application):
    """The titles of the list, as the window has them."""
    rows = application.window.chat.list.view.model()
    return [rows.index(number).data() for number in range(rows.rowCount())]


def in_file(application):
    return application.store.call(lambda chats: chats.list()).result(10)


def test_it_is_listed_and_answered_and_in_no_file(qtbot, application, home):
    session = application.session
    application.window.chat.new_temporary()
    assert session.temporary
    reply = ask(qtbot, application, "Tell me about walruses")
    assert reply.content == "A porcupine answers."
    assert reply.chat >= TEMPORARY_IDS
    qtbot.waitUntil(lambda: "Tell me about walruses" in listed(application))
    assert in_file(application) == []
    assert disk.texts_in(home.root, "walrus", "porcupine") == set()
    session.new_chat()
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    assert [m.content for m in session.path()] == ["Tell me about walruses", ANY["text"]]
    assert session.temporary


def test_it_is_gone_when_puna_was_closed(qtbot, home):
    with running(home, script(home, ANY)) as application:
        application.window.chat.new_temporary()
        ask(qtbot, application, "walrus")
        application.window.chat.composer.set_text("a draft about an axolotl")
    assert disk.texts_in(home.root, "walrus", "axolotl") == set()
    with running(home, script(home, ANY)) as application:
        assert in_file(application) == []
        assert application.window.chat.composer.text() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_nothing_of_it_is_on_disk_after_a_crash(home):
    path = script(home, LONG)
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, talker.__file__, str(home.root), str(path), "temporary"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout.readline() == "ready\n"
        children = psutil.Process(program.pid).children()
        program.kill()
    psutil.wait_procs(children, timeout=60)
    assert home.database.exists()
    assert disk.texts_in(home.root, "hedgehog", talker.SENT, talker.TYPED) == set()


def test_the_sent_text_of_a_stored_chat_is_in_a_file(qtbot, application, home):
    """So that the tests above would see what they look for."""
    ask(qtbot, application, "Tell me about walruses")
    assert disk.texts_in(home.root, "walrus", "porcupine") == {"walrus", "porcupine"}


def test_keeping_moves_it_into_the_file_with_all_versions(qtbot, application):
    session, panel = application.session, application.window.chat
    panel.new_temporary()
    first = ask(qtbot, application, "walrus")
    session.regenerate(first.id)
    qtbot.waitUntil(lambda: session.state != "idle")
    second = wait_reply(qtbot, application)
    panel.composer.set_text("typed")
    panel.temporary.keep_button.click()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)
    assert session.chat_id < TEMPORARY_IDS
    assert [m.content for m in session.path()] == ["walrus", second.content]
    assert session.versions()[session.last_reply().id] == (2, 2)
    assert panel.composer.text() == "typed"
    assert not panel.temporary.isVisible()
    assert [chat.title for chat in in_file(application)] == ["walrus"]
    assert application.temporary.call(lambda chats: chats.list()).result(10) == []
    assert session.temporaries.all == []
    ask(qtbot, application, "and on")
    assert len(session.path()) == 4


def test_keeping_waits_for_the_end_of_a_reply(qtbot, application):
    session = application.session
    session.new_temporary()
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    session.keep()
    assert session.temporary
    session.stop()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)
    assert session.last_reply().content.startswith("hedg")
    assert session.last_reply().reason == "cancelled"


def test_what_cannot_be_kept_stays_and_can_be_used_on(qtbot, application):
    session = application.session
    session.new_temporary()
    ask(qtbot, application, "walrus " * 2000)
    disk.fill(application)
    with qtbot.waitSignal(application.bridge.failed, timeout=WAIT):
        session.keep()
    assert session.temporary
    assert session.state == "idle"
    assert len(session.path()) == 2
    disk.free(application)
    session.keep()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)


def test_a_new_chat_can_be_made_temporary_with_what_is_typed(qtbot, application, home):
    panel, session = application.window.chat, application.session
    panel.composer.set_text("about an axolotl")
    panel.header.temporary_button.click()
    assert session.temporary
    assert panel.temporary.isVisible()
    assert not panel.temporary.keep_button.isVisible()
    assert panel.composer.text() == "about an axolotl"
    session.drafts.flush()
    application.store.call(lambda _: None).result(10)
    assert disk.texts_in(home.root, "axolotl") == set()
    panel.header.temporary_button.click()
    assert not session.temporary
    assert panel.composer.text() == "about an axolotl"


def test_files_go_with_a_message_and_into_the_file(qtbot, application):
    session = application.session
    session.new_temporary()
    session.send("Look", (Attachment("a.txt", "what is in it"),))
    wait_reply(qtbot, application)
    session.keep()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)
    assert session.path()[0].attachments == (Attachment("a.txt", "what is in it"),)


def test_a_chat_that_is_gone_is_left(qtbot, application):
    session = application.session
    session.new_temporary()
    reply = ask(qtbot, application, "walrus")
    session.leave([reply.chat])
    assert session.chat_id is None
    assert session.temporaries.all == []
