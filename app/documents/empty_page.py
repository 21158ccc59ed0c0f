"""What the page shows before there is anything: what it is for, and the one button that begins."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.dialog import make_primary, note
from app.theme import COLUMN_WIDTH


class EmptyPage(QWidget):
    """Of the page without a collection, or of a collection without files."""

    files_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.text = note("", "")
        self.button = QPushButton(self.tr("Choose files…"))
        make_primary(self.button)
        self.button.clicked.connect(self.files_wanted)
        heading = QLabel(self.tr("Drop files or folders here"))
        heading.setProperty("kind", "heading")
        formats = note(
            self.tr(
                "PDF, Word, PowerPoint, Excel, EPUB, HTML, Markdown, text, CSV, e-mail and source "
                "code."
            ),
            "small",
        )
        area = QFrame()
        area.setProperty("kind", "drop")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(heading)
        words.addWidget(formats)
        row = QHBoxLayout(area)
        row.setContentsMargins(22, 22, 22, 22)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QWidget()
        column.setMaximumWidth(COLUMN_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        inside.addWidget(self.title)
        inside.addWidget(self.text)
        inside.addSpacing(6)
        inside.addWidget(area)
        inside.addStretch(1)
        self._outer = QHBoxLayout(self)
        self._outer.addStretch(1)
        self._outer.addWidget(column, 1000)
        self._outer.addStretch(1)
        self.show_start()

    def show_start(self) -> None:
        """There is no collection yet."""
        self._outer.setContentsMargins(24, 64, 24, 24)
        self.title.show()
        self.title.setText(self.tr("Ask your own documents"))
        self.text.setText(
            self.tr(
                "Puna reads your files on this computer, finds what a question is about, and "
                "answers with the passages it found: a click opens the page, with the sentence "
                "marked. Nothing leaves this computer."
            )
        )

    def show_empty(self) -> None:
        """There is nothing in the collection."""
        self._outer.setContentsMargins(0, 8, 0, 0)
        self.title.hide()
        self.text.setText(
            self.tr("This collection is empty. Files stay where they are: Puna only reads them.")
        )
