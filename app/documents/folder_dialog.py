"""Which files of a folder belong to a collection: asked when it is added, and changed later."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.dialog import Dialog, Role, Standard
from app.fields import Field


class FolderDialog(Dialog):
    """`taken` has the patterns for what to read, empty for all, and for what to leave out."""

    taken = Signal(object, object)  # tuple[str, ...] twice

    def __init__(
        self,
        path: str,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        parent: QWidget | None = None,
        *,
        new: bool,
    ) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Add a folder") if new else self.tr("Which files are read"))
        self.path = QLabel(path)
        self.path.setTextFormat(Qt.TextFormat.PlainText)
        self.path.setWordWrap(True)
        self.path.setProperty("kind", "muted")
        self.include = QLineEdit(", ".join(include))
        self.include.setPlaceholderText(self.tr("All files that Puna reads"))
        self.exclude = QLineEdit(", ".join(exclude))
        self.exclude.setPlaceholderText(self.tr("None"))
        self.body.addWidget(self.path)
        self.body.addWidget(
            Field(
                self.tr("Only these files"),
                self.include,
                self.tr("Such as *.pdf, *.md. Several with commas between; * stands for anything."),
            )
        )
        self.body.addWidget(
            Field(
                self.tr("But not these"),
                self.exclude,
                self.tr("Such as drafts/*, *.log. Folders in it are read, too, unless named here."),
            )
        )
        self.add_note(
            self.tr(
                "Hidden files are left out. Nothing in the folder is ever changed, and nothing of "
                "it leaves this computer."
            ),
            "small",
        )
        self.add_standard(Standard.Cancel)
        words = self.tr("Add") if new else self.tr("Take")
        self.take_button = self.add_button(words, Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._take)

    @Slot()
    def _take(self) -> None:
        self.taken.emit(patterns(self.include.text()), patterns(self.exclude.text()))
        self.accept()


def patterns(text: str) -> tuple[str, ...]:
    """What was typed, pattern by pattern; commas of Chinese keyboards count, too."""
    for mark in ("，", "、", ";", "；", "\n"):
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
