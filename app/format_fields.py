"""The form a reply must have, as controls: any text, JSON by a schema, or text by a grammar.

What is typed is checked a moment later, on another thread. Knows no dialog.
"""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.fields import Row, choice
from app.form_check import Form, FormCheck
from app.plain_box import PlainBox
from app.text import clean
from engine.assistants import Setup
from engine.errors import ErrorInfo

CHECK_AFTER_MS = 300
BOX_HEIGHT = 150
_EXAMPLES = {
    "schema": '{"type": "object", "properties": {"name": {"type": "string"}}}',
    "grammar": 'root ::= "yes" | "no"',
}


class FormatFields(QWidget):
    """`sound` says whether what is typed can be used, as far as it was checked."""

    folded = Signal()  # the box or a line came or went
    changed = Signal()

    def __init__(self, setup: Setup, checking: FormCheck) -> None:
        super().__init__()
        self._checking = checking
        self._asked = 0  # the number of the newest check
        self._texts: dict[Form, str] = {"schema": setup.json_schema, "grammar": setup.grammar}
        self.sound = True
        self.form = choice(
            {
                "text": self.tr("Any text"),
                "schema": self.tr("JSON (schema)"),
                "grammar": self.tr("Grammar (GBNF)"),
            }
        )
        self.box = PlainBox()
        self.box.setFixedHeight(BOX_HEIGHT)
        self.box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.status = note("", "ok")
        self.status.setStyleSheet("font-size: 9pt;")
        self.status.hide()
        self._words = ErrorWords(self)
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        told = self.tr("The form every reply must have; the model can write nothing else.")
        layout.addWidget(Row(self.tr("Form of replies"), told, self.form))
        layout.addWidget(self.box)
        layout.addWidget(self.status)
        form: Form = "schema" if setup.json_schema else "grammar" if setup.grammar else "text"
        self.form.setCurrentIndex(self.form.findData(form))
        self._show_form()
        self._timer.timeout.connect(self._check)
        checking.checked.connect(self._on_checked)
        self.form.currentIndexChanged.connect(self._on_form)
        self.box.textChanged.connect(self._on_typed)

    def apply(self, setup: Setup) -> Setup:
        """`setup` with what the controls say."""
        texts = {form: text if form == self._form() else "" for form, text in self._texts.items()}
        return msgspec.structs.replace(
            setup, json_schema=texts["schema"].strip(), grammar=texts["grammar"].strip("\n")
        )

    def summary(self) -> str:
        """What is set, in a word or two; empty for any text."""
        return "" if self._form() == "text" else self.form.currentText()

    def _form(self) -> Form:
        form: Form = self.form.currentData()
        return form

    @Slot()
    def _on_form(self) -> None:
        self._show_form()
        self.folded.emit()
        self.changed.emit()

    def _show_form(self) -> None:
        form = self._form()
        self.box.setVisible(form != "text")
        self.box.setPlaceholderText(_EXAMPLES.get(form, ""))
        name = self.tr("JSON schema") if form == "schema" else self.tr("Grammar")
        self.box.setAccessibleName(name)
        self.box.blockSignals(True)
        self.box.set_text(self._texts.get(form, ""))
        self.box.blockSignals(False)
        self._check()

    @Slot()
    def _on_typed(self) -> None:
        self._texts[self._form()] = clean(self.box.toPlainText())
        self._timer.start()
        self.changed.emit()

    @Slot()
    def _check(self) -> None:
        """Have what is typed looked at; an answer to what was typed before does not count."""
        self._timer.stop()
        self._asked = 0
        text = self._texts.get(self._form(), "")
        if text.strip():
            self._asked = self._checking.check(self._form(), text)
        else:
            self._tell(True, "")

    @Slot(int, object)
    def _on_checked(self, number: int, error: ErrorInfo | None) -> None:
        if number != self._asked:
            return
        if error is None:
            self._tell(True, self.tr("Valid."))
        else:
            self._tell(False, self._words.word(error).text)

    def _tell(self, sound: bool, words: str) -> None:
        kind = "ok" if sound else "bad"
        if (sound, words) == (self.sound, self.status.text()):
            return
        self.sound = sound
        self.status.setProperty("kind", kind)
        self.status.style().unpolish(self.status)
        self.status.style().polish(self.status)
        self.status.setText(words)
        self.status.setVisible(bool(words))
        self.box.setAccessibleDescription(words)
        self.folded.emit()
        self.changed.emit()
