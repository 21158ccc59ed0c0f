"""What the application is given to open, at its start or while it runs."""

import pytest
from helpers.archives import make_home
from helpers.window import WAIT, running, script
from PySide6.QtWidgets import QDialog

from app.instance import Wish
from engine.archive import write_archive


@pytest.fixture
def archive(tmp_path):
    """A file with all of another home."""
    path = tmp_path / "everything.PUNA"
    write_archive(make_home(tmp_path / "old"), path, models=False)
    return path


def titles(application):
    return {chat.title for chat in application.store.call(lambda chats: chats.list()).result(10)}


def dialog_of(application):
    [dialog] = [d for d in application.window.findChildren(QDialog) if d.isVisible()]
    return dialog


# The offscreen platform has no other windows to be in front of.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_backup_file_of_a_second_start_is_taken_in(qtbot, home, archive):
    with running(home, script(home, {"text": "An answer."})) as application:
        application.take_wish(Wish(str(archive)))
        assert application.window.settings.isVisible()
        qtbot.waitUntil(lambda: "Llamas" in titles(application), timeout=WAIT)
        dialog = dialog_of(application)
        qtbot.waitUntil(dialog.telling.isVisible, timeout=WAIT)
        dialog.close()


def test_a_file_that_is_no_backup_is_told(qtbot, home, tmp_path):
    path = tmp_path / "fake.puna"
    path.write_bytes(b"nothing of the kind")
    with running(home, script(home, {"text": "An answer."})) as application:
        application.window.open_file(str(path))
        dialog = dialog_of(application)
        qtbot.waitUntil(dialog.telling.isVisible, timeout=WAIT)
        assert titles(application) == set()
        dialog.close()
