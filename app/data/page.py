"""The page of the settings about the user's data: where it is, backups, chats in and out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton

from app.data.archive_dialogs import OpenArchiveDialog, SaveArchiveDialog
from app.data.backups_section import BackupsSection
from app.data.chats_dialogs import ExportDialog, ImportDialog
from app.data.desk import DataDesk
from app.errors import ErrorWords
from app.fields import Page, Row, section
from app.theme import Theme


class DataPage(Page):
    """Everything it offers is done by the desk."""

    def __init__(self, desk: DataDesk, words: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self.open_button = QPushButton(self.tr("Open"))
        self.import_button = QPushButton(self.tr("Import…"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.backups = BackupsSection(desk, words, theme)
        self.save_button = QPushButton(self.tr("Save…"))
        self.load_button = QPushButton(self.tr("Open…"))
        self._lay_out()
        self.save_button.clicked.connect(self.save_archive)
        self.load_button.clicked.connect(self.open_archive)
        self.open_button.clicked.connect(self._open_home)
        self.import_button.clicked.connect(self.import_chats)
        self.export_button.clicked.connect(lambda: self.export_chats())

    @Slot()
    def import_chats(self) -> ImportDialog:
        """Ask for a file or a folder with chats."""
        dialog = ImportDialog(self._desk, self._words, self.window())
        dialog.open()
        return dialog

    def export_chats(self, selected: Sequence[int] = ()) -> ExportDialog:
        """Ask how to export these chats; all of them for none."""
        dialog = ExportDialog(self._desk, self._words, selected, self.window())
        dialog.open()
        return dialog

    @Slot()
    def save_archive(self) -> SaveArchiveDialog:
        """Ask where everything is to be written to."""
        dialog = SaveArchiveDialog(self._desk, self._words, self.window())
        dialog.open()
        return dialog

    @Slot()
    def open_archive(self) -> OpenArchiveDialog:
        """Ask for a file with everything."""
        dialog = OpenArchiveDialog(self._desk, self._words, self.window())
        dialog.open()
        return dialog

    @Slot()
    def _open_home(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.home.root)))

    def _lay_out(self) -> None:
        self.add(
            section(
                self.tr("Your data"),
                Row(
                    str(self._desk.home.root),
                    self.tr("Chats, settings and models are kept in this folder."),
                    self.open_button,
                ),
            ),
            section(self.tr("Backups"), self.backups),
            section(
                self.tr("Chats"),
                Row(
                    self.tr("Import chats"),
                    self.tr("From ChatGPT, Open WebUI, LM Studio or another Puna."),
                    self.import_button,
                ),
                Row(
                    self.tr("Export chats"),
                    self.tr("As Markdown to read, or as JSON to import again."),
                    self.export_button,
                ),
            ),
            section(
                self.tr("Another computer"),
                Row(
                    self.tr("Move or back up"),
                    self.tr("Everything in one file, with the models if you like."),
                    self.save_button,
                ),
                Row(
                    self.tr("Open a backup file"),
                    self.tr("Adds what is in it to what is here. Nothing is replaced."),
                    self.load_button,
                ),
            ),
        )
