"""A chat that asks documents, in the whole application: on a collection of two real files."""

from concurrent.futures import Future
from pathlib import Path

import msgspec
import pytest
from helpers.window import WAIT, ask, running, script, stored, type_and_send, wait_reply
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.chat.card_documents import CardDocuments
from engine.documents.records import Source, Sources
from engine.errors import StorageError

LEAVE = "Every parent has sixteen weeks of paid leave after the birth of a child."
PAY = "Salaries are paid on the last working day of each month."
QUOTED = {"match": "leave", "text": f"{LEAVE} [1]"}
INVENTED = {"match": "canteen", "text": "The canteen opens at seven."}
ANY = {"text": "An answer."}
QUESTION = "How many weeks of leave has a parent?"


@pytest.fixture
def application(qtbot, home, tmp_path):
    with running(home, script(home, QUOTED, INVENTED, ANY)) as application:
        files = [tmp_path / "leave.md", tmp_path / "pay.txt"]
        files[0].write_text(f"# Leave\n\n{LEAVE}\n", encoding="utf-8")
        files[1].write_text(f"{PAY}\n", encoding="utf-8")
        add(qtbot, application, "Handbook", files)
        yield application


def add(qtbot, application, name, files):
    """Have files read, and wait until they can be searched."""
    desk = application.documents
    made = desk.documents.create(name).result(60)
    assert desk.documents.add(made.key, files).result(60) == len(files)
    desk.refresh()

    def searchable():
        desk.refresh()
        known = desk.collection(made.key)
        return known is not None and known.searchable == len(files)

    qtbot.waitUntil(searchable, timeout=WAIT)


def handbook(application):
    [collection] = application.documents.collections
    return Source(collection.key, "", collection.name)


def looked_up(qtbot, application, reply):
    """What the card of a reply shows once that was looked up."""
    session = application.session
    qtbot.waitUntil(lambda: session.message(reply.id).checked is not None, timeout=WAIT)
    card = application.window.chat.transcript.card(reply.id)
    assert isinstance(card.addition, CardDocuments)
    return card.addition


def test_a_question_keeps_its_sources_and_its_reply_what_was_found(qtbot, application):
    window, session = application.window, application.session
    window.chat.documents.add(handbook(application))
    seen = []
    session.sourced.connect(lambda question: seen.append(session.last_reply().content))
    reply = ask(qtbot, application, QUESTION)
    assert seen == [""]  # before a word was written
    documents = looked_up(qtbot, application, reply)
    [cited] = documents.places()
    assert cited.text == LEAVE
    assert documents.verdict.words() == "1 statement: 1 found in your documents"
    question, answer = stored(application, reply.chat).values()
    assert question.sources == documents.sources
    qtbot.waitUntil(lambda: stored(application, reply.chat)[answer.id].checked is not None)

    session.regenerate(reply.id)  # another version, from the same passages
    again = wait_reply(qtbot, application)
    assert again.parent == question.id
    assert len(seen) == 1
    looked_up(qtbot, application, again)

    # What the model is told of it later is what it was told then.
    told = session.request(session.path()[:1]).messages
    later = ask(qtbot, application, "When does the canteen open?")
    request = session.request(session.path()[:-1])
    assert request.messages[: len(told)] == told
    assert told[0].role == "system"
    assert "data" in told[0].content
    refusal = looked_up(qtbot, application, later).refusal
    assert refusal is not None
    assert not application.window.chat.transcript.card(later.id).body.isVisible()

    session.edit(question.id, "When are salaries paid?")
    qtbot.waitUntil(lambda: session.path()[0].content.startswith("When are salaries"), timeout=WAIT)
    wait_reply(qtbot, application)
    assert session.path()[0].sources.queries != question.sources.queries

    inspector = window.chat.context.inspect()
    assert any("pay.txt" in line for line in inspector.passages.lines)
    qtbot.waitUntil(inspector.copy_button.isEnabled, timeout=WAIT)
    inspector.reject()


def test_a_search_that_fails_or_is_stopped_loses_no_question(qtbot, application, monkeypatch):
    session, chat = application.session, application.window.chat
    chat.documents.add(handbook(application))
    searches = []

    def search(*_):
        searches.append(Future())
        return searches[-1]

    monkeypatch.setattr(application.documents.documents, "sources", search)
    type_and_send(qtbot, application, QUESTION)
    qtbot.waitUntil(lambda: bool(searches), timeout=WAIT)
    card = chat.transcript.card(session.last_reply().id)
    assert "Searching your documents…" in [label.text() for label in card.findChildren(QLabel)]
    session.stop()
    stopped = wait_reply(qtbot, application)
    assert stopped.reason == "cancelled"
    searches[0].set_result(Sources("passages", ()))  # nobody waits for it any more
    qtbot.wait(100)
    assert session.path()[0].sources is None

    session.retry(stopped.id)
    qtbot.waitUntil(lambda: len(searches) == 2, timeout=WAIT)
    searches[1].set_exception(StorageError("index.db", "it is locked"))
    failed = wait_reply(qtbot, application)
    assert failed.error.kind == "storage"
    monkeypatch.undo()
    session.retry(failed.id)
    qtbot.waitUntil(lambda: session.state != "idle", timeout=WAIT)
    reply = wait_reply(qtbot, application)
    assert reply.content == QUOTED["text"]
    assert session.path()[0].sources.passages


def test_what_is_asked_is_chosen_by_its_name_by_menu_and_by_a_drop(qtbot, application, tmp_path):
    chat, session = application.window.chat, application.session
    box, chips = chat.composer.box, chat.composer.documents
    box.setFocus()
    qtbot.keyClicks(box, "Ask @lea")
    qtbot.waitUntil(chat.composer.sources.isVisible, timeout=WAIT)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.toPlainText() == "Ask "
    assert [one.name for one in chips.shown] == ["leave.md"]
    qtbot.keyClicks(box, "#hand")
    qtbot.waitUntil(chat.composer.sources.isVisible, timeout=WAIT)
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert [one.name for one in chips.shown] == ["leave.md", "Handbook"]
    qtbot.keyClicks(box, "me@example")  # an address opens nothing
    assert not chat.composer.sources.isVisible()

    menu = chat.header.documents_menu
    menu.aboutToShow.emit()
    [listed] = [action for action in menu.actions() if action.isCheckable()]
    assert listed.isChecked()
    listed.trigger()
    assert [one.name for one in chips.shown] == ["leave.md"]
    chips.chips[0].button.click()
    assert session.setup is None

    page = tmp_path / "rules.html"
    page.write_text(f"<h1>Rules</h1><p>{PAY}</p>", encoding="utf-8")
    chat.composer.give([page, tmp_path / "pay.txt"])
    qtbot.waitUntil(chat.composer.offer.isVisible, timeout=WAIT)
    assert chat.composer.offer.attach.isVisible()
    qtbot.waitUntil(lambda: bool(chat.composer.attached.files), timeout=WAIT)
    chat.composer.offer.ask.click()
    qtbot.waitUntil(lambda: bool(chips.shown), timeout=WAIT)
    assert [one.name for one in chips.shown] == ["rules.html"]
    assert [c.name for c in application.documents.collections] == ["Chat files", "Handbook"]
    source = session.setup.documents[0]
    assert isinstance(source.file, str)

    removed = application.documents.documents.remove(files=[source.file]).result(60)
    application.documents.refresh()
    qtbot.waitUntil(lambda: chips.shown[0].standing == "gone", timeout=WAIT)
    application.documents.documents.undo(removed).result(60)
    assert msgspec.structs.asdict(source)["name"] == Path(page).name
