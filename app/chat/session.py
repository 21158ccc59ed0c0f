"""What a person does to the open chat, in steps.

Each step is stored first, and only then is the engine asked. Where the file cannot be written, the
chat goes on as a copy in memory. This module knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.chat.measuring import Measuring
from app.chat.open_chat import OpenChat
from app.chat.questions import Questions
from app.chat.replies import Replies
from app.chat.shown import ShownChat, own_model
from app.chat.sourcing import Sourcing
from app.chat.step import Step, turn, version
from app.chat.steps import Steps
from app.document_desk import DocumentDesk
from app.model_choice import ModelChoice
from app.store_watch import StoreWatch
from engine.assistants import Setup
from engine.documents.records import Checked, Sources
from engine.errors import ErrorInfo
from engine.messages import ChatRequest, Overflow
from engine.store.chats import Chats
from engine.store.records import Attachment, StoredMessage
from engine.store.store import Store


class ChatSession(ShownChat):
    """The open chat, and everything that can be done to it."""

    added = Signal(object)  # StoredMessage, now at the end of the path
    moved = Signal()  # the chat goes on as a copy in memory
    sourced = Signal(object)  # StoredMessage of a question of the path: it has its sources now
    stored = Signal()  # a step is in the file
    refused = Signal(str, object, object)  # a text not stored, ErrorInfo, its attachments
    model_wanted = Signal()

    def __init__(
        self,
        store: Store,
        temporary: Store,
        replies: Replies,
        bridge: Bridge,
        models: ModelChoice,
        watch: StoreWatch,
        adapter_path: Callable[[str], Path],
        documents: DocumentDesk,
        measuring: Measuring,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(store, temporary, replies, bridge, models, watch, parent)
        sourcing = Sourcing(documents, bridge, self)
        asked = (replies, bridge, measuring, replies.engine)
        questions = Questions(sourcing, self.temporaries, *asked, self)
        questions.sourced.connect(self._on_sourced)
        self._steps = Steps(
            self.temporaries, replies, bridge, models, watch, adapter_path, questions, self
        )
        self._steps.changed.connect(self._tell_state)
        self._steps.moved.connect(self._on_moved)
        self._steps.rekeyed.connect(self._on_rekeyed)
        self._steps.taken.connect(self._on_taken)
        self.temporaries.kept.connect(self._on_kept)
        models.chosen.connect(self._on_model_chosen)

    # What the user does.

    def send(
        self,
        text: str,
        attachments: Sequence[Attachment] = (),
        sources: Sources | None = None,
    ) -> bool:
        """Store the user's message and ask for a reply. False where that is not possible now.
        `sources` are what it is answered from, where that needs no search."""
        if not self._ready():
            return False
        opened, files = self._open, tuple(attachments)
        back = partial(self._give_back, opened, text, files)
        self._steps.take(Step(opened, turn(opened.leaf, text, files, sources), back, adds=True))
        return True

    def edit(self, message_id: int, text: str) -> bool:
        """Ask again in other words, beside the old message. False where that is not possible."""
        old = self._open.messages.get(message_id)
        if old is None or not (text.strip() or old.attachments) or not self._ready():
            return False
        back = partial(self._give_back, self._open, text, ())
        self._steps.take(Step(self._open, turn(old.parent, text, old.attachments), back))
        return True

    @Slot(int)
    def regenerate(self, message_id: int) -> None:
        """Ask for another version of a reply, beside the old one."""
        old = self._open.messages.get(message_id)
        if old is not None and old.role == "assistant" and self._ready():
            self._steps.take(Step(self._open, version(old)))

    @Slot(int)
    def proceed(self, message_id: int, overflow: Overflow | None = None) -> None:
        """Let the model write on where the last reply of the path broke off; `overflow` as it was
        chosen for this reply."""
        reply = self._open.messages.get(message_id)
        if reply is None or message_id != self._open.leaf or not self._ready():
            return

        def write(chats: Chats, step: Step, _: str) -> list[StoredMessage]:
            number = step.place(message_id)
            # What is not on disk yet would be missing from what is continued, and later undo it.
            self._replies.recorder(number).settle(chats, number)
            return [chats.resume(number)]

        self._steps.take(Step(self._open, write, overflow=overflow))

    @Slot(int)
    def retry(self, message_id: int) -> None:
        """Ask again for a reply that failed: in its place, or beside what it had said."""
        reply = self._open.messages.get(message_id)
        if reply is not None and (reply.content or message_id != self._open.leaf):
            self.regenerate(message_id)
        else:
            self.proceed(message_id)

    @Slot()
    def stop(self) -> None:
        """End the reply of the open chat as soon as possible, also before it began."""
        if self._open.storing:
            self._open.stopped = True
            self._tell_state()
        elif self._open.id is not None:
            self._replies.stop(self._open.id)

    def set_setup(self, setup: Setup | None, assistant: str = "") -> None:
        """Let the open chat be answered in another way from now on."""
        opened = self._open
        opened.setup, opened.assistant = setup, assistant
        self._models.use(own_model(opened))
        self.setup_changed.emit()
        self._save(opened, lambda chats, chat: chats.set_setup(chat, setup, assistant))

    def set_checked(self, message_id: int, checked: Checked) -> None:
        """Keep what of a reply was found in its sources."""
        reply = self._open.messages.get(message_id)
        if reply is not None and reply.role == "assistant":
            self._open.messages[message_id] = msgspec.structs.replace(reply, checked=checked)
            self._save(self._open, lambda chats, _: chats.set_checked(message_id, checked))

    @Slot()
    def keep(self) -> None:
        """Move the open chat, which is temporary, into the file; after its reply ended."""
        if self._open.id is not None:
            self.temporaries.keep([self._open.id])

    def leave(self, chat_ids: Iterable[int]) -> None:
        """These chats went to the trash or were erased: stop what is written there, show none."""
        gone = list(chat_ids)
        for chat in gone:
            self._replies.stop(chat)
            self.drafts.drop(chat)
        self.temporaries.forget(gone)
        if self._open.id in gone:
            self.new_chat()

    def request(
        self, path: Sequence[StoredMessage], *, proceed: bool = False
    ) -> ChatRequest | None:
        """What would be asked for a reply to `path` in the open chat; None without a model."""
        model = self._models.model
        if model is None:
            return None
        return self._steps.request(self._open, path, model, proceed=proceed)

    # How it is done.

    def _ready(self) -> bool:
        if self.state != "idle":
            return False
        if self._models.model is None and not self._models.looking:
            self.model_wanted.emit()
            return False
        return True

    def _give_back(
        self, opened: OpenChat, text: str, files: tuple[Attachment, ...], error: ErrorInfo
    ) -> None:
        """Give a text that could not be stored back to its chat, whichever is shown now."""
        key = opened.draft_key
        if self._open.draft_key == key:
            self.refused.emit(text, error, files)
        else:
            self.drafts.add(key, text, files)
            self._bridge.failed.emit(error)

    @Slot(object, object)
    def _on_moved(self, old: OpenChat, copy: OpenChat) -> None:
        if self._open is old:
            self.drafts.move(old.draft_key, copy.draft_key)
            self._show(copy)
            self.moved.emit()

    @Slot(object, int)
    def _on_rekeyed(self, opened: OpenChat, key: int) -> None:
        if self._open is opened:  # else what is typed is already another chat's
            self.drafts.move(key, opened.draft_key)

    @Slot(object, object)
    def _on_taken(self, step: Step, stored: list[StoredMessage]) -> None:
        if self._open is step.opened:
            if step.adds:
                for message in stored:
                    self.added.emit(self._replies.live(message))
            else:
                self.opened.emit()
        if not step.opened.temporary:
            self.stored.emit()
        self.list_changed.emit()

    @Slot(object)
    def _on_sourced(self, question: StoredMessage) -> None:
        if question.id in self._open.messages:
            self._open.messages[question.id] = question
            if self._open.shows(question.id):
                self.sourced.emit(question)

    @Slot(int, object)
    def _on_kept(self, number: int, kept: OpenChat) -> None:
        self.drafts.move(number, kept.draft_key)
        if self._open.id == number:
            self._show(kept)
        self.list_changed.emit()

    @Slot()
    def _on_model_chosen(self) -> None:
        """The user's choice counts for the open chat too, where that has a model of its own."""
        setup, model = self._open.setup, self._models.model
        if own_model(self._open) and model is not None and not self._models.fixed:
            assert setup is not None
            changed = msgspec.structs.replace(setup, model=model.id)
            self.set_setup(changed, self._open.assistant)
