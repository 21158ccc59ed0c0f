"""Zoom, details and search results, from the window to the texts."""

from __future__ import annotations

import pytest
from helpers.window import ask, running, script
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def application(qapp, home):
    with running(home, script(home, {"match": "", "text": "Some words."})) as application:
        application.window.activateWindow()
        yield application


def press(qtbot, application, key, held=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or application.window, key, held)


def points(application, number):
    """The size of the text of a message."""
    document = application.window.chat.transcript.cards.made[number].body.document()
    return document.firstBlock().begin().fragment().charFormat().font().pointSizeF()


def test_keys_and_the_wheel_zoom_texts_and_are_remembered(qtbot, application):
    ask(qtbot, application, "Hi")
    before = points(application, 1)
    press(qtbot, application, Qt.Key.Key_Equal, CONTROL)
    assert application.preferences.settings.zoom == 110
    assert points(application, 1) == pytest.approx(1.1 * before)
    assert application.window.chat.composer.box.font().pointSizeF() == pytest.approx(1.1 * before)
    for _ in range(20):
        press(qtbot, application, Qt.Key.Key_Minus, CONTROL)
    assert application.preferences.settings.zoom == 80
    press(qtbot, application, Qt.Key.Key_0, CONTROL)
    assert points(application, 1) == before
    view = application.window.chat.transcript
    place = QPointF(view.viewport().rect().center())
    wheel = QWheelEvent(
        place,
        view.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CONTROL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert application.preferences.settings.zoom == 110


def test_details_are_shown_as_the_settings_say(qtbot, application):
    reply = ask(qtbot, application, "Hi")
    card = application.window.chat.transcript.card(reply.id)
    assert card._details is None
    application.preferences.change(details=True)
    assert card._details.isVisible()
    application.preferences.change(details=False)
    assert not card._details.isVisible()


def test_a_search_result_is_brought_into_view_with_its_words(qtbot, application):
    ask(qtbot, application, "A question about llamas")
    chat, session = application.window.chat, application.session
    question = session.path()[0]
    chat.list.search.setText("llamas question")
    session.reveal.emit(question.id)
    body = chat.transcript.card(question.id).body
    assert [s.cursor.selectedText() for s in body.extraSelections()] == ["llamas"]
    qtbot.waitUntil(lambda: not body.extraSelections())


def drop(application, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    common = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(600, 300), Qt.DropAction.CopyAction, *common)
    QApplication.sendEvent(application.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(
        application.window, QDropEvent(QPointF(600, 300), Qt.DropAction.CopyAction, *common)
    )


def test_files_dropped_on_the_window_are_attached_sent_and_kept(qtbot, application, tmp_path):
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.md").write_text("two")
    drop(application, tmp_path / "a.txt", tmp_path / "b.md")
    composer = application.window.chat.composer
    qtbot.waitUntil(lambda: len(composer.attached.files) == 2)
    press(qtbot, application, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(application.session.path()) == 2)
    qtbot.waitUntil(lambda: application.session.state == "idle")
    question = application.session.path()[0]
    assert [file.name for file in question.attachments] == ["a.txt", "b.md"]
    application.window.chat.transcript.edit_submitted.emit(question.id, "With words")
    qtbot.waitUntil(lambda: application.session.path()[0].content == "With words")
    assert application.session.path()[0].attachments == question.attachments
    qtbot.waitUntil(lambda: application.session.state == "idle")


def test_an_open_edit_survives_another_language(qtbot, application):
    ask(qtbot, application, "Hi")
    card = application.window.chat.transcript.cards.made[0]
    card.start_editing()
    card._editing.editor._text.setPlainText("half a thought")
    application.preferences.change(language="zh_CN")
    qtbot.waitUntil(lambda: bool(application.window.chat.transcript.cards.made))
    card = application.window.chat.transcript.cards.made[0]
    assert card._editing.editor._text.toPlainText() == "half a thought"
