"""A deleted model on the right side of the page: it can be put back, or the trash emptied."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.dialog import make_primary, note
from app.models.words import ModelWords
from app.moment import Moment
from engine.hub.library import Trashed


class TrashPage(QWidget):
    """Shows one of what is in the trash."""

    back_wanted = Signal(object)  # Trashed
    empty_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._trashed: Trashed | None = None
        self._words = ModelWords(self)
        self._moment = Moment(self)
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.text = note("", "muted")
        self.all = note("", "")
        self.back_button = QPushButton(self.tr("Put it back"))
        make_primary(self.back_button)
        self.empty_button = QPushButton(self.tr("Empty the trash"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.empty_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addWidget(self.all)
        layout.addLayout(row)
        layout.addStretch(1)
        self.back_button.clicked.connect(lambda: self.back_wanted.emit(self._trashed))
        self.empty_button.clicked.connect(self.empty_wanted)

    def show_trashed(self, trashed: Trashed, freed: int) -> None:
        """Show one; emptying the trash makes `freed` bytes free."""
        self._trashed = trashed
        self.title.setText(trashed.title)
        self.text.setText(
            self.tr("Deleted: {when} · {size}").format(
                when=self._moment.words(trashed.at), size=self._words.size(trashed.size)
            )
        )
        self.all.setText(
            self.tr(
                "It can be put back until the trash is emptied. Emptying it deletes everything in "
                "it for good, and frees {size}."
            ).format(size=self._words.size(freed))
        )
