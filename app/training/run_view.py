"""A run on the page of fine-tuning: how it goes while it goes, and what can be done with it after.

Shows one run at a time, live or of an earlier day.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import ErrorWords
from app.theme import Theme
from app.training.desk import TrainingDesk


class RunView(QWidget):
    """`show_run` says which. What is wanted elsewhere goes out as signals."""

    chat_wanted = Signal(object)  # Assistant that a finished run ends in
    teach_wanted = Signal(str)  # id of a run whose adapter is to be taught more
    link_wanted = Signal(str)
    failed = Signal(object)  # ErrorInfo

    def __init__(self, desk: TrainingDesk, words: ErrorWords, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._words = words
        self._theme = theme
        self.run_id = ""

    def show_run(self, run_id: str) -> None:
        """Show this run, as far as it is."""
        self.run_id = run_id
