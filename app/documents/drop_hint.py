"""Over the page while files are dragged across it: where they would go."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

_MARGIN = 12


class DropHint(QFrame):
    """Takes no drop itself: the page below it does."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setProperty("kind", "drop")
        self.setProperty("over", "true")
        self.label = QLabel()
        self.label.setProperty("kind", "title")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self.label)
        self.hide()

    def show_over(self, text: str) -> None:
        """Cover the page, and say this."""
        self.label.setText(text)
        self.setGeometry(self._page.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        self.raise_()
        self.show()
