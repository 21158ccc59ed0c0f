"""A reply is put right and kept to learn from; and that is undone."""

import pytest
from helpers.window import WAIT, ask, running, script
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.chat.teach_dialog import TeachDialog
from engine.assistants import Setup
from engine.examples.collected import Collected


@pytest.fixture
def application(home, qtbot):
    replies = [{"match": "late", "text": "<think>hm</think>It is late."}, {"text": "Yes."}]
    with running(home, script(home, *replies)) as application:
        application.window.resize(1280, 800)
        yield application


def taught(application):
    return Collected(application.home).list()


def teach(qtbot, application, answer):
    """Press the button below the last reply, write, and keep it."""
    chat, reply = application.window.chat, application.session.last_reply()
    card = chat.transcript.card(reply.id)
    button = next(b for b in card._actions.buttons() if b.accessibleName() == "Teach this")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = application.window.findChild(TeachDialog)
    said = dialog.text()
    dialog.answer.set_text(answer)
    with qtbot.waitSignal(application.aids.teaching.added, timeout=WAIT):
        QTest.mouseClick(dialog.teach_button, Qt.MouseButton.LeftButton)
    return said


def test_a_reply_put_right_is_kept(application, qtbot):
    application.session.set_setup(Setup(instructions="Be warm."))
    ask(qtbot, application, "My parcel is late")
    said = teach(qtbot, application, "  So sorry! Which order is it? ")
    assert said == "It is late."  # without its thinking
    [row] = taught(application)
    assert [(m.role, m.content) for m in row.example.messages] == [
        ("system", "Be warm."),
        ("user", "My parcel is late"),
        ("assistant", "So sorry! Which order is it?"),
    ]
    assert row.before == "It is late."
    assert row.model == str(application.models.model.path)


def test_it_is_undone(application, qtbot):
    ask(qtbot, application, "My parcel is late")
    teach(qtbot, application, "So sorry!")
    strip = application.window.chat.teach.strip
    assert strip.isVisible()
    QTest.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: taught(application) == [], timeout=WAIT)


def test_a_later_reply_keeps_what_was_said_before(application, qtbot):
    ask(qtbot, application, "My parcel is late")
    ask(qtbot, application, "Really?")
    teach(qtbot, application, "Really, and I am sorry.")
    [row] = taught(application)
    assert [m.content for m in row.example.messages] == [
        "My parcel is late",
        "It is late.",
        "Really?",
        "Really, and I am sorry.",
    ]


def test_nothing_cannot_be_taught(application, qtbot):
    ask(qtbot, application, "My parcel is late")
    dialog = application.window.chat.teach.ask(application.session.last_reply().id)
    dialog.answer.set_text("  \n ")
    assert not dialog.teach_button.isEnabled()
    dialog.reject()


def test_where_it_cannot_be_kept_the_user_is_told(application, qtbot, home):
    ask(qtbot, application, "My parcel is late")
    (home.training).mkdir(parents=True)
    (home.training / "collected").write_text("a file where the folder would be")
    dialog = application.window.chat.teach.ask(application.session.last_reply().id)
    with qtbot.waitSignal(application.window.chat.failed, timeout=WAIT):
        QTest.mouseClick(dialog.teach_button, Qt.MouseButton.LeftButton)
