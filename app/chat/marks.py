"""Words that are marked in the text of a message: what find looks for, or a search has found.

Knows the document and its rest, and no other message.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from app.chat.document import MessageDocument
from app.chat.document_text import DocumentText
from app.chat.fold import matches
from app.theme import Theme

_MOST: Final = 300  # marked in one message, beside the current one


class Marks:
    """`current` is the one the reader is at, in another colour."""

    def __init__(self, view: QTextEdit, content: MessageDocument, theme: Theme) -> None:
        self._view = view
        self._content = content
        self._theme = theme
        self._query = ""
        self._current = -1
        self._cursor: QTextCursor | None = None  # around the current match

    @property
    def active(self) -> bool:
        return bool(self._query)

    def set(self, query: str, current: int = -1) -> bool:
        """Mark `query`, folded; `current` counts its matches from 0, -1 for none. False: that one
        is behind what is drawn, in the rest of a long text."""
        if not query and not self._query:
            return True
        self._query, self._current = query, current
        return self.show(None)

    def show(self, rest: QPlainTextEdit | None) -> bool:
        """Mark the text as it is now."""
        plain = self._view.document().toPlainText()
        read = DocumentText(plain, [placed.source for placed in self._content.formulas])
        places = matches(read.text, self._query) if self._query else []
        self._cursor = None
        selections = []
        for number, place in enumerate(places):
            if number < _MOST or number == self._current:
                selection = self._selection(number, *read.span(*place))
                selections.append(selection)
        self._view.setExtraSelections(selections)
        if self._current < len(places):
            return True
        if rest is not None:
            self._show_rest(rest, self._current - len(places))
        return False

    def count(self) -> int:
        """How often the words are in what is drawn."""
        sources = [placed.source for placed in self._content.formulas]
        read = DocumentText(self._view.document().toPlainText(), sources)
        return len(matches(read.text, self._query))

    def current_rect(self) -> QRect | None:
        """Where the current match is in the view, or None: it is not in what is drawn."""
        if self._cursor is None:
            return None
        begin, end = QTextCursor(self._cursor), QTextCursor(self._cursor)
        begin.setPosition(self._cursor.selectionStart())
        end.setPosition(self._cursor.selectionEnd())
        return self._view.cursorRect(begin).united(self._view.cursorRect(end))

    def _selection(self, number: int, begin: int, end: int) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = self._format(number)
        if number == self._current:
            self._cursor = cursor
        return selection

    def _format(self, number: int) -> QTextCharFormat:
        tokens, here = self._theme.tokens, number == self._current
        fmt = QTextCharFormat()
        fmt.setBackground(QColor(tokens.accent if here else tokens.highlight))
        fmt.setForeground(QColor(tokens.on_accent if here else tokens.text))
        return fmt

    def _show_rest(self, rest: QPlainTextEdit, number: int) -> None:
        """Select a match in the rest, which scrolls to it by itself."""
        text = rest.toPlainText()
        places = matches(text, self._query)
        if number >= len(places):
            return
        begin, end = DocumentText(text, ()).span(*places[number])
        cursor = rest.textCursor()
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        rest.setTextCursor(cursor)
        rest.centerCursor()
