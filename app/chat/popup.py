"""A list that opens above a text box while a mark and some letters are typed, filtered by them.

The keyboard stays in the text box: this list filters its keys while it is open. Knows neither what
it offers nor what comes of a choice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.plain_box import ENTER, PlainBox

_MOST_ROWS: Final = 8
_WIDTH: Final = 420


@dataclass(frozen=True, slots=True)
class Offer:
    """A row: what it is called, what is shown of it, and what it stands for."""

    name: str
    shown: str
    value: object


class Popup(QListWidget):
    """Shown above `box`, inside its window. `trigger` matches the mark and what is typed behind it
    at the end of the line up to the cursor."""

    def __init__(self, box: PlainBox, trigger: re.Pattern[str], name: str) -> None:
        super().__init__(box)
        self._box = box
        self._trigger = trigger
        self._put_off = False  # closed by Escape, until something else is typed
        self._offers: Sequence[Offer] = ()
        self.setProperty("kind", "popup")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        self.itemClicked.connect(self._on_clicked)
        self.currentItemChanged.connect(self._announce)
        box.textChanged.connect(self._look)
        box.cursorPositionChanged.connect(self._look)
        box.installEventFilter(self)
        self.hide()

    def look_up(self, typed: str) -> None:
        """Find what to offer for what was typed, mark included, and `offer` it."""
        raise NotImplementedError

    def take(self, value: object) -> str:
        """Something was chosen; what is put in place of what was typed."""
        raise NotImplementedError

    def offer(self, offers: Sequence[Offer]) -> None:
        """Show these instead of what was there; none hides the list."""
        if not offers or self._typed() is None or self._put_off:
            self.hide()
            return
        if tuple(offers) != self._offers or not self.count():
            self.clear()
            for one in offers:
                item = QListWidgetItem(one.shown)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, one.name)
                self.addItem(item)
            self._offers = tuple(offers)
            self.setCurrentRow(0)
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        elif isinstance(event, QKeyEvent) and self.isVisible() and not self._box.composing:
            if event.type() == QEvent.Type.ShortcutOverride and self._means(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and self._means(event):
                self._act(event)
                return True
        return False

    def _means(self, event: QKeyEvent) -> bool:
        keys = (*ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return event.key() in keys and held == Qt.KeyboardModifier.NoModifier

    def _act(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._put_off = True
            self.hide()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.setCurrentRow((self.currentRow() + step) % self.count())
        else:
            self._choose(self.currentRow())

    def _typed(self) -> str | None:
        """The mark and what follows it, or None where there is none at the cursor."""
        cursor = self._box.textCursor()
        line = cursor.block().text()[: cursor.positionInBlock()]
        line = line.rpartition("\u2028")[2]  # which Shift+Enter puts between lines
        found = None if cursor.hasSelection() else self._trigger.search(line)
        return found[0] if found else None

    @Slot()
    def _look(self) -> None:
        typed = self._typed()
        if typed is None:
            self._put_off = False
        if typed is None or self._put_off or self._box.composing or not self._box.hasFocus():
            self.hide()
        else:
            self.look_up(typed)

    def _place(self) -> None:
        window = self._box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        self.ensurePolished()
        rows = min(self.count(), _MOST_ROWS)
        height = rows * self.visualItemRect(self.item(0)).height() + 10
        width = min(_WIDTH, self._box.width())
        place = self._box.mapTo(window, QPoint(0, 0))
        self.setGeometry(place.x() - 4, place.y() - height - 20, width, height)

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._choose(self.row(item))
        self._box.setFocus()

    def _choose(self, row: int) -> None:
        typed = self._typed()
        if typed is None or not 0 <= row < len(self._offers):
            return
        self.hide()
        text = self.take(self._offers[row].value)
        cursor = self._box.textCursor()
        left = QTextCursor.MoveOperation.Left
        units = len(typed.encode("utf-16-le")) // 2  # as Qt counts
        cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, units)
        cursor.insertText(text)
        self._box.setTextCursor(cursor)
        self._box.ensureCursorVisible()

    @Slot()
    def _announce(self) -> None:
        row = self.currentRow()
        if self.isVisible() and 0 <= row < len(self._offers):
            place = self.tr("{name}, {n} of {count}").format(
                name=self._offers[row].name, n=row + 1, count=self.count()
            )
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._box, place))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 200)
