"""The files of a message inside its card: chips, and below them the texts that were unfolded."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.chat.attachment_chips import AttachmentChips
from app.chat.file_text import FileText
from app.theme import Theme
from engine.store.records import Attachment


class CardFiles(QWidget):
    """Makes the view of a text when it is first wanted."""

    def __init__(
        self, theme: Theme, files: Sequence[Attachment], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._files = files
        self._texts: dict[int, FileText] = {}
        self._chips = AttachmentChips(theme, removable=False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._chips)
        self._chips.show_files(files)
        self._chips.clicked.connect(self._on_clicked)

    def tab_stops(self) -> list[QWidget]:
        """Where the keyboard goes, in order."""
        stops: list[QWidget] = []
        for number, button in enumerate(self._chips.buttons()):
            stops += [button, *([self._texts[number]] if number in self._texts else [])]
        return stops

    @Slot(int)
    def _on_clicked(self, number: int) -> None:
        shown = self._texts.pop(number, None)
        if shown is not None:
            shown.hide()
            shown.deleteLater()
        else:
            text = FileText(self._theme, self._files[number], self)
            before = sum(other < number for other in self._texts)
            self._column.insertWidget(1 + before, text)
            text.show()
            self._texts[number] = text
        self._chips.chips[number].set_unfolded(shown is None)
