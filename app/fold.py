"""A part of a form that is out of sight until it is wanted: a line to press, and what is below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.plain_box import ENTER


class _Line(QToolButton):
    """Opens with Enter as with the space bar."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


class Fold(QWidget):
    """Shows `contents` while its line is pressed."""

    folded = Signal()

    def __init__(self, name: str, contents: QWidget) -> None:
        super().__init__()
        self._name = name
        self._contents = contents
        self.line = _Line()
        self.line.setCheckable(True)
        self.line.setProperty("kind", "fold")
        self.line.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.line.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.line)
        layout.addWidget(contents)
        self.line.toggled.connect(self._on_toggled)
        self.set_summary("")
        self._show()

    def set_summary(self, summary: str) -> None:
        """Say on the line what is set below it."""
        words = self.tr("{name}: {summary}").format(name=self._name, summary=summary)
        self.line.setText((words if summary else self._name).replace("&", "&&"))
        self.line.setAccessibleName(words if summary else self._name)

    @Slot()
    def _on_toggled(self) -> None:
        self._show()
        self.folded.emit()

    def _show(self) -> None:
        opened = self.line.isChecked()
        self.line.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self._contents.setVisible(opened)
