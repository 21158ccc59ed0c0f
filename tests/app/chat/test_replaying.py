"""Run again exactly: from the details of a reply, through the engine, and what is said of it."""

import msgspec
import pytest
from helpers.conversations import message
from helpers.window import ask, running, script, wait_reply
from PySide6.QtCore import Qt

from app.chat.asking_again import replay_for
from app.chat.details import Details
from app.chat.replay_row import ReplayRow
from app.chat.replaying import Replayed
from engine.assistants import Setup
from engine.errors import ModelNotFound
from engine.messages import (
    AdapterUse,
    Receipt,
    ReplayResult,
    Sampling,
    Stats,
    Tuning,
)
from engine.settings import Settings
from engine.store.records import LeftOut

WAIT = 60_000
RECEIPT = Receipt(model="a.gguf", tokens=(1, 2, 3), sampling=Sampling(seed=7))
REASONS = (
    *("model", "engine", "adapters", "tuning", "template", "prompt", "batches", "threads"),
    *("restored", "near_tie", "unknown"),
)


@pytest.fixture
def application(qtbot, home):
    replies = {"text": "A fine answer."}, {"match": "slow", "text": "x" * 4000, "piece_delay": 0.01}
    with running(home, script(home, *reversed(replies)), details=True) as application:
        yield application


def row_of(application, reply):
    return application.window.chat.transcript.card(reply.id).details.replay


def test_a_reply_is_the_same_again(qtbot, application):
    reply = ask(qtbot, application, "Hi")
    row = row_of(application, reply)
    assert row.button.text() == "Run again exactly"
    row.button.setFocus()
    qtbot.keyClick(row.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "The same again" in row.told.text(), timeout=WAIT)
    assert row.told.text() == "The same again, all 14 tokens."
    assert row.button.accessibleDescription() == row.told.text()
    assert len(application.session.path()) == 2  # the chat stays as it is


def test_what_came_of_it_is_still_there_when_the_card_is_made_again(qtbot, application):
    reply = ask(qtbot, application, "Hi")
    row_of(application, reply).button.click()
    state = application.aids.replaying.state
    qtbot.waitUntil(lambda: bool(state(reply.id) and state(reply.id).result), timeout=WAIT)
    application.session.new_chat()
    application.session.open_chat(reply.chat)
    transcript = application.window.chat.transcript
    qtbot.waitUntil(lambda: transcript.card(reply.id) is not None, timeout=WAIT)
    assert "The same again" in row_of(application, reply).told.text()


def test_it_can_be_stopped(qtbot, application):
    application.window.chat.composer.submitted.emit("slow", ())
    session = application.session
    qtbot.waitUntil(lambda: session.state == "answering", timeout=WAIT)
    session.stop()
    reply = wait_reply(qtbot, application)
    row = row_of(application, reply)
    row.button.click()
    qtbot.waitUntil(lambda: row.button.text() == "Stop", timeout=WAIT)
    row.button.click()
    qtbot.waitUntil(lambda: bool(row.told.text()) and row.button.text() != "Stop", timeout=WAIT)
    assert row.told.text() == "It was stopped." or row.told.text().startswith("The same")


def test_the_window_can_be_closed_meanwhile(qtbot, application):
    application.window.chat.composer.submitted.emit("slow", ())
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=WAIT)
    application.session.stop()
    row_of(application, wait_reply(qtbot, application)).button.click()


@pytest.fixture
def row(qtbot, theme):
    row = ReplayRow()
    qtbot.addWidget(row)
    row.resize(500, 60)
    row.show()
    return row


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_has_words(row, reason):
    row.show_state(Replayed(result=ReplayResult(False, 36, " the", "\n", reason)))
    told = row.told.text()
    assert told.startswith("Different from token 37 on: “ the” then, “↵” now. ")
    others = set()
    for other in REASONS:
        row.show_state(Replayed(result=ReplayResult(False, 36, " the", "\n", other)))
        others.add(row.told.text())
    assert len(others) == len(REASONS)


def test_a_reply_of_one_token_is_told_as_one(row):
    row.show_state(Replayed(result=ReplayResult(True, 1, "", "", "")))
    assert row.told.text() == "The same again, its only token."
    row.show_state(Replayed(result=ReplayResult(True, 2, "", "", "")))
    assert row.told.text() == "The same again, all 2 tokens."


def test_an_end_and_an_error_have_words(row):
    row.show_state(Replayed(result=ReplayResult(False, 2, "", "x", "unknown")))
    assert "the end of the reply then, “x” now" in row.told.text()
    row.show_state(Replayed(error=ModelNotFound("gone.gguf").info()))
    assert "gone.gguf" in row.told.text()
    row.show_state(Replayed(running=True, share=0.42))
    assert row.told.text() == "Running again… 42 %"


def test_replies_without_tokens_have_no_button(qtbot, theme):
    for receipt in (None, Receipt(model="a.gguf")):
        stats = Stats(1, 0, 1)
        details = Details(theme, message(2, "assistant", "a", receipt=receipt, stats=stats))
        qtbot.addWidget(details)
        assert details.replay is None


def test_what_was_left_out_for_a_reply_is_left_out_again():
    asked = [message(n, role, f"{role} {n}") for n, role in enumerate(["user", "assistant"] * 2, 1)]
    above = [*asked, message(5, "user", "And?")]
    reply = message(6, "assistant", "Four and more", receipt=RECEIPT, cut=LeftOut(2, "They met."))
    for start in (0, 4):
        receipt = msgspec.structs.replace(RECEIPT, start=start)
        again = msgspec.structs.replace(reply, receipt=receipt)
        request = replay_for(above, again, None, Settings())
        assert request.summary == "They met."
        assert request.messages[0].content == "user 3"
        assert len(request.messages) == (4 if start else 3)


def test_the_request_is_what_the_receipt_says():
    receipt = msgspec.structs.replace(
        RECEIPT,
        adapters=(AdapterUse("/a.gguf", 0.5),),
        tuning=Tuning(flash=False),
        thinking="off",
        grammar='root ::= "a"',
        start=4,
        before=(8, 9),
    )
    asked = message(1, "user", "Hi")
    reply = message(2, "assistant", "Four and more", receipt=receipt, model="/m/a.gguf")
    now = Setup(instructions="Rhyme.", sampling=Sampling(temperature=2), json_schema="{}")
    request = replay_for([asked], reply, now, Settings(n_ctx=2048))
    assert [m.content for m in request.messages] == ["Rhyme.", "Hi", "Four"]
    assert request.messages[-1].tokens == (8, 9)
    assert request.continue_reply
    assert (request.model.path, request.model.n_ctx) == ("/m/a.gguf", 2048)
    assert request.model.tuning == receipt.tuning
    assert request.sampling == receipt.sampling
    assert (request.adapters, request.thinking) == (receipt.adapters, "off")
    assert (request.grammar, request.json_schema) == (receipt.grammar, "")
    assert request.replay == receipt
