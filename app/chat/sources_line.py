"""The line above a reply that says from how many passages it is written, and opens the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.chat.passage_list import PassageList
from app.document_words import DocumentWords
from app.icons import IconButton
from app.theme import Theme
from engine.documents.records import Passage, Sources


class SourcesLine(QWidget):
    """`opened` has the passages of the list and the place of one of them."""

    opened = Signal(object, int)
    folded = Signal()

    def __init__(
        self, theme: Theme, sources: Sources, words: DocumentWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._words = words
        self.list: PassageList | None = None
        self._whole = sources.mode == "whole"
        self.shown = _firsts(sources.passages) if self._whole else sources.passages
        self.button = IconButton("right", "", theme, self)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setProperty("kind", "fold")
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.setText(self.text())
        self.button.setEnabled(bool(self.shown))
        self.button.clicked.connect(self.toggle)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.button)
        self._name()

    def text(self) -> str:
        """The words of the line."""
        passages = self._sources.passages
        files = self._words.files(len({passage.file for passage in passages}))
        if not passages:
            return self.tr("No passage of your documents fits")
        if self._whole:
            return self.tr("All of {files}").format(files=files)
        line = self.tr("{passages} from {files}").format(
            passages=self._words.passages(len(passages)), files=files
        )
        # Not all had vectors yet, so that what says the same in other words may be missing.
        alone = self.tr("found by words alone") if self._sources.lexical else ""
        return " · ".join(part for part in (line, alone) if part)

    @Slot()
    def toggle(self) -> None:
        """Show the list, or put it away."""
        if self.list is None:
            self.list = PassageList(self.shown, self._words, self)
            self.list.opened.connect(lambda which: self.opened.emit(self.shown, which))
            self._column.addWidget(self.list)
        else:
            self.list.hide()
            self.list.deleteLater()
            self.list = None
        self._name()
        self.folded.emit()

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [self.button, *(self.list.cards if self.list is not None else ())]

    def _name(self) -> None:
        opened = self.list is not None
        self.button.set_icon_name("unfold" if opened else "right")
        tip = self.tr("Hide the passages") if opened else self.tr("Show the passages")
        self.button.setToolTip(tip if self.shown else "")
        self.button.setAccessibleName(self.text())
        self.button.setAccessibleDescription(self.button.toolTip())


def _firsts(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The first passage of each file."""
    files: dict[str, Passage] = {}
    for passage in passages:
        files.setdefault(passage.file, passage)
    return tuple(files.values())
