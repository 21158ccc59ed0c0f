"""What a chat asks, as chips above the message: collections and files, how far they are read, and
a menu for each. Knows no index: it is told what to show.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from app.chat.flow import Flow
from app.icons import IconButton, icon
from app.text import plain_tip
from app.theme import Theme
from engine.documents.records import Source

Standing = Literal["", "unread", "failed", "gone"]
"""How a source is: it can be asked, is being read, cannot be read, or is there no more."""
_MOST_NAME: Final = 220  # pixels


@dataclass(frozen=True, slots=True)
class Shown:
    """A source with its name now, how it is, and in words what that means."""

    source: Source
    name: str
    standing: Standing = ""
    told: str = ""


class DocumentChip(QFrame):
    """One file or collection: its name opens its menu, the cross takes it out of the chat."""

    removed = Signal()
    opened = Signal()
    summary_wanted = Signal()

    def __init__(self, theme: Theme, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._file = bool(shown.source.file)
        self.setProperty("kind", "chip")
        self.name = QPushButton()
        self.name.setProperty("kind", "chipname")
        self.name.setIconSize(QSize(14, 14))
        self.name.setCursor(Qt.CursorShape.PointingHandCursor)
        elided = self.name.fontMetrics().elidedText(
            shown.name, Qt.TextElideMode.ElideMiddle, _MOST_NAME
        )
        self.name.setText(elided.replace("&", "&&"))
        self.menu = QMenu(self)
        if self._file:
            self.summarise = self.menu.addAction(self.tr("Summarise this document"))
            self.summarise.triggered.connect(self.summary_wanted)
            self.summarise.setEnabled(not shown.standing)
            read = self.menu.addAction(self.tr("Open"))
            read.triggered.connect(self.opened)
            read.setEnabled(shown.standing not in ("gone", "failed"))
        self.menu.addAction(self.tr("Ask it no more"), self.removed.emit)
        self.name.clicked.connect(self._open_menu)
        self.state = QLabel(shown.told, self)
        self.state.setProperty("kind", "bad" if shown.standing in ("failed", "gone") else "small")
        self.state.setVisible(bool(shown.told))
        self.button = IconButton(
            "close", self.tr("Ask {name} no more").format(name=shown.name), theme, self
        )
        self.button.setIconSize(QSize(14, 14))
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setFixedSize(24, 24)
        self.button.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 3, 1)
        row.setSpacing(4)
        for widget in (self.name, self.state, self.button):
            row.addWidget(widget)
        self.setToolTip(plain_tip(shown.name))
        said = (shown.name, shown.told)
        self.name.setAccessibleName(", ".join(part for part in said if part))
        theme.changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _open_menu(self) -> None:
        self.menu.popup(self.name.mapToGlobal(self.name.rect().topLeft()))

    @Slot()
    def _refresh(self) -> None:
        self.name.setIcon(icon("document" if self._file else "folder", self._theme, "accent"))


class DocumentChips(Flow):
    """Signals have the number of a chip."""

    removed = Signal(int)
    opened = Signal(int)
    summary_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shown: tuple[Shown, ...] = ()
        self.chips: list[DocumentChip] = []
        self.setAccessibleName(self.tr("Documents this chat asks"))

    def show_sources(self, shown: Sequence[Shown]) -> None:
        """Show these instead of what was there."""
        if tuple(shown) == self.shown:
            return
        self.shown = tuple(shown)
        self.chips = [DocumentChip(self._theme, one, self) for one in shown]
        for number, chip in enumerate(self.chips):
            chip.removed.connect(lambda number=number: self.removed.emit(number))
            chip.opened.connect(lambda number=number: self.opened.emit(number))
            chip.summary_wanted.connect(lambda number=number: self.summary_wanted.emit(number))
        self.show_widgets(self.chips)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        chips = self.chips if self.isVisible() else []
        return [stop for chip in chips for stop in (chip.name, chip.button)]
