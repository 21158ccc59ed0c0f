"""The page of fine-tuning: a list of runs on the left; on the right the chosen one, or a new one.

Puts together what the other modules of this package are.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.dialog import make_primary, note
from app.errors import ErrorWords
from app.theme import Theme
from app.training.desk import TrainingDesk

LIST_WIDTH, LEAST_WIDTH = 250, 200


class TrainingPage(QWidget):
    """`right` shows one of: nothing yet, a new run, a run (RunView)."""

    chat_wanted = Signal()
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: TrainingDesk, words: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._theme = theme
        self.new_button = QPushButton(self.tr("New run"))
        make_primary(self.new_button)
        self.right = QStackedWidget()
        self._lay_out()
        desk.refused.connect(self.failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._desk.refresh()

    @Slot(str)
    def show_run(self, run_id: str) -> None:
        """Look at a run: at what it does, or at what it has become."""

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        left = QWidget()
        left.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.new_button)
        column.addStretch(1)
        self.right.addWidget(note(self.tr("Teach a model from examples of your own.")))
        splitter.addWidget(left)
        splitter.addWidget(self.right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([LIST_WIDTH, 800])
        layout.addWidget(splitter)
