"""The files of a collection: a filter, the table, and what is known of the chosen one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.documents.file_card import FileCard
from app.documents.file_table import FileTable
from app.documents.listing import Listing
from app.errors import ErrorWords
from app.icons import icon
from app.theme import Theme
from engine.documents.records import Collection, File, State

_FILTER_WIDTH = 260


class FilesView(QWidget):
    """Of one collection; asks for nothing while it is out of sight."""

    open_wanted = Signal(object)  # File

    def __init__(
        self, desk: DocumentDesk, words: DocumentWords, errors: ErrorWords, theme: Theme
    ) -> None:
        super().__init__()
        self._desk = desk
        self._theme = theme
        self._collection: Collection | None = None
        self.listing = Listing(desk, self)
        self.filter = QLineEdit()
        self.all_button = QPushButton()
        self.failed_button = QPushButton()
        self.table = FileTable(words, theme)
        self.none = note("", "muted")
        self.card = FileCard(words, errors)
        self._lay_out()
        self._connect()

    def show_collection(self, collection: Collection) -> None:
        """Show the files of this one."""
        if self._collection is None or collection.key != self._collection.key:
            self.filter.clear()
            self.all_button.setChecked(True)
        self._collection = collection
        self.all_button.setText(self.tr("All"))
        self.failed_button.setText(
            self.tr("Failed: {n}").format(n=self.locale().toString(collection.failed))
        )
        if not collection.failed and self.failed_button.isChecked():
            self.all_button.setChecked(True)
        for button in (self.all_button, self.failed_button):
            button.setVisible(collection.failed > 0)
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.listing.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.listing.sleep()

    # What the user does.

    @Slot()
    def _ask(self) -> None:
        if self._collection is not None:
            state: State | None = "failed" if self.failed_button.isChecked() else None
            self.listing.show(self._collection.key, self.filter.text(), state)

    @Slot()
    def _read_again(self) -> None:
        self._desk.reindex([file.key for file in self.table.chosen])

    @Slot()
    def _remove(self) -> None:
        if chosen := self.table.chosen:
            self._desk.remove(files=[file.key for file in chosen])

    @Slot(object)
    def _open(self, file: File) -> None:
        if self.card.open_button.isEnabled():
            self.open_wanted.emit(file)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = self.table.chosen
        if len(chosen) == 1:
            menu.addAction(self.tr("Open"), partial(self._open, chosen[0]))
        menu.addAction(self.tr("Read again"), self._read_again)
        menu.addAction(self.tr("Remove"), self._remove)
        menu.popup(where)

    # What is told.

    @Slot()
    def _show_files(self) -> None:
        self.table.show_files(self.listing.files, more=self.listing.more)
        empty = self.listing.known and not self.listing.files
        self._stack.setCurrentWidget(self.none if empty else self.table)
        if self.filter.text().strip():
            self.none.setText(self.tr("No file here has that in its name."))
        else:
            self.none.setText(self.tr("No file that Puna reads was found here."))

    @Slot()
    def _show_card(self) -> None:
        self.card.show_files(self.table.chosen)

    # How it is built.

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._ask)
        self.failed_button.toggled.connect(self._ask)
        self.listing.changed.connect(self._show_files)
        self.table.files.wanted.connect(self.listing.want_more)
        self.table.picked.connect(self._show_card)
        self.table.opened.connect(self._open)
        self.table.remove_wanted.connect(self._remove)
        self.table.menu_wanted.connect(self._show_menu)
        self.card.open_wanted.connect(self._open)
        self.card.again_wanted.connect(self._read_again)
        self.card.remove_wanted.connect(self._remove)
        self._theme.changed.connect(self._show_sign)

    def _lay_out(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(_FILTER_WIDTH)
        self._sign = self.filter.addAction(
            icon("search", self._theme), QLineEdit.ActionPosition.LeadingPosition
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.filter, 1)
        self._states = QButtonGroup(self)
        for button in (self.all_button, self.failed_button):
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            self._states.addButton(button)
            row.addWidget(button)
        self.all_button.setChecked(True)
        row.addStretch(1)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.card)

    @Slot()
    def _show_sign(self) -> None:
        self._sign.setIcon(icon("search", self._theme))
