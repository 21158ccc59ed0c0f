"""What a check of the database found after Puna had not been closed, and what can be repaired.

Knows the desk that repairs, and not how.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.data.desk import DataDesk
from app.dialog import Role, note
from app.errors import ErrorWords
from app.job_dialog import MOST_LINES, JobDialog
from engine.store.check import Damaged, Report


class DamageDialog(JobDialog):
    """Lists the chats with damaged messages, and offers what backups still have of them."""

    backups_wanted = Signal()

    def __init__(
        self, report: Report, desk: DataDesk, words: ErrorWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self._desk = desk
        self._damaged = report.damaged
        self._good = [one for one in report.damaged if one.backup is not None]
        self.set_title(self.tr("Damage to your chats"))
        for text, kind in self._lines(report):
            self.asking_layout.addWidget(note(text, kind))
        self.backups_button = self.add_button(self.tr("Backups…"), Role.ActionRole)
        self.backups_button.clicked.connect(self._to_backups)
        self.repair_button = self.add_button(
            self.tr("Repair"), Role.ActionRole, primary=bool(self._good)
        )
        self.repair_button.setVisible(bool(self._good))
        self.repair_button.clicked.connect(self._begin)

    def show_result(self, result: object) -> None:
        assert isinstance(result, int)
        if result == 1:
            self.tell(self.tr("1 message was repaired."), "heading")
        else:
            self.tell(self._count(self.tr("{n} messages were repaired."), result), "heading")
        if left := len(self._damaged) - result:
            self.tell(
                self._count(
                    self.tr("Still damaged: {n}. They stay in their chats as they are."), left
                )
            )

    @Slot()
    def _begin(self) -> None:
        self.run(self._desk.repair(self._good))

    @Slot()
    def _to_backups(self) -> None:
        self.reject()
        self.backups_wanted.emit()

    def _lines(self, report: Report) -> list[tuple[str, str]]:
        lines = [
            (self.tr("Puna was not closed the last time, so your chats were checked."), "muted")
        ]
        if report.damaged:
            lines += self._damage(report.damaged)
        if report.error is not None:
            words = self._words.word(report.error)
            lines.append((words.text, "bad"))
        if report.faults or report.error is not None:
            lines.append(
                (
                    self.tr(
                        "The file that holds your chats has faults. Chats that can be read can be "
                        "exported; then restore a backup from before."
                    ),
                    "",
                )
            )
        return lines

    def _damage(self, damaged: Sequence[Damaged]) -> list[tuple[str, str]]:
        total, good = len(damaged), len(self._good)
        lines = [
            (
                self._count(self.tr("Messages whose text the disk has changed: {n}"), total),
                "heading",
            )
        ]
        chats = Counter(one.title or self.tr("a chat without a title") for one in damaged)
        lines += [
            (self.tr("{title}: {n}").format(title=title, n=QLocale().toString(number)), "small")
            for title, number in chats.most_common(MOST_LINES)
        ]
        if good == total:
            lines.append((self.tr("Backups have all of them as they were written."), ""))
        elif good:
            lines.append(
                (self._count(self.tr("Backups have {n} of them as they were written."), good), "")
            )
        else:
            lines.append((self.tr("No backup has them as they were written."), ""))
        return lines

    def _count(self, words: str, number: int) -> str:
        return words.format(n=QLocale().toString(number))
