"""One example to be written: its messages in turn, each in a box. Knows no list of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.plain_box import PlainBox
from app.text import clean
from engine.examples.records import Example
from engine.messages import ChatMessage, Role

_TAKE_AFTER_MS = 500  # one step to undo for a burst of typing
_LEAST_LINES, _MOST_LINES = 2, 10
_FRAME = 16  # border and padding, and a little so that nothing scrolls


class MessageBox(QWidget):
    """A message: who says it, and what."""

    changed = Signal()

    def __init__(self, role: Role, name: str, text: str) -> None:
        super().__init__()
        self.role: Role = role
        self.box = PlainBox()
        self.box.set_text(text)
        self.box.setAccessibleName(name)
        self.box.setTabChangesFocus(True)
        label = QLabel(name)
        label.setProperty("kind", "small")
        label.setBuddy(self.box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(label)
        layout.addWidget(self.box)
        self.box.textChanged.connect(self._on_typed)
        self.box.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._fit()

    @Slot()
    def _on_typed(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        least = _LEAST_LINES * self.box.fontMetrics().lineSpacing()
        inside = 2 * math.ceil(self.box.document().documentMargin())
        text = self.box.height_of_lines(_MOST_LINES)
        self.box.setFixedHeight(max(least, text) + inside + _FRAME)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()  # lines are broken at this width


class ExampleEditor(QScrollArea):
    """`edited` tells of another text a moment after the last key."""

    edited = Signal(object)  # Example

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._example: Example | None = None
        self.boxes: list[MessageBox] = []
        self._timer = QTimer(self, interval=_TAKE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.take)
        self.more_button = QPushButton(self.tr("Add a question and an answer"))
        self.more_button.setProperty("kind", "source")
        self.more_button.clicked.connect(self._add_turn)
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setContentsMargins(0, 0, 8, 8)
        self._layout.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(self.more_button)
        row.addStretch(1)
        self._layout.addLayout(row)
        self._layout.addStretch(1)
        self.setWidget(inside)

    def show_example(self, example: Example | None) -> None:
        """Have this one in the boxes; one that was just taken from them stays as it is."""
        if example is not None and example == self._example:
            return
        self._timer.stop()
        self._example = example
        self._show(example.messages if example is not None else ())
        self.setEnabled(example is not None)

    @Slot()
    def take(self) -> None:
        """Tell what was typed, where that is not done yet."""
        self._timer.stop()
        if self._example is None:
            return
        written = tuple(
            ChatMessage(each.role, clean(each.box.toPlainText())) for each in self.boxes
        )
        # What is not changed keeps what else is known of it.
        written = tuple(
            old if (old.role, old.content) == (new.role, new.content) else new
            for old, new in zip(
                [*self._example.messages, *written[len(self._example.messages) :]],
                written,
                strict=True,
            )
        )
        if written != self._example.messages:
            self._example = msgspec.structs.replace(self._example, messages=written)
            self.edited.emit(self._example)

    @Slot()
    def _add_turn(self) -> None:
        for role in ("user", "assistant"):
            self._add_box(ChatMessage(role, ""))
        self.boxes[-2].box.setFocus()

    def _show(self, messages: Sequence[ChatMessage]) -> None:
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = []
        for message in messages:
            self._add_box(message)

    def _add_box(self, message: ChatMessage) -> None:
        box = MessageBox(message.role, self._role(message.role), message.content)
        box.changed.connect(self._timer.start)
        self._layout.insertWidget(len(self.boxes), box)
        self.boxes.append(box)

    def _role(self, role: Role) -> str:
        return {
            "system": self.tr("Instructions to the model"),
            "user": self.tr("Question"),
            "assistant": self.tr("Answer, which is learnt"),
        }[role]
