"""Where the page of documents will be: made when it is first seen, for no start waits for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.document_desk import DocumentDesk
from app.documents.page import DocumentsPage
from app.errors import ErrorWords
from app.theme import Theme


class DocumentsPlace(QWidget):
    """`page` is None until it was seen once."""

    ask_wanted = Signal(object)  # tuple[Source, ...]
    settings_wanted = Signal()

    def __init__(self, desk: DocumentDesk, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._errors = errors
        self._theme = theme
        self.page: DocumentsPage | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is None:
            self.page = DocumentsPage(self._desk, self._errors, self._theme)
            self.page.ask_wanted.connect(self.ask_wanted)
            self.page.view.strip.settings_wanted.connect(self.settings_wanted)
            self._layout.addWidget(self.page)
        self.page.take_keyboard()
