"""The context in the window: counted as one types, asked about when it is full, marked when cut."""

import pytest
from helpers.window import WAIT, ask, running, script, stored, type_and_send, wait_reply
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from engine.assistants import Setup
from engine.store.records import Attachment

ANY = {"text": "An answer."}
LONG = "word " * 40
SIZES = {"n_ctx": 256, "n_ctx_max": 1024}


@pytest.fixture
def start(home):
    """A window whose model has room for 256 words; a function so that tests say what differs."""
    return lambda *replies, **fields: running(
        home, script(home, *replies, ANY, **SIZES), **{"n_ctx": 256, **fields}
    )


def fill(qtbot, application, turns=6):
    """So many turns of about 42 words; the next one of these does not fit."""
    for _ in range(turns):
        reply = ask(qtbot, application, LONG)
        assert reply.error is None
    return reply


def overflow(qtbot, application):
    """One turn too many; returns the card that asks."""
    fill(qtbot, application)
    failed = ask(qtbot, application, f"Last {LONG}")
    assert failed.error.kind == "prompt_too_long"
    card = application.window.chat.transcript.card(failed.id)
    qtbot.waitUntil(lambda: card.asking.drop.isVisible(), timeout=WAIT)
    return card


def line(application):
    return application.window.chat.bar.line


def said(application):
    return [m.content for m in application.session.path()]


def test_what_is_typed_and_attached_is_counted(qtbot, start):
    with start() as application:
        chat = application.window.chat
        assert line(application) == ""
        qtbot.keyClicks(chat.composer.box, "three short words")
        qtbot.waitUntil(lambda: "3 of 256 tokens" in line(application), timeout=WAIT)
        chat.composer.set_text("three short words", [Attachment("a.txt", "of a file")])
        qtbot.waitUntil(lambda: "Files" in chat.bar.toolTip(), timeout=WAIT)
        chat.composer.set_text("")
        qtbot.waitUntil(lambda: line(application) == "", timeout=WAIT)


def test_the_conversation_and_its_instructions_are_counted(qtbot, start):
    with start(system_prompt="Be very brief.") as application:
        ask(qtbot, application, "How are you?")
        # three words, two in the reply, three of instructions
        qtbot.waitUntil(lambda: "8 of 256" in line(application), timeout=WAIT)
        tip = application.window.chat.bar.toolTip()
        assert "Instructions" in tip
        assert "Conversation" in tip
        application.window.chat.new_chat()
        qtbot.waitUntil(lambda: line(application) == "", timeout=WAIT)


def test_the_bar_warns_before_it_is_sent(qtbot, start):
    with start() as application:
        fill(qtbot, application)
        qtbot.waitUntil(lambda: "left" not in line(application), timeout=WAIT)
        application.window.chat.composer.set_text(LONG + LONG)
        qtbot.waitUntil(lambda: line(application).startswith("Too long by"), timeout=WAIT)
        assert "You will be asked" in line(application)
        application.preferences.change(overflow="drop")
        qtbot.waitUntil(lambda: "will be left out" in line(application), timeout=WAIT)


def test_what_does_not_fit_is_asked_about_and_nothing_is_lost(qtbot, start):
    with start() as application:
        card = overflow(qtbot, application)
        assert len(application.session.path()) == 14
        assert all(m.cut is None for m in application.session.path())
        text = card.asking.accessibleDescription()
        assert "room for 256" in text
        assert "Nothing was left out" in text
        assert "of 7 turns" in card.asking.drop.accessibleDescription()
        assert card._error is None or card._error.isHidden()


def test_leaving_out_is_marked_and_holds_for_the_next_turns(qtbot, start):
    with start() as application:
        card = overflow(qtbot, application)
        before = said(application)
        reply_id = card.message.id
        card.asking.drop.click()
        reply = wait_reply(qtbot, application)
        assert (reply.id, reply.state, reply.content) == (reply_id, "done", "An answer.")
        assert said(application)[:-1] == before[:-1]  # all of it is still there
        mark = application.window.chat.transcript.cards.mark
        assert mark.isVisible()
        assert reply.cut.count > 0
        assert f"the {reply.cut.count} messages above" in mark.label.text()
        assert not mark.button.isVisible()
        assert stored(application, reply.chat)[reply.id].cut == reply.cut
        ask(qtbot, application, "And now?")
        assert application.session.last_reply().cut is None
        assert f"the {reply.cut.count} messages above" in mark.label.text()


def test_a_summary_is_shown_as_such(qtbot, start):
    with start() as application:
        card = overflow(qtbot, application)
        statuses = []
        application.session.status_changed.connect(lambda _, status: statuses.append(status))
        card.asking.summarise.click()
        reply = wait_reply(qtbot, application)
        assert reply.cut.summary == "The older turns in a few words."
        assert any(status.startswith("Summarising") for status in statuses)
        mark = application.window.chat.transcript.cards.mark
        qtbot.mouseClick(mark.button, Qt.MouseButton.LeftButton)
        assert mark.summary.isVisible()
        assert mark.summary.text() == reply.cut.summary
        qtbot.waitUntil(lambda: "Summary" in application.window.chat.bar.toolTip(), timeout=WAIT)


def test_a_larger_context_answers_and_leaves_nothing_out(qtbot, start):
    with start() as application:
        card = overflow(qtbot, application)
        assert card.asking.safe_button() is card.asking.larger
        card.asking.larger.click()
        reply = wait_reply(qtbot, application)
        assert (reply.state, reply.cut) == ("done", None)
        assert application.preferences.settings.n_ctx == 1024
        assert not application.window.chat.transcript.cards.mark.isVisible()


