"""Where the page of models will be: made when it is first seen, for no start is to wait for it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.errors import ErrorWords
from app.models.desk import ModelsDesk
from app.models.page import ModelsPage
from app.theme import Theme


class ModelsPlace(QWidget):
    """`page` is None until it was seen once, and the facts it shows were read."""

    link_wanted = Signal(str)
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: ModelsDesk, errors: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._errors = errors
        self._theme = theme
        self.page: ModelsPage | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        desk.ready.connect(self._make)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.page is None:
            self._desk.prepare()

    @Slot()
    def _make(self) -> None:
        if self.page is None and self.isVisible():
            self.page = ModelsPage(self._desk, self._errors, self._theme)
            self.page.link_wanted.connect(self.link_wanted)
            self.page.failed.connect(self.failed)
            self._layout.addWidget(self.page)
            self.page.search.setFocus()
