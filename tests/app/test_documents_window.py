"""Documents in the whole window: the key, the rail, a chat that asks a collection, the settings."""

import pytest
from helpers.tiny_embedder import write_tiny_bert
from helpers.window import running, script
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from engine.documents.records import Progress, Source

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def application(qtbot, home, tmp_path):
    nowhere = str(tmp_path / "no-embedder.gguf")
    answer = {"text": "An answer."}
    with running(home, script(home, answer), embedder=nowhere) as application:
        application.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is application.window)
        yield application


@pytest.fixture
def page(qtbot, application):
    qtbot.keyClick(application.window, Qt.Key.Key_D, CONTROL_SHIFT)
    qtbot.waitUntil(lambda: application.window.documents.page is not None)
    return application.window.documents.page


def test_its_key_turns_to_it(application, page):
    assert page.isVisible()
    assert application.window.pages.currentWidget() is application.window.documents


def test_the_rail_says_how_far_it_is(application):
    button = application.window._group.button(2)
    application.documents.progressed.emit(Progress(1, 4, 0, 0, 30.0, "a.pdf"))
    assert button.accessibleDescription() == "Reading a.pdf · 1 of 4 files · about 30 s left"
    application.documents.progressed.emit(None)
    assert button.accessibleDescription() == ""


def test_a_chat_asks_a_collection(qtbot, application, page, tmp_path):
    (tmp_path / "notes.txt").write_text("The llama lives on the puna.")
    page.add([tmp_path / "notes.txt"])
    desk = application.documents
    qtbot.waitUntil(lambda: bool(desk.collections) and desk.collections[0].searchable == 1)
    qtbot.waitUntil(page.view.header.ask_button.isEnabled)
    page.view.header.ask_button.click()
    assert application.window.pages.currentWidget() is application.window.chat
    source = Source(desk.collections[0].key, "", "My documents")
    assert application.session.setup.documents == (source,)
    assert application.session.assistant == ""


def test_another_embedder_is_used_from_now_on(qtbot, application, tmp_path):
    heard = []
    application.documents.progressed.connect(heard.append)
    path = write_tiny_bert(tmp_path / "bert.gguf")
    desk = application.documents
    (tmp_path / "notes.txt").write_text("The llama lives on the puna.")
    desk.create("Notes", lambda one: desk.add(one.key, [tmp_path / "notes.txt"]))
    qtbot.waitUntil(lambda: desk.trouble is not None)  # there is no such model
    application.preferences.change(embedder=str(path))
    qtbot.waitUntil(lambda: bool(desk.collections) and desk.collections[0].ready == 1)
    assert desk.trouble is None


def test_another_language_keeps_what_is_known(qtbot, application, page):
    application.documents.create("Work")
    qtbot.waitUntil(lambda: len(application.documents.collections) == 1)
    application.preferences.change(language="zh_CN")
    application.window.show_documents()
    page = application.window.documents.page
    assert page.pane.list.model().rowCount() == 1
    assert page.view.header.ask_button.text() == "向这些文档提问"
