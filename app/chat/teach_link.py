"""Between the replies of a chat and what is kept to learn from: asks for the answer as it should
be, keeps it, and offers to undo that. Lives as long as the page.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from app.chat.asking import as_setup
from app.chat.history import history
from app.chat.message_card import MessageCard
from app.chat.session import ChatSession
from app.chat.teach_dialog import TeachDialog
from app.chat.transcript import Transcript
from app.model_choice import ModelChoice
from app.teaching import Teaching
from app.undo_strip import UndoStrip
from engine.errors import ErrorInfo
from engine.examples.collected import Taught
from engine.examples.records import Example
from engine.messages import ChatMessage
from engine.prompt import without_thinking
from engine.store.records import StoredMessage


class TeachLink(QObject):
    """`strip` says what was kept, below the messages."""

    failed = Signal(object)  # ErrorInfo

    def __init__(
        self,
        transcript: Transcript,
        session: ChatSession,
        models: ModelChoice,
        teaching: Teaching,
    ) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._session = session
        self._models = models
        self._teaching = teaching
        self._awaited = False
        self.strip = UndoStrip()
        transcript.card_made.connect(self._on_card_made)
        teaching.added.connect(self._on_added)
        teaching.refused.connect(self._on_refused)

    @Slot(object)
    def _on_card_made(self, card: MessageCard) -> None:
        card.teach_requested.connect(self.ask)

    @Slot(int)
    def ask(self, message_id: int) -> TeachDialog | None:
        """Ask how a reply should have been."""
        path = self._session.path()
        places = [at for at, each in enumerate(path) if each.id == message_id]
        if not places or self._models.model is None:
            return None
        above, reply = path[: places[0]], path[places[0]]
        said = without_thinking(reply.content).strip()
        question = next((m.content for m in reversed(above) if m.role == "user"), "")
        dialog = TeachDialog(question, said, self._transcript.window())
        dialog.taught.connect(lambda answer: self._keep(above, reply, said, answer))
        dialog.open()
        return dialog

    def _keep(
        self, above: list[StoredMessage], reply: StoredMessage, said: str, answer: str
    ) -> None:
        model = self._models.model
        if model is None:
            return
        setup = self._session.setup or as_setup(self._models.in_force)
        told = history(above, setup.instructions)
        messages = tuple(ChatMessage(each.role, each.content) for each in told)
        example = Example((*messages, ChatMessage("assistant", answer)))
        self._awaited = True
        self._teaching.add(str(model.path), example, said)

    @Slot(object, int)
    def _on_added(self, taught: Taught, count: int) -> None:
        if not self._awaited:
            return
        self._awaited = False
        words = (
            self.tr("Kept to learn from.")
            if count == 1
            else self.tr("Kept to learn from: {n} answers wait for a run of Fine-tune.")
        )
        self.strip.tell(words.format(n=count), lambda: self._undo(taught))

    @Slot(object)
    def _on_refused(self, error: ErrorInfo) -> None:
        self._awaited = False
        self.failed.emit(error)

    def _undo(self, taught: Taught) -> None:
        self._teaching.remove([taught])
