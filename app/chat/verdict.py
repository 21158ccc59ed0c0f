"""What is said below an answer that was looked up, and instead of one that the documents do not
contain. Knows no documents: it is given what was checked.
"""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.chat.passage_list import PassageList
from app.dialog import note
from app.document_words import DocumentWords
from app.plural import by_number
from app.theme import Theme
from engine.documents.records import Checked, Passage


class VerdictLine(QLabel):
    """How many statements there are, and how many of them were found."""

    def __init__(self, theme: Theme, checked: Checked, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._checked = checked
        self.setProperty("kind", "small")
        self.setTextFormat(Qt.TextFormat.RichText)  # of our own making
        self.setWordWrap(True)
        self.setToolTip(
            self.tr(
                "A statement is found where its numbers, dates, names and words are in one place "
                "of a passage. Click its number, or press Alt+Down, to read it there."
            )
        )
        theme.changed.connect(self._show)
        self._show()

    def words(self) -> str:
        """The line without colours."""
        found, missing = self._checked.found, self._checked.missing
        count = by_number(found + missing, self.tr("1 statement"), self.tr("{n} statements"))
        parts = [self.tr("{n} found in your documents").format(n=found)]
        if missing:
            parts.append(self._missing())
        return self.tr("{count}: {parts}").format(count=count, parts=self.tr(", ").join(parts))

    def _missing(self) -> str:
        return self.tr("{n} not found").format(n=self._checked.missing)

    @Slot()
    def _show(self) -> None:
        shown, missing = html.escape(self.words()), html.escape(self._missing())
        if self._checked.missing:
            color = self._theme.tokens.warn
            shown = shown.replace(missing, f'<span style="color:{color}">{missing}</span>')
        self.setText(shown)
        self.setAccessibleName(self.words())


class NotAnswered(QFrame):
    """Says that the documents do not contain an answer, and offers the nearest passages; what the
    model wrote stays out of sight until it is wanted."""

    opened = Signal(object, int)  # passages, which
    unfolded = Signal(bool)  # whether what the model wrote is to be seen

    def __init__(
        self,
        near: Sequence[Passage],
        words: DocumentWords,
        shown: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        title = note(self.tr("The documents do not contain an answer to this."), "heading")
        self.setAccessibleName(title.text())
        self.button = QPushButton()
        self.button.setProperty("kind", "source")
        self.button.setCheckable(True)
        self.button.setChecked(shown)
        self.button.toggled.connect(self._on_toggled)
        self.list = PassageList(near, words, self) if near else None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        layout.setSpacing(8)
        layout.addWidget(title)
        if self.list is not None:
            layout.addWidget(
                note(self.tr("These passages come nearest to your question:"), "muted")
            )
            layout.addWidget(self.list)
            self.list.opened.connect(lambda which: self.opened.emit(tuple(near), which))
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._name()

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [*(self.list.cards if self.list is not None else ()), self.button]

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self._name()
        self.unfolded.emit(shown)

    def _name(self) -> None:
        self.button.setText(
            self.tr("Hide what the model wrote")
            if self.button.isChecked()
            else self.tr("Show what the model wrote")
        )
