"""The list of prompt snippets that `/` opens at the start of a line, filtered as one types.

The keyboard stays in the text box: this list filters its keys while it is open. Knows no store: it
is given the snippets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.plain_box import ENTER, PlainBox
from app.text import clean
from engine.assistants import Snippet

_MOST_ROWS: Final = 8
_WIDTH: Final = 420
_MOST_EXCERPT: Final = 80
_TRIGGER = re.compile(r"^/(\S{0,40})$")


class SnippetPopup(QListWidget):
    """Shown above `box`, inside its window. Puts the text of what is chosen in place of what was
    typed."""

    def __init__(self, box: PlainBox) -> None:
        super().__init__(box)
        self._box = box
        self._snippets: list[Snippet] = []
        self._put_off = False  # closed by Escape, until something else is typed
        self.setProperty("kind", "popup")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Snippets"))
        self.itemClicked.connect(self._on_clicked)
        self.currentItemChanged.connect(self._announce)
        box.textChanged.connect(self._look)
        box.cursorPositionChanged.connect(self._look)
        box.installEventFilter(self)
        self.hide()

    def set_snippets(self, snippets: Sequence[Snippet]) -> None:
        """What can be chosen, in this order."""
        self._snippets = list(snippets)
        self._look()

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
            self._insert(self.currentItem())

    def _typed(self) -> str | None:
        """What follows the slash, or None where there is none at the start of the line."""
        cursor = self._box.textCursor()
        line = cursor.block().text()[: cursor.positionInBlock()]
        line = line.rpartition("\u2028")[2]  # which Shift+Enter puts between lines
        found = None if cursor.hasSelection() else _TRIGGER.match(line)
        return found[1] if found else None

    @Slot()
    def _look(self) -> None:
        typed = self._typed()
        if typed is None:
            self._put_off = False
        if typed is None or self._put_off or self._box.composing or not self._box.hasFocus():
            self.hide()
            return
        matching = [snippet for snippet in self._snippets if _matches(snippet, typed)]
        if matching:
            self._show(matching)
        else:
            self.hide()

    def _show(self, snippets: list[Snippet]) -> None:
        names = [snippet.name for snippet in snippets]
        if names != [self.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.count())]:
            self.clear()
            for snippet in snippets:
                excerpt = " ".join(snippet.text.split())[:_MOST_EXCERPT]
                item = QListWidgetItem(f"/{snippet.name}   {excerpt}")
                item.setData(Qt.ItemDataRole.UserRole, snippet.name)
                item.setData(Qt.ItemDataRole.UserRole + 1, snippet.text)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, snippet.name)
                self.addItem(item)
            self.setCurrentRow(0)
        self._place()
        self.show()
        self.raise_()

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
        self._insert(item)
        self._box.setFocus()

    def _insert(self, item: QListWidgetItem | None) -> None:
        typed = self._typed()
        if item is None or typed is None:
            return
        self.hide()
        cursor = self._box.textCursor()
        left = QTextCursor.MoveOperation.Left
        units = len(f"/{typed}".encode("utf-16-le")) // 2  # as Qt counts
        cursor.movePosition(left, QTextCursor.MoveMode.KeepAnchor, units)
        cursor.insertText(clean(str(item.data(Qt.ItemDataRole.UserRole + 1))))
        self._box.setTextCursor(cursor)
        self._box.ensureCursorVisible()

    @Slot()
    def _announce(self) -> None:
        item = self.currentItem()
        if item is not None and self.isVisible():
            place = self.tr("{name}, {n} of {count}").format(
                name=item.data(Qt.ItemDataRole.UserRole),
                n=self.currentRow() + 1,
                count=self.count(),
            )
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._box, place))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 200)


def _matches(snippet: Snippet, typed: str) -> bool:
    """Whether a word of the name begins with what was typed."""
    name, wanted = snippet.name.casefold(), typed.casefold()
    joined = "".join(name.split())
    return joined.startswith(wanted) or any(
        word.startswith(wanted) for word in re.split(r"[\s_-]+", name)
    )
