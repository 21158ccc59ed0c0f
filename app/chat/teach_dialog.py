"""What a reply should have said: the question above, the reply below, to be put right and kept."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.dialog import Dialog, Role, Standard
from app.fields import Field
from app.plain_box import PlainBox
from app.text import clean

_LINES = 12
_LONGEST_QUESTION = 400


class TeachDialog(Dialog):
    """`taught` brings the answer as it should be, once."""

    taught = Signal(str)

    def __init__(self, question: str, answer: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Teach this answer"))
        self.add_note(
            self.tr(
                "Write the answer as you want it. Puna keeps it on this computer, and a run of "
                "Fine-tune learns it when you start one. Teach a manner, not facts that change: "
                "those belong into Documents."
            )
        )
        short = question[:_LONGEST_QUESTION] + ("…" if len(question) > _LONGEST_QUESTION else "")
        if short:
            self.add_note(self.tr("You asked: {question}").format(question=short), "")
        self.answer = PlainBox()
        self.answer.set_text(answer)
        self.answer.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES)
        self.fault = self.add_note("", "bad")
        self.fault.hide()
        self.body.addWidget(Field(self.tr("The answer"), self.answer))
        self.add_standard(Standard.Cancel)
        self.teach_button = self.add_button(self.tr("Teach this"), Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._on_teach)
        self.answer.textChanged.connect(self._check)
        self.answer.refused.connect(self._on_too_long)
        self._check()

    def text(self) -> str:
        """The answer as it was written."""
        return clean(self.answer.toPlainText()).strip()

    @Slot()
    def _check(self) -> None:
        self.teach_button.setEnabled(bool(self.text()))

    @Slot(object)
    def _on_too_long(self, size: int) -> None:
        self.fault.setText(self.answer.refusal(size))
        self.fault.show()
        self.fit()

    @Slot()
    def _on_teach(self) -> None:
        if self.teach_button.isEnabled():
            self.taught.emit(self.text())
            self.accept()
