"""Where the page of fine-tuning will be: made when it is first seen, for no start waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import ErrorWords
from app.theme import Theme
from app.training.desk import TrainingDesk
from app.training.run_aids import RunAids
from app.training.run_desk import NewRunDesk

if TYPE_CHECKING:
    from app.training.page import TrainingPage


class TrainingPlace(QWidget):
    """`page` is None until it was seen once."""

    chat_wanted = Signal(object)  # Assistant
    failed = Signal(object)  # ErrorInfo

    def __init__(
        self,
        desk: TrainingDesk,
        new: NewRunDesk,
        aids: RunAids,
        errors: ErrorWords,
        theme: Theme,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._new = new
        self._aids = aids
        self._errors = errors
        self._theme = theme
        self.page: TrainingPage | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is None:
            # Curves bring a library of numbers along: loaded now, when they are wanted.
            from app.training.page import TrainingPage

            self.page = TrainingPage(self._desk, self._new, self._aids, self._errors, self._theme)
            self.page.chat_wanted.connect(self.chat_wanted)
            self.page.failed.connect(self.failed)
            self._layout.addWidget(self.page)
