"""The dialogs for one file with everything: written to be kept or moved, and opened again.

Knows the desk that does the work, and not how.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from app.data.desk import DataDesk
from app.data.transfer import Sizes
from app.dialog import Role, note
from app.errors import ErrorWords
from app.job_dialog import SI, JobDialog
from engine.archive import Summary, Written
from engine.files import shown

SUFFIX = "puna"


class SaveArchiveDialog(JobDialog):
    """Everything into one file, with the models if that is wanted; their size is told before."""

    def __init__(self, desk: DataDesk, words: ErrorWords, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._desk = desk
        self._sizes = Sizes()
        self.set_title(self.tr("Move or back up"))
        self.asking_layout.addWidget(
            note(
                self.tr(
                    "Writes one file with all chats, folders, assistants, snippets and settings. "
                    "Keep it in a safe place, or open it in Puna on another computer."
                ),
                "",
            )
        )
        self.models = QCheckBox(self.tr("The models too"))
        self.models.hide()
        self.asking_layout.addWidget(self.models)
        self.size_note = note(self.tr("Working out how large it will be…"))
        self.asking_layout.addWidget(self.size_note)
        self.save_button = self.add_button(self.tr("Save…"), Role.ActionRole, primary=True)
        self.save_button.clicked.connect(self._choose)
        self.models.toggled.connect(self._show_size)
        desk.measure(self._on_measured)

    @Slot(str)
    def begin(self, name: str) -> None:
        """Write the file of that name."""
        self.run(self._desk.write_archive(Path(name), models=self.models.isChecked()))

    def stopped_words(self) -> str:
        return self.tr("No file was written.")

    def show_result(self, result: object) -> None:
        assert isinstance(result, Written)
        self.tell(self.tr("Everything was written."), "heading")
        self.tell_file(result.path, result.size)
        if result.left_out:
            self.tell(self.tr("Left out, because they lie elsewhere or cannot be read:"), "warn")
            self.tell_all([shown(path) for path in result.left_out])
        self.tell(
            self.tr("To open it: Settings, Your data, Open a backup file."),
            "muted",
        )

    def _on_measured(self, sizes: Sizes) -> None:
        self._sizes = sizes
        locale = QLocale()
        size = locale.formattedDataSize(sizes.models, 1, SI)
        if sizes.model_files == 1:
            words = self.tr("The model too ({size})").format(size=size)
        else:
            words = self.tr("The {n} models too ({size})").format(
                n=locale.toString(sizes.model_files), size=size
            )
        self.models.setText(words)
        self.models.setVisible(sizes.model_files > 0)
        self._show_size()
        self.fit()

    @Slot()
    def _show_size(self) -> None:
        wanted = self._sizes.database + (self._sizes.models if self.models.isChecked() else 0)
        # Chats are compressed, so it gets smaller than this.
        size = QLocale().formattedDataSize(wanted, 1, SI)
        self.size_note.setText(
            self.tr("The file will have at most about {size}.").format(size=size)
        )

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Move or back up"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Backups of Puna (*.puna)"))
        dialog.setDefaultSuffix(SUFFIX)
        day = QDate.currentDate().toString(Qt.DateFormat.ISODate)
        dialog.selectFile(f"Puna {day}.{SUFFIX}")
        dialog.fileSelected.connect(self.begin)
        dialog.open()


class OpenArchiveDialog(JobDialog):
    """Adds what such a file has to what is here."""

    def __init__(self, desk: DataDesk, words: ErrorWords, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._desk = desk
        self._settings: tuple[str, ...] = ()
        self.set_title(self.tr("Open a backup file"))
        for text in (
            self.tr(
                "Adds the chats, assistants and models of a .puna file to those that are here. "
                "Nothing that is here is replaced or changed."
            ),
            self.tr(
                "A chat that is here already and went on differently there is kept twice. "
                "Settings are taken where you have changed none."
            ),
        ):
            self.asking_layout.addWidget(note(text, ""))
        self.open_button = self.add_button(self.tr("Choose a file…"), Role.ActionRole, primary=True)
        self.open_button.clicked.connect(self._choose)
        # Another language makes another window: not while this one tells what was done.
        self.finished.connect(lambda _: desk.take_settings(self._settings))

    @Slot(str)
    def begin(self, name: str) -> None:
        """Open the file of that name."""
        self.run(self._desk.read_archive(Path(name)))

    def stopped_words(self) -> str:
        return self.tr("What was added stays. Open the file again for the rest.")

    def show_result(self, result: object) -> None:
        assert isinstance(result, Summary)
        self._settings = result.settings
        came = [
            (self.tr("New chats: {n}"), result.chats),
            (self.tr("Chats that were here already: {n}"), result.there),
            (self.tr("Chats kept twice, because they differ: {n}"), result.copied),
            (self.tr("New folders: {n}"), result.folders),
            (self.tr("New assistants: {n}"), result.assistants),
            (self.tr("New snippets: {n}"), result.snippets),
            (self.tr("New models: {n}"), len(result.models)),
            (self.tr("Models that were here already: {n}"), result.models_there),
            (self.tr("Settings taken: {n}"), len(result.settings)),
        ]
        wrong = [
            (self.tr("Chats that could not be read: {n}"), result.refused),
            (self.tr("Messages that were damaged in the file: {n}"), result.damaged),
        ]
        self.tell(self.tr("The file was opened."), "heading")
        for words, number in came:
            if number:
                self.tell(words.format(n=QLocale().toString(number)))
        for words, number in wrong:
            if number:
                self.tell(words.format(n=QLocale().toString(number)), "warn")
        if not any(number for _, number in came):
            self.tell(self.tr("Everything in it was here already."))

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Open a backup file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Backups of Puna (*.puna)"))
        dialog.fileSelected.connect(self.begin)
        dialog.open()
