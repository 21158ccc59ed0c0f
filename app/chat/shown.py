"""The chat on the screen: which one it is, what of it is seen, and what replies tell of it.

A reply goes on when another chat is opened, and coming back shows it live. Knows no widgets; what a
person does to the chat is in `app.chat.session`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.chat.drafts import Drafts
from app.chat.open_chat import NEW, OpenChat, Versions, read_chat
from app.chat.replies import Replies, State
from app.chat.temporaries import Temporaries
from app.model_choice import ModelChoice
from app.store_watch import StoreWatch
from engine.assistants import Assistant, Setup
from engine.errors import ErrorInfo
from engine.store.chats import Chats
from engine.store.records import TEMPORARY_IDS, Attachment, StoredMessage, siblings
from engine.store.store import Store


class ShownChat(QObject):
    """The conversation as the window sees it. All its methods are called on the GUI thread."""

    opened = Signal()  # another path is shown: see `path` and `versions`
    text_added = Signal(int, str)
    status_changed = Signal(int, str)
    ended = Signal(object)  # StoredMessage of a reply that finished or failed
    state_changed = Signal(str)
    cut = Signal()  # something of the path is no longer seen by the model
    setup_changed = Signal()
    reveal = Signal(int)  # a message of the path that is to be seen
    list_changed = Signal()  # a chat was begun, answered, kept or left: lists are to be read again
    kept = Signal()  # the chat that was asked for cannot be opened: the one before stays

    def __init__(
        self,
        store: Store,
        temporary: Store,
        replies: Replies,
        bridge: Bridge,
        models: ModelChoice,
        watch: StoreWatch,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._replies = replies
        self._bridge = bridge
        self._models = models
        self._watch = watch
        self._open = OpenChat()
        self._wanted: OpenChat | None = None  # what is being read, to be opened next
        self.drafts = Drafts(store, bridge, self)
        self.temporaries = Temporaries(store, temporary, replies, bridge, self)
        self.temporaries.changed.connect(self._tell_state)
        replies.text_added.connect(self._on_text_added)
        replies.status_changed.connect(self._on_status_changed)
        replies.finished.connect(self._on_ended)
        replies.failed.connect(self._on_ended)
        replies.state_changed.connect(self._tell_state)
        replies.cut.connect(self._on_cut)
        watch.returned.connect(self._on_returned)

    def start(self) -> None:
        """Bring back what was typed for a new chat and not sent."""

        def show(text: str) -> None:
            self.drafts.load(NEW, text)
            if text and self._open.draft_key == NEW:
                self.opened.emit()

        if self._watch.readable:
            self._bridge.deliver(self._store.call(lambda chats: chats.new_draft.text()), show)

    # What is shown.

    @property
    def chat_id(self) -> int | None:
        """The open chat; None for a new one."""
        return self._open.id

    @property
    def temporary(self) -> bool:
        """Whether the open chat is, or will be, in memory only."""
        return self._open.temporary

    @property
    def setup(self) -> Setup | None:
        """What answers the open chat, and how; None: as the settings say."""
        return self._open.setup

    @property
    def assistant(self) -> str:
        """The name of the assistant that the open chat was begun with, or empty."""
        return self._open.assistant

    @property
    def state(self) -> State:
        """What the open chat is doing."""
        if self._open.storing:
            return "stopping" if self._open.stopped else "loading"
        if self._open.id is None:
            return "idle"
        if self.temporaries.moving(self._open.id):
            return "loading"
        running = self._replies.of_chat(self._open.id)
        return running[0].state if running else "idle"

    def path(self) -> list[StoredMessage]:
        """The shown messages, oldest first; a reply being written with its text so far."""
        return [self._replies.live(message) for message in self._open.path()]

    def still_open(self) -> Callable[[], bool]:
        """Tells later whether the chat that is open now still is, whatever number it has then."""
        opened = self._open

        def still() -> bool:
            return self._open is opened or (opened.id is not None and self._open.id == opened.id)

        return still

    def message(self, message_id: int) -> StoredMessage | None:
        """A message of the open chat; one being written without what came last."""
        return self._open.messages.get(message_id)

    def versions(self) -> Versions:
        """For each message of the path its place among its versions, from 1, and their number."""
        return self._open.versions()

    def statuses(self) -> dict[int, str]:
        """The status line of each reply being written in the open chat."""
        return {reply.message.id: reply.status for reply in self._replies.of_chat(self._open.id)}

    def last_reply(self) -> StoredMessage | None:
        """The last reply of the path, if there is one."""
        return next((m for m in reversed(self.path()) if m.role == "assistant"), None)

    def draft(self) -> str:
        """What is typed for the open chat and not sent."""
        return self.drafts.text(self._open.draft_key)

    def set_draft(self, text: str) -> None:
        """Note what is typed now; it is saved by itself."""
        self.drafts.change(self._open.draft_key, text)

    def files(self) -> tuple[Attachment, ...]:
        """What is attached to the message that is being typed."""
        return self.drafts.files(self._open.draft_key)

    def set_files(self, files: tuple[Attachment, ...]) -> None:
        """Note what is attached now."""
        self.drafts.attach(self._open.draft_key, files)

    # Which chat is open.

    @Slot()
    def new_chat(self, assistant: Assistant | None = None) -> None:
        """Show an empty chat, stored with its first message; with the setup of `assistant`."""
        self._begin(assistant, temporary=False)

    def new_temporary(self, assistant: Assistant | None = None) -> None:
        """Show an empty chat of which nothing is ever written to disk."""
        self._begin(assistant, temporary=True)

    def _begin(self, assistant: Assistant | None, *, temporary: bool) -> None:
        opened = OpenChat(temporary=temporary)
        if assistant is not None:
            opened.setup, opened.assistant = assistant.setup, assistant.name
        self._show(opened)

    @Slot(bool)
    def set_temporary(self, temporary: bool) -> None:
        """Let the new chat be temporary, or not. One that was begun stays what it is."""
        opened = self._open
        if opened.id is None and not opened.storing and temporary != opened.temporary:
            key = opened.draft_key
            opened.temporary = temporary
            self.drafts.move(key, opened.draft_key)
            self.opened.emit()

    @Slot(int)
    @Slot(int, int)
    def open_chat(self, chat_id: int, message_id: int = 0) -> None:
        """Show a stored chat, on the path its reader looked at last, or on one through a message
        that is to be seen."""
        if chat_id == self._open.id:
            self._wanted = None
            if not self._open.storing and self._turn(self._open, message_id):
                self.opened.emit()
            self._reveal(message_id)
            return
        wanted = self._wanted = OpenChat(chat_id, temporary=chat_id >= TEMPORARY_IDS)

        def show(found: OpenChat) -> None:
            if self._wanted is wanted:  # Nothing else was opened meanwhile.
                self._turn(found, message_id)
                self._show(found)
                self._reveal(message_id)

        def failed(error: ErrorInfo) -> None:
            if self._wanted is wanted:
                self._wanted = None
                self.kept.emit()
            self._bridge.failed.emit(error)

        future = self.temporaries.store_of(wanted).call(lambda chats: read_chat(chats, chat_id))
        self._bridge.deliver(future, show, failed)

    @Slot()
    def reload(self) -> None:
        """Read again what is shown: the file is another one, or can be read again."""
        shown = self._open
        self.list_changed.emit()
        if shown.id is None or shown.temporary:
            return
        number = shown.id

        def show(found: OpenChat) -> None:
            if self._open is shown:
                self._show(found)

        def gone(_: ErrorInfo) -> None:
            if self._open is shown:
                self.new_chat()

        self._bridge.deliver(self._store.call(lambda chats: read_chat(chats, number)), show, gone)

    @Slot(int, int)
    def step_version(self, message_id: int, step: int) -> None:
        """Show the version of a message `step` places on, and what followed it."""
        message = self._open.messages.get(message_id)
        if message is None or self._open.storing:
            return
        versions = siblings(self._open.messages, message)
        index = versions.index(message) + step
        if 0 <= index < len(versions) and self._turn(self._open, versions[index].id):
            self.opened.emit()

    # How it is done.

    def _turn(self, opened: OpenChat, message_id: int) -> bool:
        """Show a path through that message. False where it is shown already, or is not there."""
        if not opened.turn_to(message_id):
            return False
        self._save(opened, lambda chats, chat: chats.set_leaf(chat, opened.leaf or 0))
        return True

    def _reveal(self, message_id: int) -> None:
        if self._open.shows(message_id):
            self.reveal.emit(message_id)

    def _save(self, opened: OpenChat, write: Callable[[Chats, int], None]) -> None:
        """Keep what is not worth a copy in memory: where it cannot be written, it lasts as long
        as the chat is open."""
        chat = opened.id
        if chat is not None and (opened.temporary or self._watch.writable):
            store = self.temporaries.store_of(opened)
            self._bridge.deliver(store.call(lambda chats: write(chats, chat)))

    def _show(self, opened: OpenChat) -> None:
        # It may have been read before a reply in it ended.
        live = {number: self._replies.live(m) for number, m in opened.messages.items()}
        opened.messages = live
        self.drafts.load(opened.draft_key, opened.draft)
        if opened.temporary and opened.id is not None:
            self.temporaries.note(opened.id)
        self._open, self._wanted = opened, None
        self._models.use(own_model(opened))
        self.opened.emit()
        self.setup_changed.emit()
        self._tell_state()

    # What the store and the replies tell.

    @Slot()
    def _on_returned(self) -> None:
        """The store can be written again, or read at all."""
        self.drafts.flush()
        self.reload()

    @Slot(int, str)
    def _on_text_added(self, message_id: int, text: str) -> None:
        if self._open.shows(message_id):
            self.text_added.emit(message_id, text)

    @Slot(int, str)
    def _on_status_changed(self, message_id: int, status: str) -> None:
        if self._open.shows(message_id):
            self.status_changed.emit(message_id, status)

    @Slot(object)
    def _on_ended(self, message: StoredMessage) -> None:
        if message.id in self._open.messages:
            self._open.messages[message.id] = message
            if self._open.shows(message.id):
                self.ended.emit(message)

    @Slot()
    def _tell_state(self) -> None:
        self.state_changed.emit(self.state)

    @Slot(int)
    def _on_cut(self, message_id: int) -> None:
        if self._open.shows(message_id):
            self.cut.emit()


def own_model(opened: OpenChat) -> str:
    return opened.setup.model if opened.setup is not None else ""
