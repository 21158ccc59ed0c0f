"""Attached files as chips in rows: name and size, a button that removes or unfolds each.

Knows no disk and no message: it is given attachments, and tells what is clicked.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.icons import IconButton
from app.theme import Theme
from engine.store.records import Attachment

_GAP = 6
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


class AttachmentChips(QWidget):
    """Chips beside each other, in as many rows as they need."""

    clicked = Signal(int)  # the number of a chip

    def __init__(self, theme: Theme, removable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._removable = removable
        self.chips: list[Chip] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Show these instead of what was there."""
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [Chip(self._theme, file, self._removable, self) for file in files]
        for number, chip in enumerate(self.chips):
            chip.clicked.connect(lambda number=number: self.clicked.emit(number))
            chip.show()
        self.setVisible(bool(files))
        self._place()

    def buttons(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [chip.button for chip in self.chips if self.isVisible()]

    def sizeHint(self) -> QSize:
        return QSize(sum(chip.sizeHint().width() + _GAP for chip in self.chips), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = y = bottom = 0
        for chip in self.chips:
            size = chip.sizeHint().boundedTo(QSize(max(self.width(), 80), 1000))
            if x and x + size.width() > self.width():
                x, y = 0, bottom + _GAP
            chip.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + _GAP
            bottom = y + size.height()
        if self.chips and bottom != self.height():
            self.setFixedHeight(bottom)
            self.updateGeometry()
