"""What was just done, with a button that undoes it. Goes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.dialog import note

SHOWN_MS = 10_000


class UndoStrip(QFrame):
    """Shown for ten seconds, and as long as the pointer or the keyboard is on it."""

    def __init__(self) -> None:
        super().__init__()
        self._undo: Callable[[], None] | None = None
        self._gone: Callable[[], None] | None = None
        self.setProperty("kind", "card")
        self.label = note("", "")
        self.button = QPushButton(self.tr("Undo"))
        self.button.setProperty("kind", "link")
        self._timer = QTimer(self, interval=SHOWN_MS, singleShot=True)
        self._timer.timeout.connect(self.leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        self.button.clicked.connect(self.undo)
        self.button.installEventFilter(self)
        self.hide()

    def tell(
        self,
        text: str,
        undo: Callable[[], None] | None = None,
        gone: Callable[[], None] | None = None,
    ) -> None:
        """Say what was done, and offer to undo it where that is possible. `gone` is called once
        that is not offered any more."""
        self._end()
        self._undo, self._gone = undo, gone
        self.label.setText(text)
        self.button.setVisible(undo is not None)
        self.show()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    @Slot()
    def undo(self) -> None:
        """Undo what was done last, once."""
        undo, self._undo, self._gone = self._undo, None, None
        self.leave()
        if undo is not None:
            undo()

    @Slot()
    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self._end()

    def _end(self) -> None:
        gone, self._undo, self._gone = self._gone, None, None
        if gone is not None:
            gone()

    def event(self, event: QEvent) -> bool:
        self._wait(event)
        return super().event(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        self._wait(event)
        return False

    def _wait(self, event: QEvent) -> None:
        kinds = QEvent.Type
        if event.type() in (kinds.Enter, kinds.FocusIn):
            self._timer.stop()
        elif event.type() in (kinds.Leave, kinds.FocusOut) and self.isVisible():
            self._timer.start()
