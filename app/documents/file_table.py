"""The table of files. Enter opens the one the user is at; several can be chosen at once.

What happens to them is for others: it only tells.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from app.document_words import DocumentWords
from app.documents.file_model import COLUMNS, FOLDER, NAME, PAGES, SIZE, STATE, FileModel
from app.plain_box import ENTER
from app.theme import Theme
from engine.documents.records import File

REMOVE_KEY = "Ctrl+Shift+Delete"
_ROW_HEIGHT = 32
_NARROW = 640
_WIDTHS = {FOLDER: 130, SIZE: 104, PAGES: 92, STATE: 196}


class FileTable(QTableView):
    """Keeps what is chosen while files come and change."""

    picked = Signal()  # `chosen` are others now, or say something else
    opened = Signal(object)  # File
    remove_wanted = Signal()
    menu_wanted = Signal(QPoint)  # on the screen

    def __init__(self, words: DocumentWords, theme: Theme) -> None:
        super().__init__()
        self.files = FileModel(words, theme, self)
        self._keys: frozenset[str] = frozenset()
        self._dress()
        self.setModel(self.files)
        self._size_columns()
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.files.files[index.row()]))

    @property
    def chosen(self) -> Sequence[File]:
        """The files that are chosen, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.files.files[row] for row in rows if row < len(self.files.files)]

    def show_files(self, files: Sequence[File], *, more: bool) -> None:
        """Show these; who was chosen stays so."""
        selection = self.selectionModel()
        with QSignalBlocker(selection):
            at = self.currentIndex().row()
            if self.files.show_files(files, more=more):
                self._choose(self.files.rows_of(self._keys), at)
        self.viewport().update()
        self.picked.emit()

    def pick(self, key: str) -> None:
        """Choose one file, where it is here."""
        if rows := self.files.rows_of(frozenset((key,))):
            self._choose(rows, rows[0])

    # Keys and the pointer.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and len(self.chosen) == 1:
            self.opened.emit(self.chosen[0])
        elif QKeySequence(event.keyCombination()) == QKeySequence(REMOVE_KEY):
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self.chosen:
            return
        below = self.visualRect(self.currentIndex()).bottomLeft() + QPoint(12, 0)
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.viewport().mapToGlobal(below) if by_key else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(FOLDER, self.width() < _NARROW)
        if self.chosen:  # what is said of it below takes room away
            self.scrollTo(self.currentIndex())

    def _on_selection(self) -> None:
        self._keys = frozenset(file.key for file in self.chosen)
        self.picked.emit()

    def _choose(self, rows: Sequence[int], at: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for row in rows:
            selection.select(self.files.index(row, 0), self.files.index(row, COLUMNS - 1))
        self.selectionModel().select(selection, flags.ClearAndSelect)
        if rows:
            current = self.files.index(at if at in rows else rows[0], NAME)
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)

    # How it is built.

    def _dress(self) -> None:
        self.ensurePolished()
        self.setAccessibleName(self.tr("Files"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
