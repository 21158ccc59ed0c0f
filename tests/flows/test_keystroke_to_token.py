"""From a key to a token: typing in the composer, through to rendered text and the stored row."""

import pytest
from helpers.window import WAIT, running, script, stored, type_and_send, wait_reply
from PySide6.QtWidgets import QLabel

from engine.store.store import Store


def test_a_typed_question_to_a_rendered_and_stored_answer(qtbot, home):
    answer = {"match": "grass", "text": "It is **high** and cold.", "piece_delay": 0.005}
    with running(home, script(home, answer)) as application:
        type_and_send(qtbot, application, "What about the grass?")
        assert application.window.chat.composer.text() == ""
        reply = wait_reply(qtbot, application)
        question = application.session.path()[0]
        card = application.window.chat.transcript.card(reply.id)
        assert card.text() == "It is **high** and cold."
        assert "It is high and cold." in card.body.toPlainText()
        rows = stored(application, reply.chat)
        assert rows[question.id].content == "What about the grass?"
        assert rows[reply.id].content == "It is **high** and cold."
        assert rows[reply.id].state == "done"
        assert (
            application.store.call(lambda chats: chats.get(reply.chat).title).result(10)
            == "What about the grass?"
        )
    with Store(home.database) as store:
        again = store.call(lambda chats: chats.messages(reply.chat)).result(10)
    assert again == rows


def test_text_is_on_the_screen_and_on_disk_while_the_reply_is_written(qtbot, home):
    slow = {"text": "word " * 500, "piece_delay": 0.01}
    with running(home, script(home, slow)) as application:
        type_and_send(qtbot, application, "Go on")
        session = application.session
        qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
        reply = session.last_reply()
        card = application.window.chat.transcript.card(reply.id)
        qtbot.waitUntil(lambda: len(card.text()) > 100, timeout=WAIT)
        qtbot.waitUntil(
            lambda: len(stored(application, reply.chat)[reply.id].content) > 100, timeout=WAIT
        )
        assert stored(application, reply.chat)[reply.id].state == "streaming"
        session.stop()
        stopped = wait_reply(qtbot, application)
        assert card.text() == stopped.content
        assert stored(application, reply.chat)[reply.id].content == stopped.content


def test_closing_the_window_keeps_what_was_said(qtbot, home):
    slow = {"text": "word " * 500, "piece_delay": 0.01}
    with running(home, script(home, slow)) as application:
        type_and_send(qtbot, application, "Go on")
        qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
        reply = application.session.last_reply()
    with Store(home.database) as store:
        row = store.call(lambda chats: chats.messages(reply.chat)).result(10)[reply.id]
    assert (row.state, row.reason) == ("done", "cancelled")
    assert row.content.startswith(reply.content)


def test_a_killed_engine_loses_neither_chat_nor_typed_text(qtbot, home):
    import psutil

    back = {"match": "typed", "text": "Back again."}
    slow = {"match": "slow", "text": "word " * 500, "piece_delay": 0.01}
    with running(home, script(home, back, slow)) as application:
        type_and_send(qtbot, application, "slow please")
        qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
        application.window.chat.composer.set_text("typed meanwhile")
        psutil.Process(application.engine.process_id).kill()
        failed = wait_reply(qtbot, application)
        assert failed.state == "failed"
        assert failed.content
        assert application.window.chat.composer.text() == "typed meanwhile"
        card = application.window.chat.transcript.card(failed.id)
        assert "The engine stopped" in [label.text() for label in card.findChildren(QLabel)]
        application.window.chat.composer._submit()
        qtbot.waitUntil(lambda: len(application.session.path()) == 4, timeout=WAIT)
        assert wait_reply(qtbot, application).content == "Back again."


@pytest.mark.model
def test_on_both_real_models(qtbot, home, model_path):
    with running(home, model=str(model_path), max_tokens=24) as application:
        qtbot.waitUntil(lambda: application.models.model is not None, timeout=WAIT)
        type_and_send(qtbot, application, "The capital of France is")
        qtbot.waitUntil(lambda: bool(application.session.path()), timeout=WAIT)
        qtbot.waitUntil(lambda: application.session.state == "idle", timeout=90_000)
        reply = application.session.last_reply()
        assert reply.error is None
        assert reply.content.strip()
        assert application.window.chat.transcript.card(reply.id).text() == reply.content
        assert stored(application, reply.chat)[reply.id].stats.completion_tokens <= 24
        bar = application.window.chat.bar
        qtbot.waitUntil(bar.isEnabled, timeout=WAIT)
        assert "% full" in bar.line
