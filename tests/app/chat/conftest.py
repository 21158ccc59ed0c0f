"""For tests of the left pane: its shelf on real stores, and the pane on it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from helpers.years import fill
from PySide6.QtCore import QLocale

from app.bridge import Bridge
from app.chat.chat_list import ChatList
from app.chat.shelf import Shelf
from app.errors import ErrorWords
from app.preferences import Preferences
from app.store_watch import StoreWatch
from engine.settings import Settings
from engine.store.store import Store

WAIT = 60_000  # milliseconds, for what takes some tens


@pytest.fixture(autouse=True)
def cards_at_once(monkeypatch):
    """The cards of few messages are made in one turn here, as on any machine that is not busy."""
    monkeypatch.setattr("app.chat.cards._BUDGET_S", 60.0)


class Desk:
    """A shelf with both of its stores, and shortcuts into them. `erased` are keys taken to the
    backups; an exception in `refusal` is what they answer."""

    def __init__(self, home, qtbot):
        self.store, self.temporary = Store(home.database), Store(None)
        self.bridge = Bridge()
        self.erased = []
        self.refusal = None
        self.watch = StoreWatch()
        self.shelf = Shelf(self.store, self.temporary, self.bridge, self.watch, self._erase)
        self.failures = []
        self.done = []
        self.bridge.failed.connect(self.failures.append)
        self.shelf.done.connect(lambda what, count, undo: self.done.append((what, count, undo)))
        self._qtbot = qtbot

    def _erase(self, keys):
        if self.refusal is not None:
            raise self.refusal
        self.erased += keys

    def fill(self, number):
        """So many chats, the newest first; their ids."""
        ids = self.ask(lambda chats: fill(chats, number))
        self.index()
        return ids

    def begin(self, text="A passing thought", temporary=True):
        """A chat of one message; its id."""

        def begin(chats):
            chat = chats.create()
            chats.add(chat.id, None, "user", text)
            return chat.id

        return self.ask(begin, self.temporary if temporary else self.store)

    def ask(self, function, store=None):
        return (store or self.store).call(function).result(30)

    def index(self):
        """Have the words of all messages in the index."""

        def index(chats):
            while chats.search.index():
                pass

        self.ask(index)

    def get(self, chat_id):
        return self.ask(lambda chats: chats.get(chat_id))

    def titles(self):
        return [chat.title for chat in self.ask(lambda chats: chats.list())]

    def listed(self):
        """The lists as the shelf tells them next."""
        with self._qtbot.waitSignal(self.shelf.listed, timeout=WAIT) as caught:
            self.shelf.refresh()
        return caught.args

    def wait_done(self, number=1):
        self._qtbot.waitUntil(lambda: len(self.done) >= number, timeout=WAIT)
        return self.done[-1]

    def wait(self, condition):
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT)

    def close(self):
        self.shelf.close()
        self.bridge.close()
        self.temporary.close()
        self.store.close()


@pytest.fixture
def english():
    """Dates in English, whatever language an earlier test left."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def desk(qtbot, home):
    desk = Desk(home, qtbot)
    yield desk
    desk.close()


@pytest.fixture
def preferences(desk):
    saved = []
    preferences = Preferences(Settings(), saved.append, desk.bridge)
    yield preferences
    preferences.close()


@pytest.fixture
def pane(qtbot, desk, preferences, theme):
    """The pane on a shelf of twelve chats, shown."""
    ids = desk.fill(12)
    pane = ChatList(desk.shelf, preferences, ErrorWords(None), theme)
    qtbot.addWidget(pane)
    pane.resize(pane.width(), 700)
    pane.show()
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    desk.shelf.refresh()
    desk.wait(lambda: pane.view.model().rowCount() > 12)
    return SimpleNamespace(list=pane, view=pane.view, model=pane.view.model(), ids=ids, desk=desk)
