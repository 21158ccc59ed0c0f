"""One collection, on the right of the page: its head, how far indexing is, and below that its
files, a search in them, or what was added.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.documents.collection_header import CollectionHeader
from app.documents.empty_page import EmptyPage
from app.documents.files_view import FilesView
from app.documents.progress_strip import ProgressStrip
from app.documents.roots_view import RootsView
from app.documents.search_view import SearchView
from app.errors import ErrorWords
from app.theme import Theme
from engine.documents.records import Collection, File

_MARGIN = 24


class CollectionView(QWidget):
    """Turns between its parts; what they want done they tell the page."""

    files_wanted = Signal()

    def __init__(
        self, desk: DocumentDesk, words: DocumentWords, errors: ErrorWords, theme: Theme
    ) -> None:
        super().__init__()
        self._desk = desk
        self.header = CollectionHeader(words, theme)
        self.strip = ProgressStrip(desk, words, errors)
        self.files = FilesView(desk, words, errors, theme)
        self.search = SearchView(desk, words, errors, theme)
        self.roots = RootsView(desk, theme)
        self.empty = EmptyPage()
        self.empty.show_empty()
        self.tabs: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self.empty.files_wanted.connect(self.files_wanted)
        self.header.files_wanted.connect(self.files_wanted)
        self.files.open_wanted.connect(self._open)
        self.search.show_wanted.connect(desk.show)

    def show_collection(self, collection: Collection) -> None:
        """Show this one."""
        self.header.show_collection(collection)
        for part in (self.files, self.search, self.roots):
            part.show_collection(collection)
        self._empty = not collection.files and self._desk.progress is None
        self._turn()

    @Slot(str)
    def turn_to(self, name: str) -> None:
        """Show `files`, `search` or `roots`."""
        self.tabs[name].setChecked(True)
        self._turn()

    @Slot()
    def _turn(self) -> None:
        name = next(name for name, button in self.tabs.items() if button.isChecked())
        parts: dict[str, QWidget] = {
            "files": self.empty if self._empty else self.files,
            "search": self.search,
            "roots": self.roots,
        }
        self._stack.setCurrentWidget(parts[name])

    @Slot(object)
    def _open(self, file: File) -> None:
        self._desk.show_file(file.path)

    def _lay_out(self) -> None:
        self._empty = True
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self)
        for name, words in (
            ("files", self.tr("Files")),
            ("search", self.tr("Try a question")),
            ("roots", self.tr("Folders")),
        ):
            button = self.tabs[name] = QPushButton(words)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.clicked.connect(partial(self.turn_to, name))
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self.tabs["files"].setChecked(True)
        for part in (self.files, self.empty, self.search, self.roots):
            self._stack.addWidget(part)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.strip)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
