"""The open chat: what a person does to a conversation, in steps.

Each step is stored first, and only then is the engine asked. A reply goes on when another chat is
opened, and coming back shows it live. This module knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.chat.history import history
from app.chat.replies import Replies, State
from app.models import ModelChoice
from app.preferences import Preferences
from engine.errors import ErrorInfo
from engine.messages import ChatRequest, ModelSpec, Sampling
from engine.store.chats import Chats
from engine.store.records import StoredMessage, newest_leaf, path_to, siblings
from engine.store.store import Store

T = TypeVar("T")
Versions = Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class OpenChat:
    """The chat on the screen. `id` None is a new one that is stored with its first message."""

    id: int | None = None
    messages: dict[int, StoredMessage] = field(default_factory=dict)
    leaf: int | None = None
    storing: bool = False  # a step is on its way to disk
    stopped: bool = False  # the user stopped before it got there


class ChatSession(QObject):
    """The conversation as the window sees it. All its methods are called on the GUI thread."""

    opened = Signal()  # another path is shown: see `path` and `versions`
    added = Signal(object)  # StoredMessage, now at the end of the path
    text_added = Signal(int, str)
    status_changed = Signal(int, str)
    ended = Signal(object)  # StoredMessage of a reply that finished or failed
    state_changed = Signal(str)
    usage_changed = Signal(object, object)  # tokens used, tokens of the context; 0 for not known
    chats_listed = Signal(object)  # list[Chat], the last changed first
    kept = Signal()  # the chat that was asked for cannot be opened: the one before stays
    refused = Signal(str, object)  # a text that could not be stored, ErrorInfo
    model_wanted = Signal()

    def __init__(
        self,
        store: Store,
        replies: Replies,
        bridge: Bridge,
        preferences: Preferences,
        models: ModelChoice,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._replies = replies
        self._bridge = bridge
        self._preferences = preferences
        self._models = models
        self._open = OpenChat()
        self._wanted: OpenChat | None = None  # what is being read, to be opened next
        self.drafts: dict[int | None, str] = {}  # what is typed and not sent, by chat
        replies.text_added.connect(self._on_text_added)
        replies.status_changed.connect(self._on_status_changed)
        replies.finished.connect(self._on_ended)
        replies.failed.connect(self._on_ended)
        replies.state_changed.connect(self._tell_state)
        models.changed.connect(self._tell_usage)

    # What is shown.

    @property
    def chat_id(self) -> int | None:
        """The open chat; None for a new one."""
        return self._open.id

    @property
    def state(self) -> State:
        """What the open chat is doing."""
        if self._open.storing:
            return "stopping" if self._open.stopped else "loading"
        running = self._replies.of_chat(self._open.id) if self._open.id is not None else []
        return running[0].state if running else "idle"

    def path(self) -> list[StoredMessage]:
        """The shown messages, oldest first; a reply being written with its text so far."""
        return [self._replies.live(m) for m in path_to(self._open.messages, self._open.leaf)]

    def versions(self) -> Versions:
        """For each message of the path its place among its versions, from 1, and their number."""
        places: dict[int, tuple[int, int]] = {}
        for message in path_to(self._open.messages, self._open.leaf):
            ids = [m.id for m in siblings(self._open.messages, message)]
            places[message.id] = (ids.index(message.id) + 1, len(ids))
        return places

    def statuses(self) -> dict[int, str]:
        """The status line of each reply being written in the open chat."""
        return {reply.message.id: reply.status for reply in self._replies.of_chat(self._open.id)}

    def last_reply(self) -> StoredMessage | None:
        """The last reply of the path, if there is one."""
        return next((m for m in reversed(self.path()) if m.role == "assistant"), None)

    @Slot()
    def list_chats(self) -> None:
        """Ask for the list of chats, told by `chats_listed`."""
        self._bridge.deliver(self._store.call(lambda chats: chats.list()), self.chats_listed.emit)

    # What the user does.

    @Slot()
    def new_chat(self) -> None:
        """Show an empty chat; it is stored with its first message."""
        self._show(OpenChat())

    @Slot(int)
    def open_chat(self, chat_id: int) -> None:
        """Show a stored chat, on the path its reader looked at last."""
        if chat_id == self._open.id:
            self._wanted = None
            return
        wanted = self._wanted = OpenChat(chat_id)

        def read(chats: Chats) -> OpenChat:
            return OpenChat(chat_id, chats.messages(chat_id), chats.get(chat_id).leaf)

        def show(found: OpenChat) -> None:
            if self._wanted is wanted:  # Nothing else was opened meanwhile.
                self._show(found)

        def failed(error: ErrorInfo) -> None:
            if self._wanted is wanted:
                self._wanted = None
                self.kept.emit()
            self._bridge.failed.emit(error)

        self._bridge.deliver(self._store.call(read), show, failed)

    def send(self, text: str) -> bool:
        """Store the user's message and ask for a reply. False where that is not possible now."""
        if not self._ready():
            return False
        opened, model = self._open, self._model_path()

        def write(chats: Chats) -> list[StoredMessage]:
            with chats.transaction():
                chat = chats.create().id if opened.id is None else opened.id
                return _turn(chats, chat, opened.leaf, text, model)

        def written(stored: list[StoredMessage]) -> None:
            if opened.id is None:
                opened.id = stored[0].chat
                if self._open is opened:  # what was typed meanwhile is this chat's now
                    self.drafts[opened.id] = self.drafts.pop(None, "")
            self._ask(opened, stored)
            if self._open is opened:
                for message in stored:
                    self.added.emit(self._replies.live(message))
            self.list_chats()

        self._write(opened, write, written, lambda error: self._give_back(opened, text, error))
        return True

    def edit(self, message_id: int, text: str) -> bool:
        """Ask again in other words, beside the old message. False where that is not possible."""
        old = self._open.messages.get(message_id)
        if old is None or not text.strip() or not self._ready():
            return False
        model = self._model_path()

        def write(chats: Chats) -> list[StoredMessage]:
            with chats.transaction():
                return _turn(chats, old.chat, old.parent, text, model)

        opened = self._open
        self._branch(write, lambda error: self._give_back(opened, text, error))
        return True

    @Slot(int)
    def regenerate(self, message_id: int) -> None:
        """Ask for another version of a reply, beside the old one."""
        old = self._open.messages.get(message_id)
        if old is None or old.role != "assistant" or not self._ready():
            return
        model = self._model_path()
        self._branch(lambda chats: [_reply(chats, old.chat, old.parent, model)])

    @Slot(int)
    def proceed(self, message_id: int) -> None:
        """Let the model write on where the last reply of the path broke off."""
        reply = self._open.messages.get(message_id)
        if reply is None or message_id != self._open.leaf or not self._ready():
            return
        self._branch(lambda chats: [chats.resume(message_id)])

    @Slot(int)
    def retry(self, message_id: int) -> None:
        """Ask again for a reply that failed: in its place, or beside what it had said."""
        reply = self._open.messages.get(message_id)
        if reply is not None and (reply.content or message_id != self._open.leaf):
            self.regenerate(message_id)
        else:
            self.proceed(message_id)

    @Slot(int, int)
    def step_version(self, message_id: int, step: int) -> None:
        """Show the version of a message `step` places on, and what followed it."""
        message = self._open.messages.get(message_id)
        if message is None or self._open.storing:
            return
        versions = siblings(self._open.messages, message)
        index = versions.index(message) + step
        if not 0 <= index < len(versions):
            return
        leaf = self._open.leaf = newest_leaf(self._open.messages, versions[index].id)
        self._bridge.deliver(self._store.call(lambda chats: chats.set_leaf(message.chat, leaf)))
        self.opened.emit()
        self._tell_usage()

    @Slot()
    def stop(self) -> None:
        """End the reply of the open chat as soon as possible, also before it began."""
        if self._open.storing:
            self._open.stopped = True
            self._tell_state()
        elif self._open.id is not None:
            self._replies.stop(self._open.id)

    # How a step is taken.

    def _ready(self) -> bool:
        if self.state != "idle":
            return False
        if self._models.model is None:
            self.model_wanted.emit()
            return False
        return True

    def _model_path(self) -> str:
        assert self._models.model is not None  # `_ready` looked
        return str(self._models.model.path)

    def _suggested(self) -> Sampling:
        return self._models.model.sampling if self._models.model else Sampling()

    def _branch(
        self,
        write: Callable[[Chats], list[StoredMessage]],
        refused: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        opened = self._open

        def written(stored: list[StoredMessage]) -> None:
            self._ask(opened, stored)
            if self._open is opened:
                self.opened.emit()
            self.list_chats()

        self._write(opened, write, written, refused)

    def _write(
        self,
        opened: OpenChat,
        write: Callable[[Chats], T],
        written: Callable[[T], None],
        refused: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        """Store a step of `opened`; no other step of it begins before this one is stored."""
        opened.storing, opened.stopped = True, False
        self._tell_state()

        def done(stored: T) -> None:
            opened.storing = False
            written(stored)
            if opened.stopped:
                self._replies.stop(opened.id)
            self._tell_state()

        def failed(error: ErrorInfo) -> None:
            opened.storing = False
            self._tell_state()
            (refused or self._bridge.failed.emit)(error)

        self._bridge.deliver(self._store.call(write), done, failed)

    def _give_back(self, opened: OpenChat, text: str, error: ErrorInfo) -> None:
        """Give a text that could not be stored back to its chat, whichever is shown now."""
        if self._open.id == opened.id:
            self.refused.emit(text, error)
        else:
            self.drafts[opened.id] = f"{text}\n{self.drafts.get(opened.id, '')}".strip("\n")
            self._bridge.failed.emit(error)

    def _ask(self, opened: OpenChat, stored: list[StoredMessage]) -> None:
        """Take the stored messages into the chat, and ask for the last one's text."""
        opened.messages.update((message.id, message) for message in stored)
        reply = stored[-1]
        opened.leaf = reply.id
        settings = self._preferences.settings
        proceed = bool(reply.content)
        path = path_to(opened.messages, reply.id if proceed else reply.parent)
        request = ChatRequest(
            model=ModelSpec(self._model_path(), settings.n_ctx, settings.n_threads),
            messages=history(path, settings.system_prompt, proceed),
            sampling=settings.sampling or self._suggested(),
            max_tokens=settings.max_tokens,
            continue_reply=proceed,
        )
        self._replies.ask(reply, request)

    def _show(self, opened: OpenChat) -> None:
        self._open, self._wanted = opened, None
        self.opened.emit()
        self._tell_state()
        self._tell_usage()

    # What the replies tell.

    def _on_path(self, message_id: int) -> bool:
        return any(m.id == message_id for m in path_to(self._open.messages, self._open.leaf))

    @Slot(int, str)
    def _on_text_added(self, message_id: int, text: str) -> None:
        if self._on_path(message_id):
            self.text_added.emit(message_id, text)

    @Slot(int, str)
    def _on_status_changed(self, message_id: int, status: str) -> None:
        if self._on_path(message_id):
            self.status_changed.emit(message_id, status)

    @Slot(object)
    def _on_ended(self, message: StoredMessage) -> None:
        if self._wanted is not None and self._wanted.id == message.chat:
            self.open_chat(message.chat)  # It may have been read before the reply ended.
        if message.id in self._open.messages:
            self._open.messages[message.id] = message
            if self._on_path(message.id):
                self.ended.emit(message)
            self._tell_usage()

    @Slot()
    def _tell_state(self) -> None:
        self.state_changed.emit(self.state)

    @Slot()
    def _tell_usage(self) -> None:
        reply, model = self.last_reply(), self._models.model
        if reply is None or reply.stats is None or model is None:
            self.usage_changed.emit(0, 0)
            return
        used = reply.stats.prompt_tokens + reply.stats.completion_tokens
        self.usage_changed.emit(used, self._replies.n_ctx(str(model.path)))


def _reply(chats: Chats, chat: int, parent: int | None, model: str) -> StoredMessage:
    return chats.add(chat, parent, "assistant", "", state="streaming", model=model)


def _turn(
    chats: Chats, chat: int, parent: int | None, text: str, model: str
) -> list[StoredMessage]:
    """The user's message below `parent`, and the reply that is to be written."""
    user = chats.add(chat, parent, "user", text)
    return [user, _reply(chats, chat, user.id, model)]
