"""The list of runs, in groups: the one under way on top, then the finished ones, then others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from app.text import plain_tip
from app.theme import SMALL_SIZE, Theme

_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as it is listed. `note` is a few words behind its name."""

    id: str
    name: str
    group: Literal["running", "finished", "other"]
    note: str = ""


class RunList(QListWidget):
    """Rows below the headings of their groups; headings cannot be chosen."""

    picked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Runs"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.ensurePolished()  # else rows are laid out without their padding
        self._theme = theme
        self._rows: tuple[RunRow, ...] = ()
        self._wanted = ""  # chosen, and perhaps not listed yet
        self.currentItemChanged.connect(self._on_current)

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these, in this order within their groups; what is chosen stays so. Tells nobody."""
        if tuple(rows) == self._rows:
            return
        chosen, same = self.chosen, [row.id for row in rows] == [row.id for row in self._rows]
        groups = [row.group for row in rows] == [row.group for row in self._rows]
        self._rows = tuple(rows)
        if same and groups:
            for row in rows:
                item = self._item(row.id)
                if item is not None:
                    item.setText(_shown(row))
            return
        with QSignalBlocker(self):
            self.clear()
            for group, title in (
                ("running", self.tr("Running")),
                ("finished", self.tr("Finished")),
                ("other", self.tr("Stopped")),
            ):
                members = [row for row in rows if row.group == group]
                if members:
                    self._add_heading(title)
                for row in members:
                    item = QListWidgetItem(_shown(row), self)
                    item.setData(_KEY, row.id)
                    item.setToolTip(plain_tip(_shown(row)))
            self.pick(chosen or self._wanted)

    @property
    def chosen(self) -> str:
        """The id of the chosen run; empty for none."""
        item = self.currentItem()
        return str(item.data(_KEY) or "") if item is not None else ""

    def pick(self, run_id: str) -> None:
        """Put the user at a run, or at none. Tells nobody."""
        self._wanted = run_id
        with QSignalBlocker(self):
            item = self._item(run_id)
            if item is not None:
                self.setCurrentItem(item)
            else:
                self.setCurrentRow(-1)
                self.clearSelection()

    def _item(self, run_id: str) -> QListWidgetItem | None:
        items = (self.item(at) for at in range(self.count()))
        return next((item for item in items if run_id and item.data(_KEY) == run_id), None)

    def _add_heading(self, title: str) -> None:
        item = QListWidgetItem(title, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(self._theme.fonts.ui_font(SMALL_SIZE))

    @Slot()
    def _on_current(self) -> None:
        if self.chosen:
            self.picked.emit(self.chosen)


def _shown(row: RunRow) -> str:
    return f"{row.name} · {row.note}" if row.note else row.name
