"""A person at the window: real key presses and clicks, found by the words on the screen.

Runs the whole application in this process, with a home of its own, as `puna` does.
"""

from __future__ import annotations

import linecache
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.application import Application
from engine.hub.library import Model
from engine.hub.programs import Store
from engine.paths import Home
from engine.store.records import StoredMessage

WAIT = 60.0
PICTURES = "PUNA_JOURNEY_SHOTS"
"""Names a folder that keeps the screenshots; without it they go to the test's own folder."""


class Person:
    """Opens Puna and uses it. Close it; opening it again with the same home is the next day."""

    ENTER = Qt.Key.Key_Return

    def __init__(
        self,
        qapp: QApplication,
        home: Home,
        pictures: Path,
        model: Model | None = None,
        stores: Sequence[Store] = (),
    ) -> None:
        self._qapp, self._home, self._model, self._stores = qapp, home, model, stores
        named = os.environ.get(PICTURES)
        self._pictures = Path(named) if named else pictures
        self._pictures.mkdir(parents=True, exist_ok=True)
        self.application = Application(qapp, home, model, stores)
        self.application.start()
        self.window.resize(1280, 800)  # also where the screen is smaller: the offscreen one is
        self.until(self.window.isActiveWindow)  # keys go nowhere before

    def come_again(self) -> Person:
        """The next day: the same home and model, after `close`."""
        return Person(self._qapp, self._home, self._pictures, self._model, self._stores)

    @property
    def window(self) -> QWidget:
        return self.application.window

    @property
    def chat(self):
        return self.application.window.chat

    def close(self) -> None:
        self.application.close()

    def until(self, condition: Callable[[], object]) -> None:
        """Wait, with the window alive, until something is so."""
        end = time.monotonic() + WAIT
        while not condition():
            assert time.monotonic() < end, f"not within the time: {_told(condition)}"
            QTest.qWait(10)

    def button(self, words: str) -> QAbstractButton:
        """The visible button of these words, or of this accessible name."""
        for button in self.window.findChildren(QAbstractButton):
            if button.isVisible() and words in (button.text(), button.accessibleName()):
                return button
        raise AssertionError(f"there is no button {words!r} in sight")

    def click(self, words: str) -> None:
        button = self.button(words)
        self.until(button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, text: str) -> None:
        """Key by key where keys can say it, else as an input method gives it."""
        box = self.chat.composer.box
        box.setFocus()
        if text.isascii():
            QTest.keyClicks(box, text)
        else:
            box.insertPlainText(text)

    def press(self, key: Qt.Key, held=Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, held)

    def send(self, text: str) -> StoredMessage:
        """Type, press Enter, and wait for the end of the reply."""
        before = self.reply()
        self.type(text)
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.reply() is not None and self.reply() is not before)
        return self.answered()

    def answered(self) -> StoredMessage:
        """Wait for the end of the reply under way, and give it."""
        session = self.application.session
        self.until(lambda: session.state == "idle" and session.last_reply() is not None)
        reply = session.last_reply()
        assert reply is not None
        return reply

    def reply(self) -> StoredMessage | None:
        return self.application.session.last_reply()

    def sees(self) -> str:
        """The texts of the messages on the screen, one below the other."""
        return "\n".join(
            self.chat.transcript.card(message.id).body.toPlainText()
            for message in self.application.session.path()
            if message.role == "assistant"
        )

    def picture(self, name: str, window: QWidget | None = None) -> Path:
        """Keep what is on the screen: the window, or a dialog before it."""
        QTest.qWait(50)
        path = self._pictures / f"{name}.png"
        assert (window or self.window).grab().save(str(path))
        return path


def _told(condition: Callable[[], object]) -> str:
    """A condition in the words of the test, as a report that is cut short still has them."""
    code = getattr(condition, "__code__", None)
    if code is None:
        return repr(condition)
    line = linecache.getline(code.co_filename, code.co_firstlineno).strip()
    return f"{Path(code.co_filename).name}:{code.co_firstlineno}: {line}"
