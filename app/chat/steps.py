"""Takes steps: stores each, then asks the engine for the reply. One at a time for each chat.

Where the file cannot be written, the step is taken in a copy of the chat in memory, and a new chat
begins there. Does not know which chat is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.chat.asking import request_for
from app.chat.open_chat import OpenChat, tree_of
from app.chat.questions import Asked, Questions
from app.chat.replies import Replies
from app.chat.step import Step
from app.chat.temporaries import Temporaries
from app.model_choice import ModelChoice
from app.store_watch import StoreWatch
from engine.errors import ErrorInfo, InvalidInput
from engine.hub.library import Model
from engine.messages import ChatRequest, Overflow
from engine.store.chats import Chats
from engine.store.records import StoredMessage, path_to


class Steps(QObject):
    """The way of each step from the user to the engine."""

    changed = Signal()  # a chat began or ended storing a step
    moved = Signal(object, object)  # OpenChat that cannot be written, its copy in memory
    rekeyed = Signal(object, int)  # OpenChat, the key its draft had until now
    taken = Signal(object, object)  # Step, list[StoredMessage]

    def __init__(
        self,
        temporaries: Temporaries,
        replies: Replies,
        bridge: Bridge,
        models: ModelChoice,
        watch: StoreWatch,
        adapter_path: Callable[[str], Path],
        questions: Questions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._questions = questions
        self._temporaries = temporaries
        self._replies = replies
        self._bridge = bridge
        self._models = models
        self._watch = watch
        self._adapter_path = adapter_path

    def take(self, step: Step) -> None:
        """Store a step; no other of that chat may begin before this one is stored."""
        step.opened.storing, step.opened.stopped = True, False
        self.changed.emit()
        self._models.when_settled(lambda: self._begin(step))

    def _begin(self, step: Step) -> None:
        opened, model = step.opened, self._models.model
        if model is None:
            wanted = InvalidInput("model", "none is chosen", "Choose a model, then send again.")
            self._failed(step, wanted.info())
        elif self._watch.writable or opened.temporary:
            self._write(step, model)
        elif opened.id is None:
            step.forced = True
            key = opened.draft_key
            opened.temporary = True
            self.rekeyed.emit(opened, key)
            self._write(step, model)
        else:
            copied = partial(self._move, step, model)
            failed = partial(self._failed, step)
            self._temporaries.copy(tree_of(opened, self._replies.live), copied, failed)

    def _move(self, step: Step, model: Model, copy: OpenChat) -> None:
        """Go on in a copy, of which the original knows nothing."""
        old = step.opened
        step.ids = dict(zip(sorted(old.messages), sorted(copy.messages), strict=True))
        step.opened = copy
        old.storing, copy.storing, copy.stopped = False, True, old.stopped
        self.moved.emit(old, copy)
        self._write(step, model)

    def _write(self, step: Step, model: Model) -> None:
        store = self._temporaries.store_of(step.opened)
        step.setup, step.assistant = step.opened.setup, step.opened.assistant

        def write(chats: Chats) -> tuple[list[StoredMessage], str]:
            stored = step.write(chats, step, str(model.path))
            return stored, chats.get(stored[-1].chat).key

        future = store.call(write)
        written, failed = partial(self._written, step, model), partial(self._failed, step)
        self._bridge.deliver(future, written, failed)

    def _written(self, step: Step, model: Model, written: tuple[list[StoredMessage], str]) -> None:
        stored, key = written
        opened, reply = step.opened, stored[-1]
        opened.key = key
        opened.storing = False
        if opened.id is None:
            self._begun(step, reply.chat)
        opened.take(stored)
        self._ask(opened, reply, model, step.overflow)
        self.taken.emit(step, stored)
        if opened.stopped:
            self._replies.stop(opened.id)
        self.changed.emit()

    def _begun(self, step: Step, chat_id: int) -> None:
        """A new chat has its first message. What was typed or set up meanwhile is its own too."""
        opened = step.opened
        key = opened.draft_key
        opened.id = chat_id
        self.rekeyed.emit(opened, key)
        if opened.temporary:
            self._temporaries.add(chat_id, forced=step.forced)
        setup, assistant = opened.setup, opened.assistant
        if (setup, assistant) != (step.setup, step.assistant):
            store = self._temporaries.store_of(opened)
            self._bridge.deliver(
                store.call(lambda chats: chats.set_setup(chat_id, setup, assistant))
            )

    def _ask(
        self,
        opened: OpenChat,
        reply: StoredMessage,
        model: Model,
        overflow: Overflow | None,
    ) -> None:
        submit = partial(self._submit, opened, reply, model, overflow)
        question = self._questions.concerns(opened, reply)
        if question is None:
            submit("")
            return
        path = [self._replies.live(m) for m in path_to(opened.messages, question.id)]
        request = self.request(opened, path, model, proceed=False)
        self._questions.begin(Asked(opened, question, reply, model, request, submit))

    def _submit(
        self,
        opened: OpenChat,
        reply: StoredMessage,
        model: Model,
        overflow: Overflow | None,
        grammar: str,
    ) -> None:
        proceed = bool(reply.content)
        path = path_to(opened.messages, reply.id if proceed else reply.parent)
        told = [self._replies.live(message) for message in path]
        request = self.request(
            opened, told, model, proceed=proceed, overflow=overflow, grammar=grammar
        )
        writer = self._questions.writer(opened, reply, model)
        self._replies.ask(reply, request, writer)

    def request(
        self,
        opened: OpenChat,
        path: Sequence[StoredMessage],
        model: Model,
        *,
        proceed: bool,
        overflow: Overflow | None = None,
        grammar: str = "",
    ) -> ChatRequest:
        """What is asked for a reply to `path`, or with `proceed` for the rest of its last one."""
        return request_for(
            path,
            opened.setup,
            self._models.in_force,
            model,
            self._adapter_path,
            proceed=proceed,
            overflow=overflow,
            chat="" if opened.temporary else opened.key,
            template=self._models.defaults.template,
            own_adapters=self._models.defaults.adapters,
            grammar=grammar,
        )

    def _failed(self, step: Step, error: ErrorInfo) -> None:
        step.opened.storing = False
        self.changed.emit()
        (step.refused or self._bridge.failed.emit)(error)
