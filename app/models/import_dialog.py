"""Brings a model file into the library: where it is, as a hard link, or as a copy.

A dialog, or a file dropped on the page. Does not know how it is done.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.dialog import Role, note
from app.errors import ErrorWords
from app.job_dialog import JobDialog
from app.models.collection import Collection, How
from engine.hub.library import Model


class ImportModelDialog(JobDialog):
    """Asks for a file and for one of three ways."""

    def __init__(
        self,
        collection: Collection,
        words: ErrorWords,
        path: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._collection = collection
        self.set_title(self.tr("Add a model file"))
        self.field = QLineEdit(path)
        self.field.setAccessibleName(self.tr("Path of the file"))
        self.field.setPlaceholderText(self.tr("Path of a .gguf file"))
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.ways: dict[How, QRadioButton] = {}
        self._lay_out()
        self.import_button = self.add_button(self.tr("Add"), Role.ActionRole, primary=True)
        self.import_button.clicked.connect(self.begin)
        self.choose_button.clicked.connect(self._choose)
        self.field.textChanged.connect(self._on_typed)
        self._on_typed()

    @Slot()
    def begin(self) -> None:
        """Add the file that is named."""
        way = next(how for how, button in self.ways.items() if button.isChecked())
        self.run(self._collection.add(Path(self.field.text().strip()), way))

    def show_result(self, result: object) -> None:
        assert isinstance(result, Model)
        self.tell(self.tr("{model} is in your library.").format(model=result.title), "heading")
        if result.missing or result.other_purpose:
            self.tell(self.tr("It cannot be chatted with; its page says why."), "warn")

    def stopped_words(self) -> str:
        return self.tr("Nothing of it was added.")

    @Slot()
    def _on_typed(self) -> None:
        self.import_button.setEnabled(bool(self.field.text().strip()))

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a model file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Models (*.gguf)"))
        dialog.fileSelected.connect(self.field.setText)
        dialog.open()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.choose_button)
        self.asking_layout.addLayout(row)
        words: tuple[tuple[How, str, str], ...] = (
            (
                "here",
                self.tr("Use it where it is"),
                self.tr("Nothing is copied. Where its drive is away, the model is, too."),
            ),
            (
                "link",
                self.tr("Link it into the models folder"),
                self.tr("Takes no space; works on the same drive only."),
            ),
            (
                "copy",
                self.tr("Copy it into the models folder"),
                self.tr("Takes as much space again, and belongs to Puna."),
            ),
        )
        for how, text, told in words:
            button = self.ways[how] = QRadioButton(text)
            button.setAccessibleDescription(told)
            small = note(told, "small")
            small.setContentsMargins(28, 0, 0, 0)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(button)
            column.addWidget(small)
            self.asking_layout.addLayout(column)
        self.ways["here"].setChecked(True)
