"""Looking for words in all messages of a chat, a few at a time so that the window stays awake.

Knows no widget: it is given messages, and tells which have the words and how often.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.chat.citation_words import not_found
from app.chat.fold import fold, matches
from app.chat.markdown import Parser
from app.chat.shown_text import letters, shown_text
from engine.documents.records import Checked
from engine.store.records import StoredMessage

_SLICE_S: Final = 0.006


class Match(NamedTuple):
    """The match `number`, from 0, in the text of a message."""

    message: int
    number: int


class _Text(NamedTuple):
    """A message as it was looked at. `shown` None: not parsed yet."""

    content: str
    checked: Checked | None
    letters: str
    shown: str | None


class Finder(QObject):
    """`changed` comes while more is found and once at the end; see `done`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parser = Parser()
        self._known: dict[int, _Text] = {}
        self._messages: list[StoredMessage] = []
        self._next = 0
        self._letters = ""
        self.query = ""  # folded
        self.found: list[Match] = []
        self._counts: dict[int, int] = {}
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._look)

    @property
    def done(self) -> bool:
        """Whether all messages have been looked at."""
        return self._next >= len(self._messages)

    def count(self, message_id: int) -> int:
        """How often the words are in a message, as far as is known."""
        return self._counts.get(message_id, 0)

    def start(self, messages: Sequence[StoredMessage], query: str) -> None:
        """Look for `query` in these, from the first to the last."""
        self._messages = list(messages)
        self.query = fold(query)
        self._letters = letters(query)
        self._next = 0
        self.found = []
        self._counts = {}
        self._look()

    def stop(self) -> None:
        """Look no further, and forget the texts."""
        self._timer.stop()
        self.query = ""
        self.found = []
        self._counts = {}
        self._messages = []
        self._known.clear()

    @Slot()
    def _look(self) -> None:
        end = perf_counter() + _SLICE_S
        while not self.done and perf_counter() < end:
            message = self._messages[self._next]
            self._next += 1
            text = self._read(message)
            places = matches(text, self.query) if self.query else []
            if places:
                self._counts[message.id] = len(places)
                self.found += [Match(message.id, number) for number in range(len(places))]
        if not self.done:
            self._timer.start()
        self.changed.emit()

    def _read(self, message: StoredMessage) -> str:
        """The text of a message, or nothing where the words are not in its letters."""
        known = self._known.get(message.id)
        said = (message.content, message.checked)
        if known is None or (known.content, known.checked) != said:
            known = _Text(*said, letters(message.content), None)
            self._known[message.id] = known
        if self._letters not in known.letters:
            return ""
        if known.shown is None:
            known = known._replace(shown=shown_text(message, self._parser, not_found()))
            self._known[message.id] = known
        return known.shown or ""
