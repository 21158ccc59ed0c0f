"""Between the chat page and the models: which one answers, how one is chosen, and the first start.

Lives as long as the page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app.chat.composer import Composer
from app.chat.empty import EmptyState
from app.chat.header import Header
from app.chat.session import ChatSession
from app.model_choice import STARTER, ModelChoice
from engine.errors import ErrorInfo


class ModelLink(QObject):
    """`header` names the model and has the menu of others; `empty` offers the first one."""

    failed = Signal(object)  # ErrorInfo

    def __init__(
        self,
        header: Header,
        empty: EmptyState,
        composer: Composer,
        session: ChatSession,
        models: ModelChoice,
    ) -> None:
        super().__init__(header)
        self._header = header
        self._empty = empty
        self._composer = composer
        self._session = session
        self._models = models
        self._greet = False  # the sample question is asked once the model is chosen
        session.model_wanted.connect(header.open_menu)
        models.changed.connect(self._on_changed)
        models.chosen.connect(self._on_chosen)
        models.refused.connect(self._on_refused)
        header.model_chosen.connect(models.choose)
        header.open_requested.connect(self.choose_file)
        header.menu_opening.connect(models.refresh)
        empty.start_requested.connect(self._on_start_requested)
        empty.open_requested.connect(self.choose_file)
        self._on_changed()

    @Slot()
    def choose_file(self) -> None:
        """Ask for a model file. Does not block."""
        dialog = QFileDialog(self._header, self.tr("Open a model file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Models (*.gguf)"))
        dialog.fileSelected.connect(self._models.choose)
        dialog.open()

    @Slot()
    def _on_start_requested(self) -> None:
        self._greet = True
        self._empty.start_button.setEnabled(False)
        self._models.choose_first()

    @Slot()
    def _on_changed(self) -> None:
        self._header.show_models(self._models.known, self._models.model)
        if self._models.settled and self._models.model is None:
            first = self._models.first
            self._empty.show_first_start(chinese=first is not None and first.chinese)
        else:
            self._empty.show_greeting()

    @Slot()
    def _on_chosen(self) -> None:
        self._empty.start_button.setEnabled(True)
        if self._greet:
            self._greet = False
            self._session.send(self._greeting())
        self._composer.setFocus()

    def _greeting(self) -> str:
        """The first message: in a language that the model knows."""
        model = self._models.model
        if model is not None and model.id == STARTER:
            return "Hello! What can you help me with?"
        return self.tr("Hello! What can you help me with?")

    @Slot(object)
    def _on_refused(self, error: ErrorInfo) -> None:
        self._greet = False
        self._empty.start_button.setEnabled(True)
        self.failed.emit(error)