def test_the_message_can_be_changed_instead(qtbot, start):
    with start() as application:
        card = overflow(qtbot, application)
        user = application.session.path()[-2]
        card.asking.edit.click()
        editor = application.window.chat.transcript.card(user.id)._editing.editor
        assert editor is not None
        editor.submitted.emit("Shorter")
        reply = wait_reply(qtbot, application)
        assert (reply.state, reply.cut) == ("done", None)
        assert said(application)[-2:] == ["Shorter", "An answer."]


def test_always_is_a_setting_of_this_chat(qtbot, start):
    with start(system_prompt="Be brief.") as application:
        card = overflow(qtbot, application)
        card.asking.always.setChecked(True)
        card.asking.drop.click()
        wait_reply(qtbot, application)
        assert application.session.setup == Setup(instructions="Be brief.", overflow="drop")
        assert application.preferences.settings.overflow == "ask"
        fill(qtbot, application, 6)  # more than fits, and nothing is asked
        cuts = [m.cut for m in application.session.path() if m.cut is not None]
        assert len(cuts) >= 2


def test_one_message_too_long_for_any_cut(qtbot, start):
    with start() as application:
        failed = ask(qtbot, application, "word " * 2000)
        card = application.window.chat.transcript.card(failed.id)
        alone = "Your last message alone is too long"
        qtbot.waitUntil(lambda: alone in card.asking.accessibleDescription(), timeout=WAIT)
        shown = [b for b in card.asking.buttons() if b.isVisible()]
        assert shown == [card.asking.edit]


def test_the_keyboard_comes_to_the_safe_choice_and_enter_takes_it(qtbot, start):
    with start() as application:
        window = application.window
        window.activateWindow()
        fill(qtbot, application)
        type_and_send(qtbot, application, LONG.strip())
        failed = wait_reply(qtbot, application)
        card = window.chat.transcript.card(failed.id)
        qtbot.waitUntil(lambda: card.asking.larger.isVisible(), timeout=WAIT)
        qtbot.waitUntil(card.asking.safe_button().hasFocus, timeout=WAIT)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        assert wait_reply(qtbot, application).state == "done"


def test_who_types_on_keeps_the_keyboard(qtbot, start):
    with start() as application:
        fill(qtbot, application)
        chat = application.window.chat
        chat.composer.submitted.emit(LONG, ())
        chat.composer.box.setFocus()
        qtbot.keyClicks(chat.composer.box, "next")
        failed = wait_reply(qtbot, application)
        qtbot.waitUntil(lambda: chat.transcript.card(failed.id).asking is not None, timeout=WAIT)
        assert chat.composer.box.hasFocus()


def test_coming_back_to_the_chat_asks_again(qtbot, start):
    with start() as application:
        card = overflow(qtbot, application)
        chat, reply = card.message.chat, card.message.id
        application.window.chat.new_chat()
        application.session.open_chat(chat)
        qtbot.waitUntil(lambda: application.session.chat_id == chat, timeout=WAIT)
        again = application.window.chat.transcript.card(reply)
        qtbot.waitUntil(lambda: again.asking.drop.isVisible(), timeout=WAIT)


def test_a_cut_is_announced(qtbot, start, monkeypatch):
    with start(overflow="drop") as application:
        spoken = []
        monkeypatch.setattr(
            QAccessible, "updateAccessibility", lambda event: spoken.append(event.message())
        )
        fill(qtbot, application)
        assert any(text.startswith("The model no longer sees") for text in spoken)


def test_a_full_context_can_be_continued(qtbot, start):
    endless = {"match": "endless", "text": "on " * 2000}
    with start(endless, overflow="drop") as application:
        fill(qtbot, application, 3)
        reply = ask(qtbot, application, "endless")
        assert reply.reason == "context"
        application.session.proceed(reply.id)
        qtbot.waitUntil(lambda: application.session.state != "idle", timeout=WAIT)
        more = wait_reply(qtbot, application)
        assert more.id == reply.id
        assert (more.state, more.error) == ("done", None)
        assert len(more.content) > len(reply.content)
        assert more.cut is not None


def test_the_inspector_shows_the_prompt_with_what_is_typed(qtbot, start):
    with start(system_prompt="Be brief.") as application:
        chat = application.window.chat
        ask(qtbot, application, "How are you?")
        chat.composer.set_text("Unsent words", [Attachment("a.txt", "of a file")])
        inspector = chat.context.inspect()
        qtbot.waitUntil(inspector.copy_button.isEnabled, timeout=WAIT)
        prompt = inspector.prompt()
        for words in ("Be brief.", "How are you?", "An answer.", "Unsent words", "of a file"):
            assert words in prompt
        inspector.reject()


def test_the_inspector_opens_from_the_bar_and_from_the_menu(qtbot, start):
    with start() as application:
        chat = application.window.chat
        chat.header.more_menu.aboutToShow.emit()
        assert not chat.header.inspect_action.isEnabled()  # nothing is said yet
        assert chat.context.inspect() is None
        ask(qtbot, application, "How are you?")
        chat.header.more_menu.aboutToShow.emit()
        assert chat.header.inspect_action.isEnabled()
        qtbot.waitUntil(chat.bar.isEnabled, timeout=WAIT)
        for way in (chat.bar.click, chat.header.inspect_action.trigger):
            way()
            qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=WAIT)
            dialog = QApplication.activeModalWidget()
            assert dialog.windowTitle() == "What the model sees"
            dialog.reject()


def test_the_bar_is_a_stop_of_the_keyboard_behind_the_composer(qtbot, start):
    with start() as application:
        chat = application.window.chat
        chat.composer.set_text("words")
        qtbot.waitUntil(chat.bar.isEnabled, timeout=WAIT)
        assert chat.tab_stops()[-1] is chat.bar
        chat.composer.button.setFocus()
        application.window.focusNextPrevChild(True)
        assert chat.bar.hasFocus()
