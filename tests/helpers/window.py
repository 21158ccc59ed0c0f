"""The real application on a home of its own and the scripted model, and ways to use its window."""

from contextlib import contextmanager

from helpers.scripted import write_script
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from app.application import Application, demo_model
from engine.files import save_settings
from engine.settings import Settings

WAIT = 60_000  # milliseconds, for what takes some tens


@contextmanager
def running(home, script=None, **settings):
    """An application that is shown; its own home, its own threads, and all of it closed after.

    Documents are found by their words alone, unless `embedder` is given: vectors take seconds.
    """
    own = {"theme": "light", "language": "en", "embedder": str(home.root / "none.gguf")}
    save_settings(home.settings, Settings(**{**own, **settings}))
    fixed = demo_model(str(script)) if script else None
    before = QLocale()  # which a window in another language changes for all
    application = Application(QApplication.instance(), home, fixed)
    try:
        application.start()
        yield application
    finally:
        application.close()
        QLocale.setDefault(before)


def script(home, *replies, **fields):
    """A script beside the home; returns its path."""
    path = home.root.parent / "script.json"
    write_script(path, *replies, **fields)
    return path


def type_and_send(qtbot, application, text):
    """Press the keys of a message, and Enter."""
    box = application.window.chat.composer.box
    box.setFocus()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


def wait_reply(qtbot, application):
    """Wait until the open chat has a reply and is idle; returns the reply."""
    session = application.session

    def ended():
        reply = session.last_reply()
        return session.state == "idle" and reply is not None and reply.state != "streaming"

    qtbot.waitUntil(ended, timeout=WAIT)
    return session.last_reply()


def ask(qtbot, application, text):
    """Send a message as the composer does, and wait for the reply."""
    application.window.chat.composer.submitted.emit(text, ())
    qtbot.waitUntil(lambda: application.session.state != "idle", timeout=WAIT)
    return wait_reply(qtbot, application)


def stored(application, chat_id):
    """The messages of a chat as the database has them."""
    return application.store.call(lambda chats: chats.messages(chat_id)).result(10)
