"""Where the database cannot be written or opened: reading, going on in memory, saving again."""

import pytest
from helpers import disk
from helpers.window import WAIT, ask, running, script, stored, wait_reply

from engine.errors import InvalidInput
from engine.store.records import TEMPORARY_IDS

ANY = {"text": "An answer."}
SHORT = {"match": "count", "text": "one two three four five six"}
LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, SHORT, LONG, ANY)) as application:
        yield application


def titles(application):
    return [chat.title for chat in application.store.call(lambda chats: chats.list()).result(10)]


def banners(application):
    return [notice.topic for notice in application.window.banner.notices]


def test_a_chat_can_be_read_and_goes_on_in_a_copy(qtbot, application):
    session = application.session
    first = ask(qtbot, application, "Hi")
    disk.forbid(qtbot, application)
    assert banners(application) == ["store"]
    assert "newer Puna" in application.window.banner.text()
    session.new_chat()
    session.open_chat(first.chat)
    qtbot.waitUntil(lambda: session.chat_id == first.chat)
    assert [m.content for m in session.path()] == ["Hi", "An answer."]

    with qtbot.waitSignal(session.moved, timeout=WAIT):
        session.send("count")
    reply = wait_reply(qtbot, application)
    assert reply.chat >= TEMPORARY_IDS
    assert [m.content for m in session.path()] == ["Hi", "An answer.", "count", SHORT["text"]]
    assert application.window.chat.temporary.isVisible()
    assert len(stored(application, first.chat)) == 2
    assert banners(application) == ["store"]


def test_what_is_said_of_a_copy_is_said_once(qtbot, application):
    moved = []
    application.session.moved.connect(lambda: moved.append(1))
    ask(qtbot, application, "Hi")
    disk.forbid(qtbot, application)
    ask(qtbot, application, "one")
    ask(qtbot, application, "two")
    assert moved == [1]
    assert len(application.session.path()) == 6


def test_a_new_chat_is_temporary_and_can_be_kept_when_saving_works_again(qtbot, application):
    session, window = application.session, application.window
    disk.forbid(qtbot, application)
    session.new_chat()
    ask(qtbot, application, "meanwhile")
    assert session.temporary
    assert not window.chat.temporary.keep_button.isVisible()
    disk.allow(qtbot, application)
    assert banners(application) == ["unkept"]
    window.banner.notices[0].buttons[0].click()
    qtbot.waitUntil(lambda: not session.temporary, timeout=WAIT)
    assert banners(application) == []
    assert titles(application) == ["meanwhile"]
    assert [m.content for m in session.path()] == ["meanwhile", "An answer."]
    ask(qtbot, application, "and now")
    assert len(stored(application, session.chat_id)) == 4


def test_a_chat_that_was_meant_to_be_temporary_is_not_offered(qtbot, application):
    application.session.new_temporary()
    ask(qtbot, application, "Hi")
    disk.forbid(qtbot, application)
    disk.allow(qtbot, application)
    assert banners(application) == []


def test_regenerating_editing_and_continuing_go_on_in_a_copy(qtbot, application):
    session = application.session
    application.preferences.change(max_tokens=3)
    first = ask(qtbot, application, "count")
    assert first.reason == "length"
    application.preferences.change(max_tokens=0)
    disk.forbid(qtbot, application)

    def taken_in_a_copy(step):
        session.new_chat()
        session.open_chat(first.chat)
        qtbot.waitUntil(lambda: session.chat_id == first.chat)
        step()
        qtbot.waitUntil(lambda: session.chat_id >= TEMPORARY_IDS, timeout=WAIT)
        wait_reply(qtbot, application)
        return [m.content for m in session.path()]

    assert taken_in_a_copy(lambda: session.proceed(first.id)) == ["count", SHORT["text"]]
    assert taken_in_a_copy(lambda: session.regenerate(first.id)) == ["count", SHORT["text"]]
    assert session.versions()[session.last_reply().id] == (2, 2)
    edit = taken_in_a_copy(lambda: session.edit(first.parent, "Hello"))
    assert edit == ["Hello", "An answer."]
    assert len(session.temporaries.forced) == 3
    assert len(stored(application, first.chat)) == 2


