"""The dialog in which an assistant is made or changed, and the one for a snippet.

They give back what was written; who keeps it is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.assistants.setup_fields import SetupFields
from app.dialog import Dialog, Role, Standard, note
from app.fields import Field
from app.plain_box import PlainBox
from app.setup_aids import SetupAids
from app.text import clean
from engine.assistants import Assistant, Snippet
from engine.hub.library import Model
from engine.messages import Sampling
from engine.presets import Preset

LONGEST_NAME = 60
LONGEST_ABOUT = 200


class ItemEditor(Dialog):
    """A dialog with a name and Save. `saved` follows once, where the user wants it kept."""

    saved = Signal(object)

    def __init__(self, name: str, taken: Collection[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._taken = {other.casefold() for other in taken}
        self.name = QLineEdit(name)
        self.name.setMaxLength(LONGEST_NAME)
        self.fault = note("", "bad")
        self.fault.hide()
        self.add_standard(Standard.Cancel)
        self.save_button = self.add_button(self.tr("Save"), Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._on_save)

    def _watch(self, *boxes: QLineEdit | PlainBox) -> None:
        for box in boxes:
            box.textChanged.connect(self._check)
        self._check()

    def _name(self) -> str:
        return clean(self.name.text()).strip()

    def _name_fault(self) -> str:
        """What is wrong with the name that was typed."""
        taken = self._name().casefold() in self._taken
        return self.tr("This name is taken. Choose another one.") if taken else ""

    def _complete(self) -> bool:
        return bool(self._name())

    def _result(self) -> Assistant | Snippet | Preset:
        raise NotImplementedError

    @Slot()
    def _check(self) -> None:
        fault = self._name_fault()
        self.save_button.setEnabled(self._complete() and not fault)
        if fault != self.fault.text():
            self.fault.setText(fault)
            self.fault.setVisible(bool(fault))
            self.name.setAccessibleDescription(fault)
            self.fit()

    @Slot()
    def _on_save(self) -> None:
        if self.save_button.isEnabled():
            self.saved.emit(self._result())
            self.accept()


class AssistantEditor(ItemEditor):
    """All of an assistant. `assistant.id` 0: a new one."""

    def __init__(
        self,
        assistant: Assistant,
        taken: Collection[str],
        models: Sequence[Model],
        suggested: Sampling,
        aids: SetupAids,
        current: Model | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(assistant.name, taken, parent)
        self._assistant = assistant
        self.set_title(self.tr("Edit the assistant") if assistant.id else self.tr("New assistant"))
        self.about = QLineEdit(assistant.about)
        self.about.setMaxLength(LONGEST_ABOUT)
        self.name.setPlaceholderText(self.tr("For example: Proofreader"))
        self.about.setPlaceholderText(self.tr("For example: Corrects English texts"))
        self.fields = SetupFields(assistant.setup, models, suggested, aids, current)
        self.fields.folded.connect(self.fit)
        self.body.addWidget(Field(self.tr("Name"), self.name))
        self.body.addWidget(self.fault)
        self.body.addWidget(Field(self.tr("What it is good for"), self.about))
        self.body.addWidget(self.fields)
        self._watch(self.name)

    def _result(self) -> Assistant:
        return msgspec.structs.replace(
            self._assistant,
            name=self._name(),
            about=clean(self.about.text()).strip(),
            setup=self.fields.setup(),
        )


class SnippetEditor(ItemEditor):
    """A snippet: the word typed behind `/`, and the text it stands for."""

    def __init__(
        self, snippet: Snippet, taken: Collection[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(snippet.name, taken, parent)
        self._snippet = snippet
        self.set_title(self.tr("Edit the snippet") if snippet.id else self.tr("New snippet"))
        self.name.setPlaceholderText(self.tr("For example: shorter"))
        self.text = PlainBox()
        self.text.setFixedHeight(160)
        self.text.set_text(snippet.text)
        self.text.setPlaceholderText(self.tr("For example: Say the same in half as many words."))
        self.body.addWidget(
            Field(
                self.tr("Name"),
                self.name,
                self.tr("Type / and this name in a message to put the text in."),
            )
        )
        self.body.addWidget(self.fault)
        self.body.addWidget(Field(self.tr("Text"), self.text))
        self._watch(self.name, self.text)

    def _name_fault(self) -> str:
        if any(letter.isspace() or letter == "/" for letter in self._name()):
            return self.tr("The name is one word, without spaces and without /.")
        return super()._name_fault()

    def _complete(self) -> bool:
        return super()._complete() and bool(self.text.toPlainText().strip())

    def _result(self) -> Snippet:
        return msgspec.structs.replace(
            self._snippet, name=self._name(), text=clean(self.text.toPlainText())
        )
