"""The lists of assistants and snippets: make, change, copy, delete and undo, hand on as a file."""

import pytest
from helpers.window import running, script
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.assistants.editor import AssistantEditor, SnippetEditor
from engine.assistant_files import read_assistant
from engine.assistants import Assistant, Setup, Snippet


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        application.window.activateWindow()
        qtbot.waitUntil(lambda: application.assistants.shipped != (), timeout=60_000)
        qtbot.waitUntil(lambda: application.snippets.shipped != (), timeout=60_000)
        yield application


@pytest.fixture
def page(application):
    window = application.window
    window.settings.show_page(window.assistants)
    window.show_settings()
    return window.assistants


def editor_of(application, kind=AssistantEditor):
    return [e for e in application.window.findChildren(kind) if e.isVisible()][-1]


def make(qtbot, application, page, name):
    page.part.new_button.click()
    editor = editor_of(application)
    editor.name.setText(name)
    editor.save_button.click()
    qtbot.waitUntil(lambda: application.assistants.named(name) is not None)


def test_one_is_made_changed_and_picked(qtbot, application, page):
    make(qtbot, application, page, "Ape")
    part = page.part
    qtbot.waitUntil(lambda: getattr(part.list.key(), "name", "") == "Ape")
    part.edit_button.click()
    editor = editor_of(application)
    editor.about.setText("climbs")
    editor.save_button.click()
    qtbot.waitUntil(lambda: application.assistants.named("Ape").about == "climbs")
    assert [item.name for item in application.assistants.own] == ["Ape"]
    qtbot.waitUntil(lambda: getattr(part.list.key(), "about", "") == "climbs")


def test_what_comes_with_puna_is_copied_not_changed(qtbot, application, page):
    part, shipped = page.part, application.assistants.shipped[0]
    part.list.pick(shipped)
    assert not part.edit_button.isEnabled()
    assert not part.delete_button.isEnabled()
    assert part.edit_button.toolTip()
    part.list.opened.emit()
    editor = editor_of(application)
    assert editor.name.text() == shipped.name
    assert editor.fields.instructions.toPlainText().strip() == shipped.setup.instructions
    editor.name.setText("Mine")
    editor.save_button.click()
    qtbot.waitUntil(lambda: application.assistants.named("Mine") is not None)
    assert application.assistants.shipped[0] == shipped


def test_a_deletion_is_undone(qtbot, application, page):
    make(qtbot, application, page, "Ape")
    part = page.part
    qtbot.waitUntil(part.delete_button.isEnabled)
    part.delete_button.click()
    qtbot.waitUntil(lambda: application.assistants.own == ())
    qtbot.waitUntil(part.undo_button.isVisible)
    assert "Ape" in part.undo_label.text()
    part.undo_button.click()
    qtbot.waitUntil(lambda: application.assistants.named("Ape") is not None)
    qtbot.waitUntil(lambda: not part.undo_button.isVisible())


def test_one_is_handed_on_as_a_file(qtbot, application, page, tmp_path):
    given = Assistant("Ape", "climbs", Setup(instructions="Climb."))
    path = tmp_path / "ape.puna-assistant"
    page.write_file(str(path), given)
    qtbot.waitUntil(path.exists)
    assert read_assistant(path).setup.instructions == "Climb."
    for name in ("Ape", "Ape 2"):
        page.take_file(str(path))
        qtbot.waitUntil(lambda name=name: application.assistants.named(name) is not None)


def test_a_file_that_is_none_is_told(qtbot, application, page, tmp_path):
    path = tmp_path / "notes.puna-assistant"
    path.write_text("notes")
    page.take_file(str(path))
    qtbot.waitUntil(lambda: application.window.banner.text() != "")
    assert "assistant" in application.window.banner.text()
    assert application.assistants.own == ()


def test_snippets_too(qtbot, application, tmp_path):
    window = application.window
    window.settings.show_page(window.snippets)
    window.show_settings()
    part = window.snippets.part
    part.new_button.click()
    editor = editor_of(application, SnippetEditor)
    editor.name.setText("sign")
    editor.text.setPlainText("Kind regards")
    editor.save_button.click()
    qtbot.waitUntil(lambda: application.snippets.named("sign") is not None)
    path = tmp_path / "sign.puna-snippet"
    window.snippets.write_file(str(path), Snippet("sign", "Kind regards"))
    qtbot.waitUntil(path.exists)
    window.snippets.take_file(str(path))
    qtbot.waitUntil(lambda: application.snippets.named("sign-2") is not None)
    assert part.list.model().index(0).data() == "/sign"


def test_all_of_it_by_keyboard(qtbot, application, page):
    page.part.new_button.setFocus()
    seen = []
    for _ in range(8):
        at = QApplication.focusWidget()
        seen.append(at)
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    part = page.part
    assert {part.new_button, part.copy_button, part.import_button, part.list} <= set(seen)
    assert all(at.accessibleName() or at.text() for at in seen if hasattr(at, "text"))
