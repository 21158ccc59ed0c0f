"""What is typed and not sent: with its chat, in the database soon, gone from there once sent."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from helpers import disk, talker
from helpers.window import ask, running, script, type_and_send, wait_reply

from engine.store.records import Attachment

ROOT = Path(__file__).parents[3]
ANY = {"text": "An answer."}
LONG = {"match": "wombats", "text": "word " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, ANY)) as application:
        yield application


def drafts(application):
    """What the database has: by chat, and for the one not begun."""

    def read(chats):
        return {chat.id: chat.draft for chat in chats.list()}, chats.new_draft.text()

    return application.store.call(read).result(10)


def composer(application):
    return application.window.chat.composer


def test_it_is_saved_by_itself_and_there_the_next_day(qtbot, home):
    with running(home, script(home, ANY)) as application:
        composer(application).set_text("half a thought")
        qtbot.waitUntil(lambda: drafts(application)[1] == "half a thought")
        assert application.store.call(lambda chats: chats.list()).result(10) == []
    with running(home, script(home, ANY)) as application:
        qtbot.waitUntil(lambda: composer(application).text() == "half a thought")
        type_and_send(qtbot, application, "")
        reply = wait_reply(qtbot, application)
        assert drafts(application) == ({reply.chat: ""}, "")


def test_what_is_typed_at_the_end_is_saved_when_puna_closes(qtbot, home):
    with running(home, script(home, ANY)) as application:
        first = ask(qtbot, application, "Hi").chat
        composer(application).set_text("for this one")
        application.window.chat.new_chat()
        composer(application).set_text("for a new one")
    with running(home, script(home, ANY)) as application:
        qtbot.waitUntil(lambda: composer(application).text() == "for a new one")
        application.session.open_chat(first)
        qtbot.waitUntil(lambda: composer(application).text() == "for this one")


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_it_survives_a_crash_and_so_does_the_reply(qtbot, home):
    path = script(home, LONG)
    env = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, talker.__file__, str(home.root), str(path)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout.readline() == "ready\n"
        children = psutil.Process(program.pid).children()
        program.kill()
    psutil.wait_procs(children, timeout=60)
    with running(home, path) as application:
        application.session.open_chat(1)
        qtbot.waitUntil(lambda: composer(application).text() == talker.TYPED)
        assert len(application.session.last_reply().content) >= 300


def test_a_sent_text_is_no_draft_at_any_time(qtbot, application):
    composer(application).set_text("precious")
    application.session.drafts.flush()
    assert drafts(application)[1] == "precious"
    composer(application)._submit()
    reply = wait_reply(qtbot, application)
    assert drafts(application) == ({reply.chat: ""}, "")  # with the message, not a second later


def test_one_the_disk_refuses_is_saved_later(qtbot, application):
    long = "x" * 50_000
    disk.fill(application)
    composer(application).set_text(long)
    application.session.drafts.flush()
    application.store.call(lambda _: None).result(10)
    qtbot.wait(100)
    assert not application.window.banner.isVisible()
    disk.free(application)
    composer(application).set_text(f"{long}y")
    application.session.drafts.flush()
    assert drafts(application)[1] == f"{long}y"


def test_what_is_typed_while_the_first_message_is_stored_stays_with_its_chat(qtbot, application):
    application.session.send("Hi")
    composer(application).set_text("and then")
    reply = wait_reply(qtbot, application)
    application.session.drafts.flush()
    assert drafts(application) == ({reply.chat: "and then"}, "")


def test_files_stay_with_the_chat_they_are_attached_to(qtbot, application):
    file = Attachment("a.txt", "what is in it")
    attached = composer(application).attached
    session = application.session
    session.send("Hi")
    attached.set_files((file,))
    reply = wait_reply(qtbot, application)
    session.new_chat()
    assert attached.files == ()
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    assert attached.files == (file,)


def test_what_is_typed_for_the_next_chat_while_one_is_stored_stays_there(qtbot, application):
    session = application.session
    session.send("Hi")
    session.new_chat()
    composer(application).set_text("something else")
    qtbot.waitUntil(lambda: len(drafts(application)[0]) == 1)
    assert session.chat_id is None
    assert composer(application).text() == session.draft() == "something else"
    session.drafts.flush()
    [(chat, text)] = drafts(application)[0].items()
    assert (text, drafts(application)[1]) == ("", "something else")
    qtbot.waitUntil(lambda: application.replies.of_chat(chat) == [])
