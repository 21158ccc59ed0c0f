"""Backups are listed, made and restored from the settings, and nothing is lost by it."""

from helpers.window import ask, running, script, wait_reply
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.data.backups_section import RestoreDialog
from engine.assistants import Assistant


def wait_listed(qtbot, section, count):
    qtbot.waitUntil(lambda: section.list.model().rowCount() == count, timeout=60_000)


def wait_made(qtbot, section):
    qtbot.waitUntil(section.make_button.isEnabled, timeout=60_000)


def test_one_is_made_and_listed_with_its_size(qtbot, application, page):
    section = page.backups
    ask(qtbot, application, "What is a puna?")
    application.window.show_data()
    before = section.list.model().rowCount()
    section.make_button.click()
    assert not section.make_button.isEnabled()
    wait_listed(qtbot, section, before + 1)
    wait_made(qtbot, section)
    assert section.status.text() == "Done."
    read = section.list.model().index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Today" in read
    assert "1 chat" in read
    assert "kB" in read


def restore(qtbot, application):
    section = application.window.data.backups
    section.restore_button.click()
    [dialog] = application.window.findChildren(RestoreDialog)
    words = " ".join(label.text() for label in dialog.asking.findChildren(QLabel))
    assert "not lost" in words
    dialog.restore_button.click()
    qtbot.waitUntil(lambda: dialog.telling.isVisible(), timeout=60_000)
    told = [label.text() for label in dialog.telling.findChildren(QLabel)]
    dialog.close()
    return told


def test_a_backup_is_restored_and_what_was_there_can_be_restored_too(qtbot, application, page):
    section = page.backups
    ask(qtbot, application, "What is a puna?")
    application.assistants.save(Assistant("Ape"))
    qtbot.waitUntil(lambda: application.assistants.named("Ape") is not None)
    application.window.show_data()
    section.make_button.click()
    wait_listed(qtbot, section, 1)
    wait_made(qtbot, section)
    application.window.chat.new_chat()
    ask(qtbot, application, "And a vicuña?")
    application.assistants.save(Assistant("Bee"))
    qtbot.waitUntil(lambda: application.assistants.named("Bee") is not None)
    application.window.show_data()

    assert restore(qtbot, application)[0] == "The backup was restored."
    chats = application.store.call(lambda chats: chats.list()).result(10)
    assert [chat.title for chat in chats] == ["What is a puna?"]
    qtbot.waitUntil(lambda: application.assistants.named("Bee") is None)
    assert application.assistants.named("Ape") is not None
    qtbot.waitUntil(lambda: application.session.path() == [])  # the open chat is not there now

    wait_listed(qtbot, section, 2)
    kept = next(b for b in section._backups if b.origin == "restore")
    section.list.pick(kept)
    assert restore(qtbot, application)[0] == "The backup was restored."
    chats = application.store.call(lambda chats: chats.list()).result(10)
    assert {chat.title for chat in chats} == {"What is a puna?", "And a vicuña?"}


def test_replies_go_on_after_a_restore(qtbot, application, page):
    ask(qtbot, application, "What is a puna?")
    application.window.show_data()
    page.backups.make_button.click()
    wait_listed(qtbot, page.backups, 1)
    wait_made(qtbot, page.backups)
    restore(qtbot, application)
    application.window.show_chat()
    application.window.chat.new_chat()
    assert ask(qtbot, application, "And now?").content == "An answer."


def test_one_that_cannot_be_read_is_told_and_cannot_be_restored(qtbot, application, page, home):
    home.backups.mkdir(parents=True, exist_ok=True)
    (home.backups / "puna-2020-01-01T000000Z.db").write_bytes(b"no database" * 1000)
    application.desk.list_backups()
    wait_listed(qtbot, page.backups, 1)
    read = page.backups.list.model().index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "cannot be read" in read
    assert not page.backups.restore_button.isEnabled()
    page.backups.list.opened.emit()
    assert application.window.findChildren(RestoreDialog) == []


def test_enter_in_the_question_restores_nothing(qtbot, application, page):
    page.backups.make_button.click()
    wait_listed(qtbot, page.backups, 1)
    wait_made(qtbot, page.backups)
    page.backups.restore_button.click()
    [dialog] = application.window.findChildren(RestoreDialog)
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.cancel_button.isDefault()
    assert not dialog.restore_button.autoDefault()
    dialog.reject()


def test_nothing_is_restored_under_a_reply_that_is_written(qtbot, home):
    slow = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}
    with running(home, script(home, slow, {"text": "An answer."})) as application:
        section = application.window.data.backups
        ask(qtbot, application, "Hi")
        application.window.show_data()
        section.make_button.click()
        wait_listed(qtbot, section, 1)
        wait_made(qtbot, section)
        application.session.send("long")
        qtbot.waitUntil(lambda: application.session.state == "answering", timeout=60_000)
        section.restore_button.click()
        [dialog] = application.window.findChildren(RestoreDialog)
        dialog.restore_button.click()
        assert dialog.busy_note.isVisible()
        assert application.session.state == "answering"
        application.session.stop()
        wait_reply(qtbot, application)
        qtbot.waitUntil(lambda: not application.desk.busy(), timeout=60_000)
        dialog.restore_button.click()
        qtbot.waitUntil(lambda: dialog.telling.isVisible(), timeout=60_000)
        dialog.close()
        chats = application.store.call(lambda chats: chats.list()).result(10)
        assert len(application.store.call(lambda c: c.messages(chats[0].id)).result(10)) == 2


def test_a_database_that_cannot_be_opened_is_replaced_by_a_backup(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        ask(qtbot, application, "Hi")
    home.database.write_bytes(b"this was a database" * 500)
    with running(home, script(home, {"text": "An answer."})) as application:
        qtbot.waitUntil(lambda: not application.watch.readable, timeout=60_000)
        application.window.notices.restore_wanted.emit()
        assert application.window.data.isVisible()
        wait_listed(qtbot, application.window.data.backups, 1)
        assert restore(qtbot, application)[0] == "The backup was restored."
        qtbot.waitUntil(lambda: application.watch.writable, timeout=60_000)
        chats = application.store.call(lambda chats: chats.list()).result(10)
        assert [chat.title for chat in chats] == ["Hi"]
        kept = [b for b in application.desk._backups.list() if b.origin == "restore"]
        assert kept[0].path.read_bytes().startswith(b"this was a database")
