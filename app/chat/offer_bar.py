"""What is offered for files that were dropped: to ask them, or to attach them where they are text.

Reads nothing and knows no chat: it tells what was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.dialog import note, set_primary
from app.icons import IconButton, icon
from app.plural import by_number
from app.theme import ICON_SIZE, Theme
from engine.documents.suffixes import READABLE

TEXTS: Final = frozenset((".eml", ".html", ".htm", ".xhtml", ".xht"))
"""Endings of documents that are text as well."""
_OFFICE: Final = (".docx", ".docm", ".pptx", ".pptm", ".xlsx", ".xlsm")
DOCUMENTS: Final = TEXTS.union((".pdf", ".epub"), _OFFICE)
"""Endings of files that are asked rather than read as a part of a message."""
LONG: Final = 60_000
"""Bytes of a text that is too long to be a part of a message."""


@dataclass(frozen=True, slots=True)
class Given:
    """Files as they are best used: `documents` are asked, also those that are `texts` too, and the
    others are attached."""

    documents: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    attached: tuple[Path, ...] = ()


def sorted_out(paths: Sequence[Path]) -> Given:
    """Look at files, on another thread than the window's."""
    documents, texts, attached = [], [], []
    for path in paths:
        kind = path.suffix.lower()
        folder = path.is_dir()
        long = kind in READABLE - DOCUMENTS and not folder and _size(path) > LONG
        if folder or kind in DOCUMENTS or long:
            documents.append(path)
            if not folder and (long or kind in TEXTS):
                texts.append(path)
        else:
            attached.append(path)
    return Given(tuple(documents), tuple(texts), tuple(attached))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # whoever reads it tells why it cannot be


class OfferBar(QFrame):
    """Hidden while there is nothing to decide."""

    ask_wanted = Signal(object)  # the paths
    attach_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._given = Given()
        self.setProperty("kind", "offer")
        self._icon = QLabel()
        self.label = note("", "")
        self.ask = QPushButton()
        set_primary(self.ask, primary=True)
        self.attach = QPushButton(self.tr("Attach as text"))
        self.close_button = IconButton("close", self.tr("Do nothing with it"), theme)
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        for button in (self.ask, self.attach, self.close_button):
            row.addWidget(button)
        self.ask.clicked.connect(lambda: self._end(self.ask_wanted, self._given.documents))
        self.attach.clicked.connect(lambda: self._end(self.attach_wanted, self._given.texts))
        self.close_button.clicked.connect(lambda: self._end(None, ()))
        theme.changed.connect(self._refresh)
        self._refresh()
        self.hide()

    def offer(self, given: Given) -> None:
        """Ask what to do with these documents, beside those that were offered before."""
        self._given = Given(
            (*self._given.documents, *given.documents), (*self._given.texts, *given.texts)
        )
        documents = self._given.documents
        self.label.setText(
            self.tr("Ask questions about {name}, with answers that open at the sentence?").format(
                name=documents[0].name
            )
            if len(documents) == 1
            else by_number(
                len(documents), "", self.tr("Ask questions about these {n} files and folders?")
            )
        )
        self.ask.setText(self.tr("Ask it") if len(documents) == 1 else self.tr("Ask them"))
        self.attach.setVisible(bool(self._given.texts))
        self.show()
        self.ask.setFocus()

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        buttons = (self.ask, self.attach, self.close_button)
        return [button for button in buttons if button.isVisible()]

    def _end(self, chosen: object, paths: tuple[Path, ...]) -> None:
        self._given = Given()
        self.hide()
        if chosen is not None:
            chosen.emit(paths)  # type: ignore[attr-defined]  # a signal, whose type has no name

    @Slot()
    def _refresh(self) -> None:
        shown = icon("document", self._theme, "accent")
        size = QSize(ICON_SIZE, ICON_SIZE)
        self._icon.setPixmap(shown.pixmap(size, self.devicePixelRatioF()))
