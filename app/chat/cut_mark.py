"""The line across a chat above which the model sees nothing, with the summary it has instead.

One for a chat: what counts for the next reply. Knows no scrolling and no store.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_PADDING = 6  # as in a message


class CutMark(QFrame):
    """It is a stop of the keyboard like a message; Enter on its button unfolds the summary."""

    folding = Signal()  # its height is about to change

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")  # the same ring where the keyboard is
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._count = 0
        self.label = QLabel()
        self.label.setProperty("kind", "small")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setProperty("kind", "pill")
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        self.summary = QLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.box = QFrame()
        self.box.setProperty("kind", "details")
        self._lay_out()
        self.show_cut(0, "")

    def show_cut(self, count: int, summary: str) -> None:
        """So many messages above are not seen; `summary` stands for them, empty for nothing."""
        if summary != self.summary.text():
            self.button.setChecked(False)
        self._count = count
        self.summary.setText(summary)
        self.button.setVisible(bool(summary))
        self._show_words()

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        return [stop for stop in (self, self.button) if stop.isVisible()]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(_rule(), 1)
        row.addWidget(self.label)
        row.addWidget(self.button)
        row.addWidget(_rule(), 1)
        title = QLabel(self.tr("A summary written by the model. It sees this instead."))
        title.setProperty("kind", "small")
        title.setWordWrap(True)
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(12, 8, 12, 10)
        inside.setSpacing(4)
        inside.addWidget(title)
        inside.addWidget(self.summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, 6, _PADDING, 6)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.box)

    @Slot(bool)
    def _on_toggled(self, _: bool) -> None:
        self.folding.emit()
        self._show_words()

    def _show_words(self) -> None:
        shown = self.button.isChecked()
        text = (
            self.tr("The model no longer sees the message above")
            if self._count == 1
            else self.tr("The model no longer sees the {n} messages above").format(
                n=QLocale().toString(self._count)
            )
        )
        self.label.setText(text)
        self.box.setVisible(shown)
        self.button.setText(self.tr("Hide the summary") if shown else self.tr("Show the summary"))
        self.setAccessibleName(text)
        self.setAccessibleDescription(
            self.tr("Instead it sees this summary: {text}").format(text=self.summary.text())
            if self.summary.text()
            else ""
        )


def _rule() -> QFrame:
    rule = QFrame()
    rule.setProperty("kind", "line")
    rule.setFixedHeight(1)
    return rule
