"""A download on the right side of the page: how far it is, what went wrong, and its buttons.

Knows the queue only by the names of what it does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.dialog import make_primary, note
from app.errors import ErrorWords
from app.models.download_words import DownloadWords
from app.models.words import ModelWords
from engine.hub.downloads import Download


class DownloadPage(QWidget):
    """`show_download` is called again and again while bytes come."""

    acted = Signal(str, str)  # pause, resume or cancel, and the id
    repository_wanted = Signal(str)

    def __init__(self, errors: ErrorWords) -> None:
        super().__init__()
        self._download: Download | None = None
        self._words = DownloadWords(self)
        self._figures = ModelWords(self)
        self._errors = errors
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.origin = note("", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the download"))
        self.state = note("", "")
        self.error = note("", "bad")
        self.advice = note("", "")
        self.pause_button = QPushButton(self.tr("Pause"))
        self.resume_button = QPushButton(self.tr("Resume"))
        make_primary(self.resume_button)
        self.cancel_button = QPushButton(self.tr("Cancel the download"))
        self.repository_button = QPushButton(self.tr("Show it on the hub"))
        self.checked = note(
            self.tr(
                "Every byte is checked against the hub's SHA-256 while it comes. A file that "
                "differs never becomes a model."
            ),
            "small",
        )
        self._lay_out()
        for button, name in (
            (self.pause_button, "pause"),
            (self.resume_button, "resume"),
            (self.cancel_button, "cancel"),
        ):
            button.clicked.connect(lambda _=False, name=name: self._act(name))
        self.repository_button.clicked.connect(self._on_repository)

    def show_download(self, download: Download) -> None:
        """Show how it stands."""
        self._download = download
        wanted, state = download.wanted, download.state
        self.title.setText(wanted.title)
        self.origin.setText(
            self.tr("{repository} · {size}").format(
                repository=wanted.repository, size=self._figures.size(download.total)
            )
        )
        self.bar.setValue(round(1000 * download.done / download.total) if download.total else 0)
        line = self._words.line(download)
        self.state.setText(line)
        self.bar.setAccessibleDescription(line)
        self.pause_button.setVisible(state in ("waiting", "running"))
        self.resume_button.setVisible(state in ("paused", "failed"))
        self.resume_button.setText(self.tr("Try again") if state == "failed" else self.tr("Resume"))
        self.cancel_button.setVisible(state != "done")
        if download.error is not None:
            words = self._errors.word(download.error)
            self.error.setText(words.text)
            self.advice.setText(words.advice)
        self.error.setVisible(download.error is not None)
        self.advice.setVisible(download.error is not None)

    @Slot()
    def _on_repository(self) -> None:
        if self._download is not None:
            self.repository_wanted.emit(self._download.wanted.repository)

    def _act(self, name: str) -> None:
        if self._download is not None:
            self.acted.emit(name, self._download.wanted.id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.pause_button, self.resume_button, self.cancel_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.repository_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.origin)
        layout.addSpacing(8)
        layout.addWidget(self.bar)
        layout.addWidget(self.state)
        layout.addWidget(self.error)
        layout.addWidget(self.advice)
        layout.addLayout(row)
        layout.addWidget(self.checked)
        layout.addStretch(1)
