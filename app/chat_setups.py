"""Between the open chat and the assistants: which one it has, its own settings, saved as another.

Panels do not know each other; this joins the chat page with the dialogs and lists of assistants.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QObject, Slot

from app.assistants.chat_setup import ChatSetupDialog
from app.assistants.choice import AssistantChoice
from app.assistants.pages import AssistantsPage
from app.chat.asking import as_setup
from app.chat.panel import ChatPanel
from app.chat.session import ChatSession
from app.model_choice import ModelChoice
from app.setup_aids import SetupAids
from engine.assistants import Assistant, Setup
from engine.documents.records import Source
from engine.messages import Sampling


class ChatSetups(QObject):
    """Lives as long as the chat page it joins."""

    def __init__(
        self,
        panel: ChatPanel,
        session: ChatSession,
        choice: AssistantChoice,
        page: AssistantsPage,
        models: ModelChoice,
        aids: SetupAids,
    ) -> None:
        super().__init__(panel)
        self._aids = aids
        self._panel = panel
        self._session = session
        self._choice = choice
        self._page = page
        self._models = models
        choice.changed.connect(self._show_choice)
        session.setup_changed.connect(self._show)
        panel.empty.assistant_chosen.connect(self._on_chosen)
        panel.header.setup_requested.connect(self.change_setup)
        panel.header.save_requested.connect(self.save_as_assistant)
        panel.header.more_menu.aboutToShow.connect(self._on_menu_opening)
        self._show_choice()

    def begin(self, assistant: Assistant) -> None:
        """Begin a new chat with an assistant."""
        self._session.new_chat(assistant)
        self._panel.composer.setFocus()

    def ask(self, sources: Sequence[Source]) -> None:
        """Begin a new chat that asks these documents, and is answered as the settings say."""
        setup = msgspec.structs.replace(as_setup(self._models.in_force), documents=tuple(sources))
        self.begin(Assistant("", setup=setup))

    @Slot()
    def change_setup(self) -> ChatSetupDialog:
        """Open the settings of the open chat."""
        session = self._session
        settings = self._models.in_force
        model = self._models.model
        suggested = settings.sampling or (model.sampling if model else Sampling())
        dialog = ChatSetupDialog(
            session.setup,
            as_setup(settings),
            session.assistant,
            suggested,
            self._aids,
            model,
            self._panel.window(),
        )
        dialog.taken.connect(self._on_taken)
        dialog.open()
        return dialog

    @Slot()
    def save_as_assistant(self) -> None:
        """Open the editor for a new assistant that answers as the open chat is answered."""
        setup = self._session.setup or as_setup(self._models.in_force)
        name = self._session.assistant
        self._page.edit(
            Assistant(self._choice.free_name(name) if name else "", setup=setup),
            self._panel.window(),
        )

    @Slot(object)
    def _on_taken(self, setup: Setup | None) -> None:
        # Without a setup it is no assistant's chat any more.
        self._session.set_setup(setup, self._session.assistant if setup else "")

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        assistant = self._choice.named(name)
        if self._session.temporary:
            self._session.new_temporary(assistant)
        else:
            self._session.new_chat(assistant)
        self._panel.composer.setFocus()

    @Slot()
    def _on_menu_opening(self) -> None:
        stored = self._session.chat_id is not None and not self._session.temporary
        self._panel.header.export_action.setEnabled(stored)

    @Slot()
    def _show_choice(self) -> None:
        self._panel.list.new.show_assistants(self._choice.all)
        self._show()

    @Slot()
    def _show(self) -> None:
        name = self._session.assistant
        self._panel.header.show_assistant(name)
        self._panel.empty.show_assistants([each.name for each in self._choice.all], name)
