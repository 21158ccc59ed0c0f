"""Says in the banner what concerns the data: damage that was found, backups that are not made.

Knows the banner and its words; what is so is told by the desk.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.banner import Action, Banner
from app.data.damage_dialog import DamageDialog
from app.data.desk import DataDesk
from app.errors import ErrorWords, Words
from engine.errors import ErrorInfo
from engine.store.check import Report


class DataNotices(QObject):
    """Three topics: damage, backups, erased chats that backups still have."""

    backups_wanted = Signal()

    def __init__(self, banner: Banner, words: ErrorWords, desk: DataDesk, window: QWidget) -> None:
        super().__init__(window)
        self._banner = banner
        self._words = words
        self._desk = desk
        self._window = window
        desk.damaged.connect(self._on_damaged)
        desk.not_backed_up.connect(self._on_not_backed_up)
        desk.not_erased.connect(self._on_not_erased)
        if desk.report is not None:  # found before this window was made
            self._on_damaged(desk.report)

    def show_damage(self, report: Report) -> DamageDialog:
        """Open the dialog that repairs."""
        dialog = DamageDialog(report, self._desk, self._words, self._window)
        dialog.backups_wanted.connect(self.backups_wanted)
        dialog.open()
        return dialog

    @Slot(object)
    def _on_damaged(self, report: Report | None) -> None:
        if report is None:
            self._banner.clear("damage")
            return
        said = Words(
            self.tr("Some of your chats are damaged"),
            self.tr("Puna was not closed the last time, and the check found faults."),
            "",
        )

        def show_damage() -> None:
            self.show_damage(report)

        show = Action(self.tr("See what can be done…"), show_damage)
        self._banner.show_words(said, "damage", show)

    @Slot(object)
    def _on_not_backed_up(self, error: ErrorInfo | None) -> None:
        if error is None:
            self._banner.clear("backup")
            return
        words = self._words.word(error)
        said = Words(self.tr("No backup could be made"), words.text, words.advice)
        self._banner.show_words(said, "backup")

    @Slot(object)
    def _on_not_erased(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        said = Words(
            self.tr("Erased chats are still in a backup"),
            words.text,
            self.tr("It is tried again at the next start."),
        )
        self._banner.show_words(said, "erased")
