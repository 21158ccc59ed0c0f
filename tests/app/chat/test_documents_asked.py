"""A chat that asks documents, in the whole application: on a collection of three real files."""

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
from engine.store.records import StoredMessage

LEAVE = "Every parent has sixteen weeks of paid leave after the birth of a child."
PAY = "Salaries are paid on the last working day of each month."
MINUTES = "Point {n} of the list was closed by group {n}.\n\n"
QUOTED = {"match": "leave", "text": f"{LEAVE} [1]"}
INVENTED = {"match": "canteen", "text": "The canteen opens at seven."}
SUMMARY = {"match": "say most", "text": "word " * 40, "piece_delay": 0.02}
ANY = {"text": "An answer."}
QUESTION = "How many weeks of leave has a parent?"


@pytest.fixture
def application(qtbot, home, tmp_path):
    with running(home, script(home, SUMMARY, QUOTED, INVENTED, ANY)) as application:
        files = [tmp_path / "leave.md", tmp_path / "pay.txt", tmp_path / "minutes.txt"]
        files[0].write_text(f"# Leave\n\n{LEAVE}\n", encoding="utf-8")
        files[1].write_text(f"{PAY}\n", encoding="utf-8")
        files[2].write_text("".join(MINUTES.format(n=n) for n in range(100)), encoding="utf-8")
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
    assert request.messages[1] == told[1]
    assert told[0].role == "system"
    assert "data" in told[0].content
    refusal = looked_up(qtbot, application, later).refusal
    assert refusal is not None
    body = window.chat.transcript.card(later.id).body
    assert not body.isVisible()
    window.chat.finding.open()  # what is out of sight is shown to who looks for it
    window.chat.finding.bar.field.setText("opens at seven")
    qtbot.waitUntil(body.isVisible, timeout=WAIT)
    window.chat.finding.bar.field.setText("not found")  # a mark is text, too
    qtbot.waitUntil(lambda: bool(window.chat.finding.bar.label.text()), timeout=WAIT)
    window.chat.finding.bar.leave()

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

    papers = tmp_path / "v1.2"  # a folder is one, whatever it is called
    papers.mkdir()
    (papers / "old.txt").write_text(PAY, encoding="utf-8")
    chat.documents.ask([papers])
    qtbot.waitUntil(lambda: "v1.2" in [one.name for one in chips.shown], timeout=WAIT)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    chat.documents.ask([tmp_path / "broken.pdf"])
    unread = ("broken.pdf", "failed")
    qtbot.waitUntil(lambda: unread in [(c.name, c.standing) for c in chips.shown], timeout=WAIT)

    removed = application.documents.documents.remove(files=[source.file]).result(60)
    application.documents.refresh()
    qtbot.waitUntil(lambda: chips.shown[0].standing == "gone", timeout=WAIT)
    application.documents.documents.undo(removed).result(60)
    assert msgspec.structs.asdict(source)["name"] == Path(page).name


def test_where_no_passage_is_about_the_question_no_model_is_asked(qtbot, application):
    application.window.chat.documents.add(handbook(application))
    reply = ask(qtbot, application, "Zeppelin timetable?")
    assert reply.content == "The documents do not contain an answer to this."
    assert reply.stats.prompt_tokens == 0
    documents = looked_up(qtbot, application, reply)
    assert documents.line.text() == "No passage of your documents fits"
    assert documents.refusal is not None
    assert documents.refusal.list is None
    assert stored(application, reply.chat)[reply.id].state == "done"


def test_a_summary_is_written_stopped_and_gone_on_with(qtbot, application):
    session, chat = application.session, application.window.chat
    [source] = [
        one
        for one in application.documents.documents.find("leave").result(60)
        if one.name == "leave.md"
    ]
    chat.documents.add(source)
    chip = chat.composer.documents.chips[0]
    question = StoredMessage(0, 0, None, "user", "")
    chip.summarise.trigger()
    qtbot.waitUntil(lambda: "word word" in (session.last_reply() or question).content, timeout=WAIT)
    session.stop()
    stopped = wait_reply(qtbot, application)
    assert stopped.reason == "cancelled"
    session.proceed(stopped.id)
    qtbot.waitUntil(lambda: session.state != "idle", timeout=WAIT)
    reply = wait_reply(qtbot, application)
    assert reply.id == stopped.id
    assert reply.content.startswith(stopped.content)
    assert reply.content.count("### Leave") == 1
    assert session.path()[0].content == "Summarise “leave.md”"
    assert reply.error is None
    assert reply.content.startswith("### Leave [1]")
    documents = looked_up(qtbot, application, reply)
    assert documents.line.text() == "All of 1 file"
    assert documents.refusal is None
    assert session.message(reply.id).checked.answered
    session.regenerate(reply.id)
    again = wait_reply(qtbot, application)
    assert again.id != reply.id
    assert again.content.startswith("### Leave [1]")
    # It is no question of the chat's documents, and the next one is.
    request = session.request(session.path())
    assert all(message.role != "system" for message in request.messages)
