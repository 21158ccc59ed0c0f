"""The page of documents: collections on the left, the chosen one on the right. Files and folders
can be dropped anywhere on it. Puts together what the other modules of this package are.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.documents.collection_pane import CollectionPane
from app.documents.collection_view import CollectionView
from app.documents.drop_hint import DropHint
from app.documents.dropped import dropped_paths
from app.documents.empty_page import EmptyPage
from app.documents.folder_dialog import FolderDialog
from app.documents.name_dialog import NameDialog
from app.errors import ErrorWords
from app.plural import by_number
from app.theme import Theme
from engine.documents.index.removal import Removed
from engine.documents.records import Collection, Source

PANE_WIDTH, LEAST_PANE, NARROW = 264, 200, 900


class DocumentsPage(QWidget):
    """`collection` is the one in sight."""

    ask_wanted = Signal(object)  # tuple[Source, ...]

    def __init__(self, desk: DocumentDesk, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._narrow = False
        self._removing = ""  # what is being removed, for the line that undoes it
        words = DocumentWords(self)
        self.pane = CollectionPane(words, theme)
        self.view = CollectionView(desk, words, errors, theme)
        self.empty = EmptyPage()
        self.hint = DropHint(self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show()

    @property
    def collection(self) -> Collection | None:
        return self._desk.collection(self.pane.key)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            left = LEAST_PANE if narrow else PANE_WIDTH
            self._splitter.setSizes([left, self.width() - left])

    def pick(self, key: str) -> None:
        """Show this collection."""
        self.pane.list.pick(key)

    def take_keyboard(self) -> None:
        """Begin at the collections, or at the one button there is."""
        (self.pane.list if self._desk.collections else self.empty.button).setFocus()

    # Adding.

    @Slot()
    def choose_files(self) -> QFileDialog:
        """Ask for files."""
        dialog = self._file_dialog(self.tr("Add files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add([Path(name) for name in names]))
        dialog.open()
        return dialog

    @Slot()
    def choose_folder(self) -> QFileDialog:
        """Ask for a folder, and then which of its files are read."""
        dialog = self._file_dialog(self.tr("Add a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.add_folder)
        dialog.open()
        return dialog

    @Slot(str)
    def add_folder(self, name: str) -> FolderDialog:
        """Ask which files of a folder are read, and add it."""
        dialog = FolderDialog(name, parent=self.window(), new=True)
        dialog.taken.connect(lambda only, without: self.add([Path(name)], only, without))
        dialog.open()
        return dialog

    def add(
        self, paths: Sequence[Path], include: Sequence[str] = (), exclude: Sequence[str] = ()
    ) -> None:
        """Add files and folders to the collection in sight; to a new one where there is none."""
        collection = self.collection
        if collection is not None:
            self._add_to(collection, paths, include, exclude)
        elif paths:
            # One folder alone names what is in it.
            alone = paths[0].name if len(paths) == 1 and not paths[0].suffix else ""
            name = alone or self.tr("My documents")
            self._desk.create(name, lambda made: self._add_to(made, paths, include, exclude))

    def _add_to(
        self,
        collection: Collection,
        paths: Sequence[Path],
        include: Sequence[str],
        exclude: Sequence[str],
    ) -> None:
        self.pick(collection.key)
        self.view.turn_to("files")

        def told(found: int) -> None:
            self.pane.undo.tell(
                by_number(found, self.tr("1 file was found."), self.tr("{n} files were found."))
                if found
                else self.tr("No file that Puna reads was found there.")
            )

        self._desk.add(collection.key, paths, include, exclude, told)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event):
            event.acceptProposedAction()
            name = self.collection.name if self.collection else ""
            self.hint.show_over(
                self.tr("Add to “{name}”").format(name=name) if name else self.tr("Add these files")
            )
        else:
            event.ignore()  # the window opens models and backups

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hint.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.hint.hide()
        if paths := dropped_paths(event):
            event.acceptProposedAction()
            self.add(paths)

    # Collections.

    @Slot()
    def new(self) -> NameDialog:
        """Ask for the name of a new collection, and make it."""
        dialog = NameDialog(parent=self.window())
        dialog.named.connect(lambda name: self._desk.create(name, lambda one: self.pick(one.key)))
        dialog.open()
        return dialog

    @Slot()
    def rename(self) -> NameDialog | None:
        """Ask for another name of the collection in sight."""
        collection = self.collection
        if collection is None:
            return None
        dialog = NameDialog(collection.name, self.window())
        dialog.named.connect(lambda name: self._desk.rename(collection.key, name))
        dialog.open()
        return dialog

    @Slot()
    def _rescan(self) -> None:
        if self.collection is not None:
            self._desk.rescan(self.collection.key)

    @Slot()
    def _read_again(self) -> None:
        if self.collection is not None:
            self._desk.reindex(collection=self.collection.key)

    @Slot()
    def _remove(self) -> None:
        if self.collection is not None:
            self._removing = self.collection.name
            self._desk.remove(collection=self.collection.key)

    @Slot()
    def _ask(self) -> None:
        if self.collection is not None:
            source = Source(self.collection.key, "", self.collection.name)
            self.ask_wanted.emit((source,))

    # What the desk tells.

    @Slot()
    def _show(self) -> None:
        self.pane.show_collections(self._desk.collections)
        # The line that undoes stays in sight where the last one was removed.
        if self._desk.collections or not self.pane.undo.button.isVisibleTo(self.pane):
            self.pane.setVisible(bool(self._desk.collections))
        self._show_collection()

    @Slot()
    def _show_collection(self) -> None:
        collection = self.collection
        self._stack.setCurrentWidget(self.view if collection else self.empty)
        if collection is not None:
            self.view.show_collection(collection)

    @Slot(object)
    def _on_removed(self, removed: Removed) -> None:
        name, self._removing = self._removing, ""
        if name:
            text = self.tr("“{name}” was removed. Its files stay where they are.").format(name=name)
        else:
            text = by_number(
                removed.files,
                self.tr("1 file was removed from the collection."),
                self.tr("{n} files were removed from the collection."),
            )
        self.pane.show()  # nothing may be left, and the pane gone, before this is told
        self.pane.undo.tell(
            text, lambda: self._desk.undo(removed), lambda: self._desk.erase(removed)
        )

    # How it is built.

    def _connect(self) -> None:
        self._desk.changed.connect(self._show)
        self._desk.removed.connect(self._on_removed)
        self.empty.files_wanted.connect(self.choose_files)
        pane, view = self.pane, self.view
        pane.picked.connect(self._show_collection)
        pane.new_wanted.connect(self.new)
        pane.rename_wanted.connect(self.rename)
        pane.rescan_wanted.connect(self._rescan)
        pane.again_wanted.connect(self._read_again)
        pane.remove_wanted.connect(self._remove)
        pane.fill(view.header.menu)
        view.files_wanted.connect(self.choose_files)
        view.header.folder_wanted.connect(self.choose_folder)
        view.roots.add_wanted.connect(self.choose_folder)
        view.header.ask_wanted.connect(self._ask)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.view)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self.pane.setMinimumWidth(LEAST_PANE)
        self._splitter.addWidget(self.pane)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([PANE_WIDTH, 900])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
