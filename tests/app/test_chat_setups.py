"""Assistants in the chat: picked for a new one, shown above it, changed for it, saved from it."""

import pytest
from helpers.window import ask, running, script
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from app.assistants.editor import AssistantEditor
from engine.assistants import Assistant, Setup


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        qtbot.waitUntil(lambda: application.assistants.shipped != (), timeout=60_000)
        application.assistants.save(Assistant("Ape", "climbs", Setup(instructions="Climb.")))
        qtbot.waitUntil(lambda: application.assistants.named("Ape") is not None)
        yield application


def chips(application):
    return {b.accessibleName(): b for b in application.window.chat.empty.assistants.buttons}


def test_a_chip_of_the_empty_chat_sets_it_up(qtbot, application):
    chat = application.window.chat
    assert next(iter(chips(application))) == "Ape"
    chat.composer.set_text("half typed")
    chips(application)["Ape"].click()
    assert application.session.setup == Setup(instructions="Climb.")
    assert chips(application)["Ape"].isChecked()
    assert chat.header.assistant.text() == "Ape"
    assert chat.header.assistant.isVisible()
    assert chat.composer.text() == "half typed"
    ask(qtbot, application, "Hi")
    [kept] = application.store.call(lambda chats: chats.list()).result(10)
    assert (kept.assistant, kept.setup) == ("Ape", Setup(instructions="Climb."))


def test_every_chip_is_in_sight(application):
    row = application.window.chat.empty.assistants
    assert len(row.buttons) == len(application.assistants.all) > 6
    assert all(row.rect().contains(button.geometry()) for button in row.buttons)


def test_a_chosen_chip_can_be_given_back(application):
    chips(application)["Ape"].click()
    chips(application)["Ape"].click()
    assert application.session.setup is None
    assert not application.window.chat.header.assistant.isVisible()


def test_the_menu_of_new_chats_has_the_assistants(application):
    actions = {a.text(): a for a in application.window.chat.list.new.menu.actions()}
    actions["Ape"].trigger()
    assert application.session.assistant == "Ape"


def test_the_settings_of_a_chat_are_its_own(qtbot, application):
    ask(qtbot, application, "Hi")
    header = application.window.chat.header
    header.setup_requested.emit()
    dialog = application.window.setups.change_setup()
    dialog.fields.instructions.setPlainText("Rhyme.")
    dialog.save_button.click()
    assert application.session.setup == Setup(instructions="Rhyme.")
    assert application.preferences.settings.system_prompt == ""
    qtbot.waitUntil(
        lambda: application.store.call(lambda c: c.list()[0].setup).result(10) is not None
    )
    dialog = application.window.setups.change_setup()
    dialog.reset_button.click()
    assert application.session.setup is None
    for each in application.window.findChildren(type(dialog)):
        each.reject()


def test_a_chat_is_saved_as_an_assistant(qtbot, application):
    ask(qtbot, application, "Hi")
    application.session.set_setup(Setup(instructions="Rhyme."))
    application.window.chat.header.save_requested.emit()
    [editor] = application.window.findChildren(AssistantEditor)
    assert editor.fields.instructions.toPlainText() == "Rhyme."
    editor.name.setText("Poet")
    editor.save_button.click()
    qtbot.waitUntil(lambda: application.assistants.named("Poet") is not None)
    assert application.assistants.named("Poet").setup.instructions == "Rhyme."
    assert "Poet" in chips(application)


def test_only_stored_chats_can_be_exported(qtbot, application):
    header = application.window.chat.header
    header.more_menu.aboutToShow.emit()
    assert not header.export_action.isEnabled()
    ask(qtbot, application, "Hi")
    header.more_menu.aboutToShow.emit()
    assert header.export_action.isEnabled()


def test_the_home_is_shown_and_opened(application, home, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page = application.window.data
    assert str(home.root) in [label.text() for label in page.findChildren(QLabel)]
    page.open_button.click()
    assert opened == [QUrl.fromLocalFile(str(home.root))]
