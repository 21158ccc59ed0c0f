"""How documents are searched by meaning, as a page: which model makes their vectors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.bridge import Bridge
from app.dialog import note
from app.errors import ErrorWords
from app.fields import Page, section
from app.preferences import Preferences
from app.text import sentences
from engine import gguf
from engine.errors import ErrorInfo
from engine.settings import Settings

OWN = "multilingual-e5-small"


class EmbedderPage(Page):
    """A model is looked at before it is taken: most GGUF files are no embedders. `models` is the
    folder of those of Puna."""

    def __init__(
        self, preferences: Preferences, bridge: Bridge, errors: ErrorWords, models: Path
    ) -> None:
        super().__init__()
        self._preferences = preferences
        self._bridge = bridge
        self._errors = errors
        self._models = models
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.place = note("", "small")
        self.status = note("", "bad")
        self.choose_button = QPushButton(self.tr("Choose another…"))
        self.own_button = QPushButton(self.tr("Use the one of Puna"))
        told = self.tr(
            "Puna finds passages by their words, and by their meaning: also those that say it in "
            "other words, or in another language. A small model makes that possible; it works in "
            "the background, and never while a reply is written."
        )
        after = self.tr(
            "With another model all passages are gone through once more. Until that is done, "
            "searching goes on with the one before."
        )
        self.add(
            section(
                self.tr("Searching documents by meaning"),
                note(told, "small"),
                self._row(),
                self.status,
                note(after, "small"),
            )
        )
        self.status.hide()
        self.choose_button.clicked.connect(self.choose)
        self.own_button.clicked.connect(lambda: preferences.change(embedder=""))
        preferences.changed.connect(self._show)
        self._show(preferences.settings)

    @Slot()
    def choose(self) -> QFileDialog:
        """Ask for the file of an embedder."""
        dialog = QFileDialog(self, self.tr("Model for searching by meaning"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Models") + " (*.gguf)"])
        dialog.setDirectory(self._preferences.settings.models_folder or str(self._models))
        dialog.fileSelected.connect(self.take)
        dialog.open()
        return dialog

    @Slot(str)
    def take(self, name: str) -> None:
        """Use the model in this file, if it is an embedder."""
        path = Path(name)
        self.status.hide()
        self.choose_button.setEnabled(False)

        def look() -> None:
            gguf.require_embedder(gguf.open_model(path))

        def done(_: None) -> None:
            self.choose_button.setEnabled(True)
            self._preferences.change(embedder=str(path))

        def failed(error: ErrorInfo) -> None:
            self.choose_button.setEnabled(True)
            said = self._errors.word(error)
            if error.kind == "model_file":
                advice = self.tr("Choose a GGUF file of an embedding model.")
                self.status.setText(sentences(said.text, advice))
            else:
                self.status.setText(sentences(said.text, said.advice))
            self.status.show()

        self._bridge.run(look, done, failed)

    @Slot(object)
    def _show(self, settings: Settings) -> None:
        chosen = settings.embedder
        self.name.setText(Path(chosen).stem if chosen else OWN)
        self.place.setText(chosen or self.tr("Comes with Puna. English, Chinese and others."))
        self.own_button.setVisible(bool(chosen))

    def _row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.place)
        layout.addLayout(words, 1)
        layout.addWidget(self.own_button)
        layout.addWidget(self.choose_button)
        return row
