"""Asks for examples as text, pasted or written."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.dialog import Dialog, Role, Standard
from app.plain_box import PlainBox
from app.text import clean

_WIDTH, _HEIGHT = 640, 260


class PasteDialog(Dialog):
    """`written` has the text."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _WIDTH)
        self.set_title(self.tr("Paste or write examples"))
        self.add_note(
            self.tr(
                "One example a line as JSON, a table with a line of headings, or plain text to "
                "be learnt as it stands."
            )
        )
        self.box = PlainBox()
        self.box.setAccessibleName(self.tr("Examples"))
        self.box.setMinimumHeight(_HEIGHT)
        self.box.setPlaceholderText(
            'question,answer\n"May I send it back?","Of course! Within 30 days."'
        )
        self.refusal = self.add_note("", "bad")
        self.refusal.hide()
        self.body.insertWidget(1, self.box)
        self.add_standard(Standard.Cancel)
        self.use_button = self.add_button(self.tr("Use"), Role.ActionRole, primary=True)
        self.use_button.clicked.connect(self._use)
        self.box.textChanged.connect(self._on_typed)
        self.box.refused.connect(self._on_refused)
        self._on_typed()

    @Slot()
    def _use(self) -> None:
        self.written.emit(clean(self.box.toPlainText()))
        self.accept()

    @Slot()
    def _on_typed(self) -> None:
        self.use_button.setEnabled(bool(self.box.toPlainText().strip()))

    @Slot(object)
    def _on_refused(self, size: int) -> None:
        self.refusal.setText(
            self.tr("That is too much text for this box. Save it as a file and choose that.")
        )
        self.refusal.show()
