"""The bar that looks for words in the open chat: what to look for, how often it is there, on and
back. Knows no messages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.icons import IconButton
from app.plain_box import ENTER
from app.theme import Theme

_FIELD_WIDTH = 300


class FindBar(QFrame):
    """Hidden until it is wanted."""

    changed = Signal(str)  # what to look for
    stepped = Signal(int)  # +1 or -1
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self.setAccessibleName(self.tr("Find in this chat"))
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in this chat"))
        self.field.setAccessibleName(self.tr("Find in this chat"))
        self.field.setMaximumWidth(_FIELD_WIDTH)
        self.field.setClearButtonEnabled(False)
        self.label = QLabel()
        self.label.setProperty("kind", "small")
        self.before = IconButton("up", self.tr("Previous match (Shift+Enter)"), theme)
        self.next = IconButton("unfold", self.tr("Next match (Enter)"), theme)
        self.close_button = IconButton("close", self.tr("Close the search (Esc)"), theme)
        for button in (self.before, self.next, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setIconSize(QSize(16, 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 8, 14, 8)
        row.setSpacing(6)
        row.addWidget(self.field, 1)
        row.addWidget(self.before)
        row.addWidget(self.next)
        row.addSpacing(6)
        row.addWidget(self.label)
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.field.textChanged.connect(self.changed)
        self.field.installEventFilter(self)
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.close_button.clicked.connect(self.leave)
        self.hide()

    def enter(self) -> None:
        """Show it, with the keyboard in its field."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        if self.field.text():
            self.changed.emit(self.field.text())

    @Slot()
    def leave(self) -> None:
        """Hide it."""
        self.hide()
        self.closed.emit()

    def show_place(self, number: int, count: int, *, done: bool) -> None:
        """Match `number`, from 1, of `count`; 0 for none. `done` False: there may be more."""
        locale = QLocale()
        if not self.field.text():
            text = ""
        elif count:
            text = self.tr("{n} of {count}").format(
                n=locale.toString(number), count=locale.toString(count)
            )
        else:
            text = self.tr("Not found") if done else ""
        self.label.setText(text if done or not text else f"{text}…")
        for button in (self.before, self.next):
            button.setEnabled(count > 0)
        if done and text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, text))

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [self.field, self.before, self.next, self.close_button]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        mine = event.key() == Qt.Key.Key_Escape or event.key() in ENTER
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if not mine or not (shift or held == Qt.KeyboardModifier.NoModifier):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
            else:
                self.stepped.emit(-1 if shift else 1)
            return True
        return False
