"""What was just done to chats, in words, with a button that undoes it. Goes by itself.

Knows what undoes a change only as a function, and keeps those of the last changes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from app.chat.shelf import What

SHOWN_MS = 10_000
MOST_UNDOS = 50

QUIET: tuple[What, ...] = ("renamed", "pinned", "unpinned")  # what is done stays in sight


class UndoBar(QFrame):
    """Shown for ten seconds, and as long as the pointer or the keyboard is on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._undos: deque[Callable[[], None]] = deque(maxlen=MOST_UNDOS)
        self.setProperty("kind", "card")
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.button = QPushButton(self.tr("Undo"))
        self.button.setProperty("kind", "link")
        key = QKeySequence("Ctrl+Z").toString(QKeySequence.SequenceFormat.NativeText)
        self.button.setToolTip(self.tr("Undo ({key} in the list)").format(key=key))
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self._go)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.button.clicked.connect(self.undo)
        self.button.installEventFilter(self)
        self.hide()

    def tell(self, what: What, count: int, undo: Callable[[], None]) -> None:
        """Say what was done to `count` chats, and offer to undo it."""
        self._undos.append(undo)
        words = self._words(what, count)
        if what not in QUIET:
            self.label.setText(words)
            self.show()
            self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @Slot()
    def undo(self) -> None:
        """Undo what was done last; once more, what was done before it."""
        self._go()
        if self._undos:
            self._undos.pop()()
            words = self.tr("Undone")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    @Slot()
    def forget(self) -> None:
        """Nothing of what was done can be undone any more."""
        self._undos.clear()
        self._go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._wait(event)
        return False

    def event(self, event: QEvent) -> bool:
        self._wait(event)
        return super().event(event)

    def _wait(self, event: QEvent) -> None:
        kinds = QEvent.Type
        if event.type() in (kinds.Enter, kinds.FocusIn):
            self._timer.stop()
        elif event.type() in (kinds.Leave, kinds.FocusOut) and self.isVisible():
            self._timer.start()

    @Slot()
    def _go(self) -> None:
        self._timer.stop()
        if self.button.hasFocus():
            self.focusPreviousChild()
        self.hide()

    def _words(self, what: What, count: int) -> str:
        one = {
            "trashed": self.tr("Chat deleted"),
            "restored": self.tr("Chat restored"),
            "pinned": self.tr("Chat pinned"),
            "unpinned": self.tr("Chat unpinned"),
            "moved": self.tr("Chat moved"),
            "renamed": self.tr("Chat renamed"),
            "folder_removed": self.tr("Folder removed"),
        }
        many = {
            "trashed": self.tr("{count} chats deleted"),
            "restored": self.tr("{count} chats restored"),
            "pinned": self.tr("{count} chats pinned"),
            "unpinned": self.tr("{count} chats unpinned"),
            "moved": self.tr("{count} chats moved"),
        }
        return one[what] if count == 1 else many[what].format(count=count)
