"""How far indexing is, and what could not be done: a strip on the page, gone once all is done."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from app.dialog import note
from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.errors import ErrorWords
from app.text import sentences
from engine.documents.records import Progress

_WHOLE = 1000


class ProgressStrip(QFrame):
    """Of all collections together: one file is read at a time."""

    settings_wanted = Signal()

    def __init__(self, desk: DocumentDesk, words: DocumentWords, errors: ErrorWords) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._errors = errors
        self.setProperty("kind", "card")
        self.label = note("", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, _WHOLE)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Indexing"))
        self.button = QPushButton(self.tr("Choose a model…"))
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self.settings_wanted)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.bar)
        desk.progressed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        progress, trouble = self._desk.progress, self._desk.trouble
        self.setVisible(progress is not None or trouble is not None)
        self.bar.setVisible(progress is not None)
        self.button.setVisible(progress is None)
        if progress is not None:
            self.label.setText(self._words.progress(progress))
            self.bar.setValue(round(_WHOLE * share(progress)))
            self.bar.setAccessibleDescription(self.label.text())
        elif trouble is not None:
            said = self._errors.word(trouble)
            text = self.tr("Files are found by their words, and not by meaning yet.")
            self.label.setText(sentences(text, said.text, said.advice))


def share(progress: Progress) -> float:
    """How much of what is under way is done, from 0 to 1: of reading, then of meaning."""
    if progress.files < progress.files_all:
        return progress.files / progress.files_all
    return progress.chunks / progress.chunks_all if progress.chunks_all else 0.0
