"""The settings page: a list of pages on the left, the chosen one beside it.

Every change is taken at once and saved by itself. Knows neither files nor what a setting does;
pages about data and assistants are handed to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.fields import Page
from app.model_choice import ModelChoice
from app.preferences import Preferences
from app.presets import PresetChoice
from app.settings.look import LookPage
from app.settings.replies import RepliesPage

HEADER_HEIGHT = 52
LIST_WIDTH = 176


class SettingsPanel(QWidget):
    """Look and replies, and behind them `more`: pages with their names."""

    def __init__(
        self,
        preferences: Preferences,
        models: ModelChoice,
        more: Sequence[tuple[str, Page]] = (),
        parent: QWidget | None = None,
        presets: PresetChoice | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = LookPage(preferences)
        self.replies = RepliesPage(preferences, models, presets)
        self.language = self.look.language  # where the keyboard is when the language changes
        self.list = QListWidget()
        self.list.ensurePolished()  # else its rows are laid out without their padding
        self.pages = QStackedWidget()
        self._pages: list[Page] = []
        for name, page in ((self.tr("Look"), self.look), (self.tr("Replies"), self.replies), *more):
            self._add(name, page)
        self._lay_out()
        self.list.currentRowChanged.connect(self._on_row_changed)
        self.list.setCurrentRow(0)

    @Slot()
    def take_prompt(self) -> None:
        """Take the instructions as they are typed now."""
        self.replies.take_prompt()

    def show_page(self, page: Page) -> None:
        """Turn to one of its pages."""
        for row, known in enumerate(self._pages):
            if known is page:
                self.list.setCurrentRow(row)

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        self.pages.setCurrentIndex(row)

    # How it is built.

    def _add(self, name: str, page: Page) -> None:
        self.list.addItem(QListWidgetItem(name))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self.pages.addWidget(scroll)
        self._pages.append(page)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Settings"))
        title.setProperty("kind", "heading")
        saved = QLabel(self.tr("Changes are saved by themselves."))
        saved.setProperty("kind", "small")
        header = QFrame()
        header.setProperty("kind", "bar")
        header.setFixedHeight(HEADER_HEIGHT)
        bar = QHBoxLayout(header)
        bar.setContentsMargins(20, 0, 20, 0)
        bar.addWidget(title)
        bar.addStretch(1)
        bar.addWidget(saved)

        self.list.setAccessibleName(self.tr("Pages of the settings"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left = QVBoxLayout()
        left.setContentsMargins(12, 16, 12, 12)
        left.addWidget(self.list)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedWidth(1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(left)
        below.addWidget(line)
        below.addWidget(self.pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(header)
        layout.addLayout(below, 1)
