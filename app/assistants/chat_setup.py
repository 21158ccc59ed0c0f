"""The dialog for the settings of one chat: its instructions, how its replies are written.

Does not know what a chat is: it shows a setup, and gives back another.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.assistants.setup_fields import SetupFields
from app.dialog import Dialog, Role, Standard
from app.setup_aids import SetupAids
from engine.assistants import Setup
from engine.hub.library import Model
from engine.messages import Sampling


class ChatSetupDialog(Dialog):
    """`taken` follows once, where the user wants it so; None: as the settings say again."""

    taken = Signal(object)  # Setup or None

    def __init__(
        self,
        setup: Setup | None,
        otherwise: Setup,
        assistant: str,
        suggested: Sampling,
        aids: SetupAids,
        model: Model | None,
        parent: QWidget | None = None,
    ) -> None:
        """`otherwise` is what holds where `setup` is None; `assistant` the name it began with;
        `model` answers now."""
        super().__init__(parent)
        self.set_title(self.tr("Settings of this chat"))
        if assistant:
            self.add_note(
                self.tr(
                    "This chat was begun with “{assistant}”. What you change here holds for this "
                    "chat only."
                ).format(assistant=assistant)
            )
        else:
            self.add_note(self.tr("What you change here holds for this chat only."))
        self.fields = SetupFields(setup or otherwise, None, suggested, aids, model)
        self.fields.folded.connect(self.fit)
        self.body.addWidget(self.fields)
        if setup is not None:
            self.reset_button = self.add_button(self.tr("As in Settings"), Role.ResetRole)
            self.reset_button.setToolTip(self.tr("Let this chat follow the settings of Puna again"))
            self.reset_button.clicked.connect(self._on_reset)
        self.add_standard(Standard.Cancel)
        self.save_button = self.add_button(self.tr("Save"), Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._on_save)

    @Slot()
    def _on_save(self) -> None:
        self.taken.emit(self.fields.setup())
        self.accept()

    @Slot()
    def _on_reset(self) -> None:
        self.taken.emit(None)
        self.accept()