def test_a_copy_asked_for_while_another_chat_is_opened_is_not_shown(qtbot, application):
    session = application.session
    first = ask(qtbot, application, "Hi")
    disk.forbid(qtbot, application)
    session.send("and on")
    session.new_chat()
    qtbot.waitUntil(lambda: session.temporaries.all != [], timeout=WAIT)
    assert session.chat_id is None
    [copy] = session.temporaries.all
    qtbot.waitUntil(lambda: not application.replies.of_chat(copy), timeout=WAIT)
    session.open_chat(copy)
    qtbot.waitUntil(lambda: session.chat_id == copy)
    assert wait_reply(qtbot, application).content == "An answer."
    assert first.chat != copy


def test_other_things_not_written_say_nothing_more(qtbot, application):
    session = application.session
    first = ask(qtbot, application, "Hi")
    session.regenerate(first.id)
    qtbot.waitUntil(lambda: session.state != "idle")
    second = wait_reply(qtbot, application)
    disk.forbid(qtbot, application)
    session.step_version(second.id, -1)
    assert session.last_reply().id == first.id
    session.set_draft("typed")
    session.drafts.flush()
    session.set_setup(None, "")
    qtbot.wait(100)
    assert banners(application) == ["store"]
    disk.allow(qtbot, application)
    chat = application.store.call(lambda chats: chats.get(first.chat)).result(10)
    assert chat.draft == "typed"


def test_a_database_that_cannot_be_opened_leaves_a_window_that_works(qtbot, home, expected_log):
    expected_log("no backup was made")
    disk.damage(home)
    with running(home, script(home, ANY)) as application:
        banner = application.window.banner
        qtbot.waitUntil(lambda: banners(application) == ["store"], timeout=WAIT)
        assert "cannot be opened" in banner.text()
        assert "damaged" in banner.text()
        assert ask(qtbot, application, "Hi").content == "An answer."
        assert application.session.temporary
        assert banners(application) == ["store"]
        with qtbot.waitSignal(application.window.notices.restore_wanted):
            banner.notices[0].buttons[0].click()
    assert home.database.read_bytes().startswith(b"not a database at all")


def test_a_damaged_database_that_was_replaced_is_read_again(qtbot, home):
    disk.damage(home)
    with running(home, script(home, ANY)) as application:
        qtbot.waitUntil(lambda: banners(application) == ["store"], timeout=WAIT)
        with qtbot.waitSignal(application.watch.returned, timeout=WAIT):
            application.store.reopen(home.database.unlink)
        assert banners(application) == []
        ask(qtbot, application, "Hi")
        assert titles(application) == ["Hi"]


def test_a_full_disk_gives_the_text_back_and_takes_it_when_there_is_space(qtbot, application):
    ask(qtbot, application, "Hi")
    disk.fill(application)
    composer = application.window.chat.composer
    long = "precious " * 2000
    composer.set_text(long)
    composer._submit()
    qtbot.waitUntil(lambda: composer.text() == long.strip(), timeout=WAIT)
    assert banners(application) == ["storage"]
    assert "the disk is full" in application.window.banner.text()
    assert "Free some space" in application.window.banner.text()
    assert application.session.state == "idle"
    disk.free(application)
    composer._submit()
    assert wait_reply(qtbot, application)
    qtbot.waitUntil(lambda: len(application.session.path()) == 4, timeout=WAIT)
    wait_reply(qtbot, application)
    assert banners(application) == []


def test_a_full_disk_during_a_reply_is_told_beside_other_news(qtbot, application, expected_log):
    expected_log("was not saved")
    session = application.session
    session.send("long")
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    disk.fill(application)
    qtbot.waitUntil(lambda: "unsaved" in banners(application), timeout=WAIT)
    application.window.show_error(InvalidInput("seed", "it is odd", "Use another.").info())
    assert banners(application) == ["invalid_input", "unsaved"]
    session.stop()
    reply = wait_reply(qtbot, application)
    disk.free(application)
    qtbot.waitUntil(lambda: banners(application) == ["invalid_input"], timeout=WAIT)
    assert stored(application, reply.chat)[reply.id].content == reply.content
