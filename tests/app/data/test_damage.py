"""After a crash the chats are checked; what the disk changed is told and repaired from a backup."""

import pytest
from helpers.window import ask, running, script
from PySide6.QtWidgets import QLabel

from engine.store.check import Damaged, Report

ANSWER = {"text": "grazing llamas of the puna"}


def crashed(home):
    """Make it look as if Puna had not been closed."""
    home.backups.mkdir(parents=True, exist_ok=True)
    (home.backups / "open").write_bytes(b"")


def spoil(home):
    data = home.database.read_bytes()
    assert b"grazing llamas" in data
    home.database.write_bytes(data.replace(b"grazing llamas", b"biting! llamas"))


@pytest.fixture
def damaged_home(qtbot, home):
    with running(home, script(home, ANSWER)) as application:
        ask(qtbot, application, "What lives there?")
    spoil(home)
    crashed(home)
    return home


def test_damage_is_told_and_repaired_from_the_backup(qtbot, damaged_home, end):
    with running(damaged_home, script(damaged_home, ANSWER)) as application:
        window = application.window
        qtbot.waitUntil(lambda: window.banner.text("damage") != "", timeout=60_000)
        dialog = window.data_notices.show_damage(application.desk.report)
        words = [label.text() for label in dialog.asking.findChildren(QLabel)]
        assert "Messages whose text the disk has changed: 1" in words
        assert "What lives there?: 1" in words
        assert "Backups have all of them as they were written." in words
        dialog.repair_button.click()
        assert end(dialog)[0] == "1 message was repaired."
        dialog.close()
        qtbot.waitUntil(lambda: window.banner.text("damage") == "")
        [chat] = application.store.call(lambda chats: chats.list()).result(10)
        messages = application.store.call(lambda chats: chats.messages(chat.id)).result(10)
        reply = next(m for m in messages.values() if m.role == "assistant")
        assert reply.content == "grazing llamas of the puna"
        assert not reply.damaged


def test_a_database_that_is_whole_is_not_worth_a_word(qtbot, home):
    with running(home, script(home, ANSWER)) as application:
        ask(qtbot, application, "What lives there?")
    crashed(home)
    with running(home, script(home, ANSWER)) as application:
        application.desk.caretaker.check().result(15)
        assert application.desk.report is None
        assert application.window.banner.text("damage") == ""


def test_without_a_backup_nothing_is_offered_that_does_nothing(qtbot, application):
    report = Report(3, ("a page is wrong",), (Damaged(2, 1, "key", "Llamas"),))
    dialog = application.window.data_notices.show_damage(report)
    assert not dialog.repair_button.isVisible()
    words = " ".join(label.text() for label in dialog.asking.findChildren(QLabel))
    assert "No backup has them" in words
    assert "restore a backup" in words
    with qtbot.waitSignal(application.window.data_notices.backups_wanted):
        dialog.backups_button.click()
    assert application.window.data.isVisible()


def test_another_language_keeps_the_news_of_damage(qtbot, damaged_home):
    with running(damaged_home, script(damaged_home, ANSWER)) as application:
        qtbot.waitUntil(lambda: application.desk.report is not None, timeout=60_000)
        application.preferences.change(language="zh_CN")
        assert application.window.banner.text("damage") != ""


def test_a_backup_that_cannot_be_made_is_told_until_one_can(qtbot, application):
    from engine.errors import StorageError

    banner = application.window.banner
    application.desk.not_backed_up.emit(StorageError("/backups", "it is full").info())
    assert "it is full" in banner.text("backup")
    application.desk.not_backed_up.emit(None)
    assert banner.text("backup") == ""
