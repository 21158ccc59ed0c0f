"""A box for plain text that is safe to type and paste into: the composer, the editor, Settings.

Takes what an input method composes, cleans what is pasted, and leaves dropped files to the window.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QLocale, QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QTextCursor, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.text import clean
from engine.validate import MAX_BYTES

# Qt looks for the words of a line in time that grows with the square of the longest: a million
# characters without a blank took 40 s. Wrapped anywhere, the same text takes 0.3 s.
LONGEST_WORD = 4_000

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlainBox(QPlainTextEdit):
    """Plain text. Tab leaves it."""

    refused = Signal(object)  # bytes of a text too large to take

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composing = False  # an input method is at work
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        # Keys of an input method are its own: no shortcut of the window may take them.
        if event.type() == QEvent.Type.ShortcutOverride and self.composing:
            event.accept()
            return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composing = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in (*ENTER, Qt.Key.Key_Escape):
            event.accept()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # A dropped file is the window's to open, not a path to be typed.
        return source.hasText() and not any(url.isLocalFile() for url in source.urls())

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = clean(source.text())
        cursor = self.textCursor()
        # A conversation of more bytes is refused by the engine.
        size = len(text.encode()) + len(clean(self.toPlainText()).encode())
        if size > MAX_BYTES:
            self.refused.emit(size)
            return
        self.wrap_for(text)
        cursor.insertText(text)
        self.ensureCursorVisible()

    def refusal(self, size: int) -> str:
        """Why a text of `size` bytes is not taken, in words."""
        return self.tr(
            "That is too much text: {size} MB. A message can have 1 MB. Nothing was added."
        ).format(size=QLocale().toString(size / MAX_BYTES, "f", 1))

    def set_text(self, text: str) -> None:
        """Replace the text, with the cursor at its end."""
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.wrap_for(text)
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def height_of_lines(self, most: int) -> int:
        """Pixels that the first `most` lines take, as they are broken at this width: lines of
        Chinese are higher than those of the font itself."""
        document = self.document()
        block = document.begin()
        heights: list[float] = []
        while block.isValid() and len(heights) < most:
            document.documentLayout().blockBoundingRect(block)  # has it laid out
            lines = block.layout()
            count = min(lines.lineCount(), most - len(heights))
            heights += [lines.lineAt(n).height() for n in range(count)]
            block = block.next()
        return math.ceil(sum(heights))

    def wrap_for(self, added: str) -> None:
        """Wrap so that `added` can be laid out in time."""
        if len(added) > LONGEST_WORD and max(map(len, added.split()), default=0) > LONGEST_WORD:
            self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
