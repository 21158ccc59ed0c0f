"""The rows that cannot be used: each with what is wrong with it and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.dialog import Dialog, Standard, note
from app.plural import by_number
from app.training.fault_words import FaultWords
from engine.examples.records import RowFault

_WIDTH = 640
_MOST = 200  # shown; whoever has more corrects these first


class FaultsDialog(Dialog):
    """`faults` are each with the name of its source."""

    def __init__(
        self, faults: Sequence[tuple[str, RowFault]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _WIDTH)
        words = FaultWords(self)
        self.set_title(
            by_number(
                len(faults),
                self.tr("1 row cannot be used"),
                self.tr("{n} rows cannot be used"),
            )
        )
        self.add_note(
            self.tr(
                "The other rows are not affected. Correct these in their file, then add it again."
            )
        )
        self.body.setSpacing(0)
        self.body.addSpacing(12)
        several = len({name for name, _ in faults}) > 1
        for name, fault in faults[:_MOST]:
            heading = QLabel(words.row(fault.row))
            heading.setProperty("kind", "heading")
            if several:
                heading.setText(f"{words.row(fault.row)} · {name}")
            line = QFrame()
            line.setProperty("kind", "line")
            line.setFixedHeight(1)
            column = QVBoxLayout()
            column.setContentsMargins(0, 9, 0, 9)
            column.setSpacing(2)
            column.addWidget(heading)
            column.addWidget(note(words.reason(fault.error), ""))
            column.addWidget(note(words.remedy(fault.error), "small"))
            self.body.addWidget(line)
            self.body.addLayout(column)
        if len(faults) > _MOST:
            self.add_note(
                self.tr("And {n} more.").format(n=QLocale().toString(len(faults) - _MOST))
            )
        self.add_standard(Standard.Close)
