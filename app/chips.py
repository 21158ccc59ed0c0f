"""A few names to choose one from, as buttons that wrap to a given width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

GAP = 8
MOST = 8
WIDEST = 220


class Chips(QWidget):
    """At most `MOST` names, one of them marked or none. Choosing the marked one unmarks it."""

    chosen = Signal(str)

    def __init__(self, name: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(width)
        self.names: tuple[str, ...] = ()
        self.buttons: list[QPushButton] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_names(self, names: Sequence[str], marked: str) -> None:
        """Show these names; the first ones where there are many."""
        shown = tuple(names[:MOST])
        if shown != self.names:
            self._make(shown)
        for name, button in zip(self.names, self.buttons, strict=True):
            button.setChecked(name == marked)

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), self._arrange(self.maximumWidth(), move=False))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()  # only now the buttons are as large as they will be

    def _make(self, names: tuple[str, ...]) -> None:
        for button in self.buttons:
            button.deleteLater()
        self.names = names
        self.buttons = [self._button(name) for name in names]
        self._place()

    def _place(self) -> None:
        self._arrange(self.maximumWidth(), move=True)
        self.updateGeometry()

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, WIDEST)
        button.setText(shown.replace("&", "&&"))
        button.setAccessibleName(name)
        # What is marked is told by whoever hears of the choice.
        button.clicked.connect(lambda checked, name=name: self.chosen.emit(name if checked else ""))
        button.show()
        return button

    def _arrange(self, width: int, *, move: bool) -> int:
        """Put the buttons into centred rows; returns the height they take."""
        rows: list[list[QPushButton]] = [[]]
        used = 0
        for button in self.buttons:
            wide = button.sizeHint().width()
            if rows[-1] and used + GAP + wide > width:
                rows.append([])
                used = 0
            used += (GAP if rows[-1] else 0) + wide
            rows[-1].append(button)
        y = 0
        for row in rows:
            sizes = [button.sizeHint() for button in row]
            x = (width - sum(size.width() for size in sizes) - GAP * max(0, len(row) - 1)) // 2
            for button, size in zip(row, sizes, strict=True):
                if move:
                    button.setGeometry(QRect(QPoint(x, y), size))
                x += size.width() + GAP
            y += max((size.height() for size in sizes), default=0) + GAP
        return max(0, y - GAP)
