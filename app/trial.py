"""One question asked by itself, as `puna --quit-after-reply` does: does Puna start and answer?"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from app.errors import ErrorWords
from engine.errors import ErrorInfo
from engine.store.records import StoredMessage

if TYPE_CHECKING:
    from app.application import Application  # which makes one of these

USER_ERROR = 3


class Trial(QObject):
    """Asks one sample question, writes the reply to standard output, and quits."""

    def __init__(self, application: Application, qt: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._qt = qt
        self._words = ErrorWords(self)
        self._failed = False
        application.models.changed.connect(self._ask)
        application.models.refused.connect(self._fail)
        application.bridge.failed.connect(self._fail)
        application.session.refused.connect(lambda _, error, __: self._fail(error))
        application.session.ended.connect(self._on_ended)
        application.watch.changed.connect(self._on_store_changed)

    @Slot()
    def _ask(self) -> None:
        models = self._application.models
        if models.model is not None:
            models.changed.disconnect(self._ask)
            self._application.session.send(self.tr("Hello! What can you help me with?"))

    def start(self) -> None:
        """Ask now where there is a model already, else as soon as it is found."""
        if self._application.models.model is not None:
            self._ask()

    @Slot()
    def _on_store_changed(self) -> None:
        if (error := self._application.watch.state.error) is not None:
            self._fail(error)

    @Slot(object)
    def _on_ended(self, reply: StoredMessage) -> None:
        if reply.error is not None:
            self._fail(reply.error)
            return
        sys.stdout.write(f"{reply.content}\n")
        sys.stdout.flush()
        self._qt.exit(0)

    @Slot(object)
    def _fail(self, error: ErrorInfo) -> None:
        if self._failed:  # one fault of the disk refuses several things at once
            return
        self._failed = True
        words = self._words.word(error)
        sys.stderr.write(f"{words.title}. {words.text} {words.advice}\n")
        self._qt.exit(USER_ERROR)
