"""What is private in the examples, shown in its place, and masked where the user says so."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.dialog import Dialog, Role, Standard, note
from app.training.findings import Findings
from app.training.private_words import PrivateWords

_WIDTH = 680


class PrivateDialog(Dialog):
    """A box for each kind, with examples of it. `masked` has the kinds to mask."""

    masked = Signal(object)  # tuple of kinds

    def __init__(self, findings: Findings, parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH)
        words = PrivateWords(self)
        self.set_title(self.tr("Mask what is private"))
        self.add_note(
            self.tr(
                "What is ticked is replaced by a word in brackets, such as [NAME]: the model "
                "learns the form and not the person. You can undo it."
            )
        )
        self.boxes: dict[str, QCheckBox] = {}
        for kind, count in findings.private.items():
            box = self.boxes[kind] = QCheckBox(words.counted({kind: count}))
            box.setChecked(True)
            box.toggled.connect(self._on_toggled)
            group = QVBoxLayout()
            group.setSpacing(3)
            group.addWidget(box)
            for before, marked, after in findings.samples.get(kind, ()):
                label = QLabel(
                    f"{html.escape(before)}<b><u>{html.escape(marked)}</u></b>{html.escape(after)}"
                )
                label.setTextFormat(Qt.TextFormat.RichText)
                label.setProperty("kind", "small")
                label.setContentsMargins(28, 0, 0, 0)
                group.addWidget(label)
            self.body.addLayout(group)
        self.body.addWidget(
            note(self.tr("Not everything can be found by its form. Look through them."), "small")
        )
        self.add_standard(Standard.Cancel)
        self.mask_button = self.add_button(self.tr("Mask"), Role.ActionRole, primary=True)
        self.mask_button.clicked.connect(self._on_mask)

    @Slot()
    def _on_toggled(self) -> None:
        self.mask_button.setEnabled(any(box.isChecked() for box in self.boxes.values()))

    @Slot()
    def _on_mask(self) -> None:
        self.masked.emit(tuple(kind for kind, box in self.boxes.items() if box.isChecked()))
        self.accept()
