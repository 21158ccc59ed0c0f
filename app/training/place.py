"""Where the page of fine-tuning will be: made when it is first seen, for no start waits for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import ErrorWords
from app.theme import Theme
from app.training.desk import TrainingDesk
from app.training.page import TrainingPage


class TrainingPlace(QWidget):
    """`page` is None until it was seen once."""

    chat_wanted = Signal()
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: TrainingDesk, words: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._theme = theme
        self.page: TrainingPage | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is None:
            self.page = TrainingPage(self._desk, self._words, self._theme)
            self.page.chat_wanted.connect(self.chat_wanted)
            self.page.failed.connect(self.failed)
            self._layout.addWidget(self.page)
