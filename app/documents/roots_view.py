"""What was added to a collection: folders and files, which of their files are read, and taking them
away again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.dialog import note
from app.document_desk import DocumentDesk
from app.documents.folder_dialog import FolderDialog
from app.row_list import ListRow, RowList
from app.theme import Theme
from engine.documents.records import Collection, Root
from engine.documents.suffixes import READABLE


class RootsView(QWidget):
    """Of one collection."""

    add_wanted = Signal()

    def __init__(self, desk: DocumentDesk, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._collection: Collection | None = None
        self.roots: Sequence[Root] = ()
        self.list = RowList(self.tr("Added folders and files"), theme, most_rows=0)
        self.none = note(self.tr("Nothing was added yet."), "muted")
        self.rescan_button = QPushButton(self.tr("Look for changes"))
        self.patterns_button = QPushButton(self.tr("Which files…"))
        self.remove_button = QPushButton(self.tr("Remove"))
        self.add_button = QPushButton(self.tr("Add a folder…"))
        self._lay_out()
        self.list.picked.connect(self._show_buttons)
        self.list.opened.connect(self.change_patterns)
        self.rescan_button.clicked.connect(self._rescan)
        self.patterns_button.clicked.connect(self.change_patterns)
        self.remove_button.clicked.connect(self._remove)
        self.add_button.clicked.connect(self.add_wanted)
        desk.changed.connect(self._refresh)

    def show_collection(self, collection: Collection) -> None:
        """Show what was added to this one."""
        if self._collection is None or collection.key != self._collection.key:
            self._show_roots(())
        self._collection = collection
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    @property
    def root(self) -> Root | None:
        """The one the user is at."""
        return next((one for one in self.roots if one.id == self.list.key()), None)

    @Slot()
    def change_patterns(self) -> FolderDialog | None:
        """Ask which files of the folder are read."""
        root = self.root
        if root is None or is_file(root):
            return None
        dialog = FolderDialog(root.path, root.include, root.exclude, self.window(), new=False)

        def take(include: tuple[str, ...], exclude: tuple[str, ...]) -> None:
            self._desk.add(root.collection, [Path(root.path)], include, exclude)

        dialog.taken.connect(take)
        dialog.open()
        return dialog

    @Slot()
    def _rescan(self) -> None:
        if self._collection is not None:
            self._desk.rescan(self._collection.key)

    @Slot()
    def _remove(self) -> None:
        if self.root is not None:
            self._desk.remove(roots=[self.root.id])

    @Slot()
    def _refresh(self) -> None:
        collection = self._collection
        if collection is None or not self.isVisible():
            return

        def take(roots: Sequence[Root]) -> None:
            if self._collection is not None and self._collection.key == collection.key:
                self._show_roots(roots)

        self._desk.ask(self._desk.documents.roots(collection.key), take)

    def _show_roots(self, roots: Sequence[Root]) -> None:
        self.roots = roots
        self.list.show_rows([self._row(root) for root in roots])
        self.list.setVisible(bool(roots))
        self.none.setVisible(not roots)

    def _row(self, root: Root) -> ListRow:
        parts = []
        if root.include:
            parts.append(self.tr("only {names}").format(names=self._listed(root.include)))
        if root.exclude:
            parts.append(self.tr("not {names}").format(names=self._listed(root.exclude)))
        whole = self.tr("One file") if is_file(root) else self.tr("All files that Puna reads")
        detail = " · ".join(parts) or whole
        if root.missing:
            detail = self.tr("Its files are kept; they are looked at again once it is there.")
        note_ = self.tr("not there now") if root.missing else ""
        return ListRow(root.id, root.path, detail, note_)

    def _listed(self, names: Sequence[str]) -> str:
        return self.tr(", ").join(names)

    @Slot()
    def _show_buttons(self) -> None:
        root = self.root
        self.remove_button.setEnabled(root is not None)
        self.patterns_button.setEnabled(root is not None and not is_file(root))
        self.rescan_button.setEnabled(bool(self.roots))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (
            *(self.add_button, self.rescan_button, self.patterns_button, self.remove_button),
        ):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(
            note(
                self.tr(
                    "Puna looks for new, changed and removed files when it starts, and whenever "
                    "you ask."
                ),
                "small",
            )
        )
        layout.addLayout(row)
        layout.addWidget(self.none)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)


def is_file(root: Root) -> bool:
    """Whether it is a single file, as far as its name tells."""
    return PurePath(root.path).suffix.lower() in READABLE
