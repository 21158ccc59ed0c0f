"""The head of a collection: its name, how much is in it, and what can be done with all of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.dialog import make_primary
from app.document_words import DocumentWords
from app.icons import IconButton
from app.text import plain_tip
from app.theme import Theme
from engine.documents.records import Collection

NARROW = 640


class CollectionHeader(QWidget):
    """Its menu is filled by whoever knows what is in it."""

    ask_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, words: DocumentWords, theme: Theme) -> None:
        super().__init__()
        self._words = words
        self._name = self._facts = ""
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.facts = QLabel()
        self.facts.setProperty("kind", "muted")
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.ask_button = QPushButton(self.tr("Ask these documents"))
        self.files_button = QPushButton(self.tr("Add files…"))
        self.folder_button = QPushButton(self.tr("Add a folder…"))
        self.more_button = IconButton("more", self.tr("More"), theme)
        self.menu = QMenu(self.more_button)
        make_primary(self.ask_button)
        self._lay_out()
        self.ask_button.clicked.connect(self.ask_wanted)
        self.files_button.clicked.connect(self.files_wanted)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.more_button.clicked.connect(self._show_menu)

    def show_collection(self, collection: Collection) -> None:
        """Show this one."""
        self._name = collection.name
        parts = [self._words.contents(collection)]
        if collection.chunks:
            parts.append(self._words.passages(collection.chunks))
        if collection.failed:
            parts.append(
                self.tr("{n} could not be read").format(n=self.locale().toString(collection.failed))
            )
        self._facts = " · ".join(parts)
        self._elide()
        self.ask_button.setEnabled(collection.searchable > 0)
        told = "" if collection.searchable else self.tr("Nothing in it can be asked yet.")
        self.ask_button.setToolTip(told)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        narrow = self.width() < NARROW
        self._layout.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def _elide(self) -> None:
        for label, text in ((self.title, self._name), (self.facts, self._facts)):
            metrics, width = label.fontMetrics(), label.width()
            label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
            label.setAccessibleName(text)
            label.setToolTip(plain_tip(text) if label.text() != text else "")

    def _show_menu(self) -> None:
        corner = self.more_button.rect().bottomRight()
        self.menu.popup(self.more_button.mapToGlobal(corner))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.files_button, self.folder_button, self.ask_button, self.more_button):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        buttons.addStretch(1)
        layout = self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        layout.addLayout(buttons)
