"""Which chat is on the screen: opened at a message, read again, left; and OpenChat by itself."""

import pytest
from helpers import disk
from helpers.window import WAIT, ask, running, script, wait_reply

from app.chat.open_chat import NEW, NEW_TEMPORARY, OpenChat, tree_of
from engine.store.records import StoredMessage

ANY = {"text": "An answer."}
LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, ANY)) as application:
        yield application


def two_versions(qtbot, application):
    """A chat with two replies to its first message, and more below the first; both replies."""
    session = application.session
    first = ask(qtbot, application, "Hi")
    ask(qtbot, application, "More")
    session.regenerate(first.id)
    qtbot.waitUntil(lambda: session.state != "idle")
    return first, wait_reply(qtbot, application)


def test_a_chat_is_opened_on_a_path_through_a_message(qtbot, application):
    session, seen = application.session, []
    first, second = two_versions(qtbot, application)
    session.reveal.connect(lambda number: seen.append((number, len(session.path()))))
    session.new_chat()
    session.open_chat(first.chat, first.id)
    qtbot.waitUntil(lambda: seen == [(first.id, 4)])
    leaf = application.store.call(lambda chats: chats.get(first.chat).leaf).result(10)
    assert leaf == session.path()[-1].id  # where its reader was last

    session.open_chat(first.chat, second.id)  # it is open already
    assert seen[1:] == [(second.id, 2)]
    session.open_chat(first.chat, second.id)
    assert seen[2:] == [(second.id, 2)]
    session.open_chat(first.chat)
    session.open_chat(first.chat, 99)  # it was erased meanwhile
    assert len(seen) == 3


def test_a_chat_opened_without_a_message_reveals_none(qtbot, application):
    session, seen = application.session, []
    reply = ask(qtbot, application, "Hi")
    session.reveal.connect(seen.append)
    session.new_chat()
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    assert seen == []


def test_a_message_is_revealed_while_its_chat_is_being_written(qtbot, application):
    session = application.session
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    question, reply = session.path()
    with qtbot.waitSignal(session.reveal):
        session.open_chat(reply.chat, question.id)
    session.stop()
    wait_reply(qtbot, application)


def test_a_chat_that_is_gone_is_left_and_its_reply_stopped(qtbot, application):
    session = application.session
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    chat = session.chat_id
    session.leave([chat, 99])
    assert session.chat_id is None
    qtbot.waitUntil(lambda: application.replies.of_chat(chat) == [], timeout=WAIT)
    session.leave([chat])


def test_what_is_shown_is_read_again(qtbot, application):
    session = application.session
    reply = ask(qtbot, application, "Hi")
    application.store.call(lambda chats: chats.add(reply.chat, reply.id, "user", "New here"))
    session.reload()
    qtbot.waitUntil(lambda: len(session.path()) == 3)

    def erase(chats):
        chats.trash([reply.chat])
        chats.erase([reply.chat])

    application.store.call(erase)
    session.reload()
    qtbot.waitUntil(lambda: session.chat_id is None)


def test_a_temporary_chat_that_came_back_from_the_trash_can_be_kept(qtbot, application):
    session = application.session
    session.new_temporary()
    reply = ask(qtbot, application, "Hi")
    application.temporary.call(lambda chats: chats.trash([reply.chat]))
    session.leave([reply.chat])
    application.temporary.call(lambda chats: chats.restore([reply.chat]))
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    session.keep()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)


def test_what_is_given_back_to_a_chat_not_shown_is_its_draft(qtbot, application):
    session = application.session
    reply = ask(qtbot, application, "Hi")
    disk.fill(application)
    long = "precious " * 2000
    session.send(long)
    session.new_chat()
    with qtbot.waitSignal(application.bridge.failed, timeout=WAIT):
        pass
    disk.free(application)
    session.open_chat(reply.chat)
    qtbot.waitUntil(lambda: session.chat_id == reply.chat)
    assert application.window.chat.composer.text() == long


def message(number, parent, content="", role="user", **more):
    return StoredMessage(number, 7, parent, role, content, **more)


def test_an_open_chat_has_a_key_for_its_draft():
    assert OpenChat().draft_key == NEW
    assert OpenChat(temporary=True).draft_key == NEW_TEMPORARY
    assert OpenChat(id=7, temporary=True).draft_key == 7


def test_a_tree_has_everything_of_a_chat_and_another_key():
    messages = {
        2: message(2, None, "Hi there"),
        5: message(5, 2, "half", "assistant", state="streaming", model="m"),
        6: message(6, 2, "other", "assistant"),
    }
    opened = OpenChat(id=7, messages=messages, leaf=5)
    trees = [tree_of(opened, lambda m: m) for _ in range(2)]
    assert trees[0].key != trees[1].key
    assert (trees[0].title, trees[0].leaf) == ("Hi there", "5")
    told = [(m.id, m.parent, m.content, m.state, m.model) for m in trees[0].messages]
    assert told == [
        ("2", None, "Hi there", "done", ""),
        ("5", "2", "half", "interrupted", "m"),
        ("6", "2", "other", "done", ""),
    ]
    assert tree_of(OpenChat(title="T", messages=messages, leaf=5), lambda m: m).title == "T"
