"""What a run told, line by line, to be read and copied."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from app.training.run_words import RunWords
from engine.training.records import Event

MOST_LINES = 5_000


class RunLog(QPlainTextEdit):
    """Stays at its end, unless the reader looks at an earlier line."""

    def __init__(self, words: RunWords) -> None:
        super().__init__()
        self._words = words
        self.setReadOnly(True)
        self.setMaximumBlockCount(MOST_LINES)
        self.setAccessibleName(self.tr("Log of the run"))

    def show_events(self, events: Iterable[Event]) -> None:
        """These instead of what was there."""
        lines = [line for event in events if (line := self._words.line(event))]
        self.setPlainText("\n".join(lines))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def add(self, event: Event) -> None:
        """One more."""
        if line := self._words.line(event):
            self.appendPlainText(line)
