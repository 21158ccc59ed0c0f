"""What the reader says of a passage and of its file. Knows no widget."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.document_words import DocumentWords
from app.errors import ErrorWords
from app.reader.opening import Opened
from app.text import sentences
from engine.documents.records import Page, Passage


class ReaderWords(QObject):
    """In the language of the window."""

    def __init__(self, errors: ErrorWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errors = errors
        self._places = DocumentWords(self)

    def place(self, passage: Passage) -> str:
        """Where the passage was when it was read: its page and the headings above it."""
        words, page = self._places.place(passage), self._places.page_of(passage)
        return words[:1].upper() + words[1:] if words.startswith(page) else words

    def page(self, page: Page) -> str:
        """What a page is called."""
        return self._places.page(page.number, page.label, page.kind)

    def standing(self, passage: Passage, opened: Opened) -> str:
        """What has become of the file since the passage was read; empty where nothing has."""
        kept = self.tr("This is the text as it was read, from {page}.").format(
            page=self._places.page_of(passage)
        )
        if opened.missing:
            return sentences(self.tr("The file is not there any more."), kept)
        if opened.error is not None and opened.error.values.get("fault") == "missing":
            return sentences(self.tr("The file cannot be opened."), kept)
        if opened.error is not None:
            words = self._errors.word(opened.error)
            return sentences(words.text, kept)
        if opened.stored and opened.changed:
            what = self.tr("The file has changed since, and this passage is not in it any more.")
            return sentences(what, kept)
        if opened.stored:
            return sentences(self.tr("This passage was not found in the file."), kept)
        if not opened.changed:
            return ""
        if opened.partly:
            return self.tr(
                "The file has changed since. A part of the passage is still in it, on {page}."
            ).format(page=self.page(opened.page))
        if (opened.page.number, opened.page.label) == (passage.page, passage.label):
            return self.tr("The file has changed since. The passage is still in it.")
        return self.tr("The file has changed since. The passage is now on {page}.").format(
            page=self.page(opened.page)
        )

    def shown_in_part(self) -> str:
        """Why not all of a page is there."""
        return self.tr("This page is very long. A part of it is shown.")

    def drawn_as_text(self) -> str:
        """Why a page that should be a picture is text."""
        return self.tr("This page could not be drawn. This is its text.")
