"""Where the user types: a box that grows with its text, and one button that sends or stops.

Knows nothing of chats or models: it emits the text to send, and shows the state it is told.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.plain_box import ENTER, PlainBox
from app.text import clean
from app.theme import Theme
from engine.validate import MAX_BYTES

MAX_LINES = 8
BUTTON_WIDTH = 92  # the same for each of its words


class TextBox(PlainBox):
    """A plain text box of one to eight lines. Emits what its keys mean to a conversation."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The card around it has the border.
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:hover, QPlainTextEdit:focus"
            " { border: none; padding: 0; background: transparent; }"
        )
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not self.composing:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if held == Qt.KeyboardModifier.NoModifier:
                event.accept()
                self.submitted.emit()
                return
            if held != Qt.KeyboardModifier.ShiftModifier:
                event.ignore()  # Ctrl+Enter and Alt+Enter belong to the window.
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        full = lines > MAX_LINES
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if full else policy.ScrollBarAlwaysOff
        )
        height = min(lines, MAX_LINES) * self.fontMetrics().lineSpacing() + 2
        if height != self.height():
            self.setFixedHeight(height)


class Composer(QFrame):
    """The box, its button and one line of notice."""

    submitted = Signal(str)
    stop_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._busy = False
        self.setProperty("kind", "card")
        self.setObjectName("composer")
        self.box = TextBox()
        self.box.setAccessibleName(self.tr("Message"))
        self.box.setPlaceholderText(self.tr("Write a message"))
        self.setFocusProxy(self.box)
        self.button = QPushButton()
        self.button.setMinimumWidth(BUTTON_WIDTH)
        self.notice = QLabel()
        self.notice.setProperty("kind", "small")
        self.notice.setWordWrap(True)

        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.notice, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 13, 11, 9)
        layout.setSpacing(8)
        layout.addWidget(self.box)
        layout.addLayout(row)

        self.box.submitted.connect(self._submit)
        self.box.refused.connect(self._on_refused)
        self.box.textChanged.connect(self._on_text_changed)
        self.box.installEventFilter(self)
        self.button.clicked.connect(self._on_clicked)
        theme.changed.connect(self._show_focus)
        self.set_state("idle")

    def text(self) -> str:
        """What is typed."""
        return self.box.toPlainText()

    def set_text(self, text: str) -> None:
        """Replace what is typed, with the cursor at its end."""
        self.box.set_text(text)

    def restore(self, text: str) -> None:
        """Give back a text that could not be sent, before anything typed since."""
        typed = self.text()
        self.set_text(f"{text}\n{typed}" if typed else text)

    def set_state(self, state: str) -> None:
        """Show `idle`, `loading`, `answering` or `stopping`."""
        self._busy = state != "idle"
        if self._busy:
            stopping = state == "stopping"
            self.button.setText(self.tr("Stopping…") if stopping else self.tr("Stop  Esc"))
            self.button.setAccessibleName(self.tr("Stop the reply"))
        else:
            self.button.setText(self.tr("Send"))
            self.button.setAccessibleName(self.tr("Send the message"))
        self.button.setProperty("kind", "" if self._busy else "primary")
        self.button.style().unpolish(self.button)
        self.button.style().polish(self.button)
        self._on_text_changed()
        self.button.setEnabled(state != "stopping" and (self._busy or self._has_text()))

    def say(self, notice: str) -> None:
        """Show one line under the box; it goes with the next change of the text."""
        self.notice.setText(notice)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_focus()
        return False

    @Slot()
    def _on_clicked(self) -> None:
        if self._busy:
            self.stop_requested.emit()
        else:
            self._submit()
        self.box.setFocus()

    @Slot()
    def _submit(self) -> None:
        if not self._has_text():
            return
        if self._busy:
            self.say(self.tr("A reply is being written. Stop it with Esc, or send when it ends."))
            return
        text = clean(self.text()).strip()
        self.set_text("")
        self.submitted.emit(text)

    @Slot()
    def _on_text_changed(self) -> None:
        self.say("" if self._busy else self.tr("Enter sends · Shift+Enter starts a new line"))
        if not self._busy:
            self.button.setEnabled(self._has_text())

    @Slot(object)
    def _on_refused(self, size: int) -> None:
        self.say(
            self.tr(
                "That is too much text: {size} MB. A message can have 1 MB. Nothing was added."
            ).format(size=QLocale().toString(size / MAX_BYTES, "f", 1))
        )

    @Slot()
    def _show_focus(self) -> None:
        border = self._theme.tokens.accent if self.box.hasFocus() else self._theme.tokens.line
        self.setStyleSheet(f"QFrame#composer {{ border: 1px solid {border}; }}")

    def _has_text(self) -> bool:
        document = self.box.document()
        # Only a short text can be all blanks without being looked at on each key.
        return document.characterCount() > 1000 or bool(self.text().strip())
