"""A page as text, with the passage marked: of files that are no pictures, and of what was kept.

Loads nothing and follows no link: it is given plain text alone.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QColor, QTextCursor, QTextDocument, QTextFormat, QWheelEvent
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from app.reader.laying import LaidPage, Look
from app.reader.paging_keys import PagingKeys
from app.theme import Theme
from engine.documents.records import Page, Span

ZOOMS: Final = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
_ABOVE: Final = 0.25  # of the view, above the passage


class TextView(QTextBrowser):
    """Shows one page."""

    turned = Signal(int)  # to another page, by keys at the end of this one
    zoomed = Signal(int)  # percent

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: Page | None = None
        self._span: Span | None = None
        self._laid: LaidPage | None = None
        self._shown: QTextDocument | None = None
        self._zoom = 1.0
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(self.tr("Text of the page"))
        keys = PagingKeys(self)
        keys.turned.connect(self.turned)
        keys.zoom_wanted.connect(self.zoom)
        theme.changed.connect(self._draw_again)

    @property
    def percent(self) -> int:
        """How large the text is."""
        return round(100 * self._zoom)

    @property
    def whole(self) -> bool:
        """Whether all of the page is shown, and not a part of a very long one."""
        return self._laid is None or self._laid.whole

    def show_page(self, page: Page, span: Span | None, *, at_end: bool = False) -> None:
        """Show a page, at its passage, its beginning or its end."""
        self._page, self._span = page, span
        self._draw()
        if span is not None:
            self.reveal()
        elif at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def reveal(self) -> None:
        """Bring the passage into sight, and the caret to its beginning."""
        found = self._places()
        if not found:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(found[0][0])
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        top = self.cursorRect(cursor).top() + bar.value()
        bar.setValue(round(top - _ABOVE * self.viewport().height()))

    def marked(self) -> str:
        """The words that are marked, as they are shown."""
        cursor = QTextCursor(self.document())
        words = []
        for first, last in self._places():
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            words.append(cursor.selectedText())
        return "\n".join(words)

    @Slot(int)
    def zoom(self, by: int) -> None:
        """Larger or smaller by a step; 0: as the window's own text."""
        at = min(range(len(ZOOMS)), key=lambda index: abs(ZOOMS[index] - self._zoom))
        wanted = ZOOMS[max(0, min(len(ZOOMS) - 1, at + by))] if by else 1.0
        if wanted != self._zoom:
            self._zoom = wanted
            self._draw_again()
            self.zoomed.emit(self.percent)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None  # nothing that is read here may have anything else read

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _places(self) -> list[tuple[int, int]]:
        if self._laid is None or self._span is None:
            return []
        return self._laid.spans(self._span.start, self._span.length)

    @Slot()
    def _draw_again(self) -> None:
        """In other colours or another size, at the place it was."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._draw()
        bar.setValue(round(share * bar.maximum()))

    def _draw(self) -> None:
        if self._page is None:
            return
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        look = Look(self._theme.tokens, self._theme.fonts, self._zoom)
        place = self._span.start if self._span is not None else 0
        self._laid = LaidPage(document, self._page, look, place)
        self.setDocument(document)
        if self._shown is not None:
            self._shown.deleteLater()
        self._shown = document
        self._mark()

    def _mark(self) -> None:
        """A pair a block: a selection over several cells would be drawn over all of their rows."""
        marks = []
        for first, last in self._places():
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            form = mark.format
            form.setBackground(QColor(self._theme.tokens.highlight))
            form.setForeground(QColor(self._theme.tokens.text))
            form.setProperty(QTextFormat.Property.FullWidthSelection, False)
            mark.cursor = cursor
            mark.format = form
            marks.append(mark)
        self.setExtraSelections(marks)
