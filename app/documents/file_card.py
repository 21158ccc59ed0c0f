"""What is known of the file that is chosen, and what can be done to it or to all that are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.dialog import note
from app.document_words import DocumentWords
from app.errors import ErrorWords
from app.moment import Moment
from app.plural import by_number
from engine.documents.records import File

_KINDS = {"pdf": "PDF", "docx": "DOCX", "pptx": "PPTX", "xlsx": "XLSX", "epub": "EPUB"}
_MORE_KINDS = {"html": "HTML", "markdown": "Markdown", "csv": "CSV"}
LANGUAGES = {"en": "English", "zh": "中文"}


class FileCard(QFrame):
    """Out of sight while nothing is chosen. A file that failed says why, and what to do."""

    open_wanted = Signal(object)  # File
    again_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, words: DocumentWords, errors: ErrorWords) -> None:
        super().__init__()
        self._words = words
        self._errors = errors
        self._moment = Moment(self)
        self._file: File | None = None
        self.setProperty("kind", "card")
        self.title = QLabel()
        self.title.setProperty("kind", "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.path = note("", "small")
        self.path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts = note("", "muted")
        self.fault = note("", "bad")
        self.advice = note("", "")
        self.open_button = QPushButton(self.tr("Open"))
        self.again_button = QPushButton(self.tr("Read again"))
        self.remove_button = QPushButton(self.tr("Remove"))
        self._lay_out()
        self.open_button.clicked.connect(lambda: self.open_wanted.emit(self._file))
        self.again_button.clicked.connect(self.again_wanted)
        self.remove_button.clicked.connect(self.remove_wanted)
        self.hide()

    def show_files(self, files: Sequence[File]) -> None:
        """Show what is chosen."""
        self.setVisible(bool(files))
        self._file = files[0] if len(files) == 1 else None
        self.open_button.setVisible(self._file is not None)
        if self._file is not None:
            self._show_one(self._file)
        elif files:
            self._show_many(files)

    def _show_one(self, file: File) -> None:
        name = file.path.replace("\\", "/").rpartition("/")[2]
        title = file.info.title if file.info and file.info.title else name
        self.title.setText(title)
        self.path.setText(file.path)
        self.path.show()
        self.facts.setText(" · ".join(self._facts(file)))
        self.facts.setVisible(bool(self.facts.text()))
        readable = file.error is None or file.error.values.get("fault") != "missing"
        self.open_button.setEnabled(readable)
        self.fault.setVisible(file.error is not None)
        self.advice.setVisible(file.error is not None or self._warns(file))
        if file.error is not None:
            said = self._errors.word(file.error)
            self.fault.setText(said.text)
            self.advice.setText(said.advice)
        elif self._warns(file):
            self.advice.setText(
                self.tr(
                    "Pages without text are scanned or empty. Have a program for text recognition "
                    "(OCR) add the text, then read the file again."
                )
            )

    def _show_many(self, files: Sequence[File]) -> None:
        count = len(files)
        self.title.setText(by_number(count, self.tr("1 file chosen"), self.tr("{n} files chosen")))
        self.facts.setText(self._words.size(sum(file.size for file in files)))
        self.facts.show()
        for label in (self.path, self.fault, self.advice):
            label.hide()

    def _facts(self, file: File) -> Sequence[str]:
        info = file.info
        if info is None:
            return []
        parts = [
            self._kind(info.kind),
            LANGUAGES.get(info.language, ""),
            self._words.pages_of(file),
            self._words.passages(file.chunks) if file.chunks else "",
            self.tr("about {n} tokens").format(n=QLocale().toString(info.tokens))
            if info.tokens
            else "",
            self.tr("read {when}").format(when=self._moment.words(file.indexed_at))
            if file.indexed_at
            else "",
        ]
        return [part for part in parts if part]

    def _kind(self, kind: str) -> str:
        own = {
            "text": self.tr("Text"),
            "code": self.tr("Source code"),
            "email": self.tr("E-mail"),
        }
        return own.get(kind) or _KINDS.get(kind) or _MORE_KINDS.get(kind, kind)

    def _warns(self, file: File) -> bool:
        return file.info is not None and file.info.empty_pages > 0

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        for label in (self.title, self.path, self.facts, self.fault, self.advice):
            words.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_button, self.again_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addLayout(words)
        layout.addLayout(buttons)
