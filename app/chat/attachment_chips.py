"""Attached files as chips in rows: name and size, a button that removes or unfolds each.

Knows no disk and no message: it is given attachments, and tells what is clicked.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.chat.flow import Flow
from app.icons import IconButton
from app.theme import Theme
from engine.store.records import Attachment

_MOST_NAME = 200  # pixels of a name


class Chip(QFrame):
    """One file. `removable` ones have a button that takes them away, others one that unfolds."""

    clicked = Signal()

    def __init__(
        self, theme: Theme, file: Attachment, removable: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "chip")
        size = QLocale().formattedDataSize(
            len(file.text.encode()), 1, QLocale.DataSizeFormat.DataSizeSIFormat
        )
        name = QLabel(self)
        name.setTextFormat(Qt.TextFormat.PlainText)
        metrics = name.fontMetrics()
        name.setText(metrics.elidedText(file.name, Qt.TextElideMode.ElideMiddle, _MOST_NAME))
        amount = QLabel(size, self)
        amount.setProperty("kind", "small")
        label = self.tr("Remove {name}") if removable else self.tr("Show {name}")
        icon = "close" if removable else "right"
        self.button = IconButton(icon, label.format(name=file.name), theme, self)
        self.button.setIconSize(QSize(14, 14))
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setFixedSize(24, 24)
        self.button.clicked.connect(self.clicked)
        self._label = file.name
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 3, 1)
        row.setSpacing(6)
        for widget in (name, amount, self.button):
            row.addWidget(widget)
        self.setAccessibleName(self.tr("{name}, {size}").format(name=file.name, size=size))
        self.setToolTip("")

    def set_unfolded(self, unfolded: bool) -> None:
        """Whether the text of the file is shown below."""
        label = self.tr("Hide {name}") if unfolded else self.tr("Show {name}")
        self.button.set_label(label.format(name=self._label))
        self.button.set_icon_name("unfold" if unfolded else "right")


class AttachmentChips(Flow):
    """Chips beside each other, in as many rows as they need."""

    clicked = Signal(int)  # the number of a chip

    def __init__(self, theme: Theme, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._removable = removable
        self.chips: list[Chip] = []

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Show these instead of what was there."""
        self.chips = [Chip(self._theme, file, self._removable, self) for file in files]
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(lambda number=number: self.clicked.emit(number))
        self.show_widgets(self.chips)

    def buttons(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [chip.button for chip in self.chips if self.isVisible()]
