"""The replies being written, in whichever chat: asks the engine, and follows its events.

Between engine and window sits the recorder, so what is shown is already on its way to disk. Knows
neither which chat is open nor any widget.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

import msgspec
from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from engine.engine import Engine, Job
from engine.errors import ErrorInfo
from engine.messages import (
    ChatRequest,
    Cut,
    Event,
    Failed,
    Finished,
    Loaded,
    Loading,
    Prefill,
    Stats,
    Summarising,
    Text,
)
from engine.store.recorder import Recorder
from engine.store.records import TEMPORARY_IDS, LeftOut, StoredMessage

Sink = Callable[[Event], None]
State = Literal["idle", "loading", "answering", "stopping"]


class Writer(Protocol):
    """Who writes replies, as the engine does."""

    def chat(self, request: ChatRequest, sink: Sink) -> Job:
        """Ask for a reply; `sink` hears what comes of it."""
        ...


@dataclass(slots=True, eq=False)
class Reply:
    """A reply on its way: the stored message it fills, and all its text so far. `sink` takes what
    is written of it; `job` None: what it is written from is still looked for."""

    message: StoredMessage
    model: str  # the file that is asked
    text: str
    status: str
    sink: Sink
    state: State = "loading"
    job: Job | None = None


class Replies(QObject):
    """Every reply from its question to its end."""

    text_added = Signal(int, str)  # id of a message
    status_changed = Signal(int, str)
    cut = Signal(int)  # a reply did not see all of the conversation
    state_changed = Signal()
    finished = Signal(object)  # StoredMessage
    failed = Signal(object)  # StoredMessage with its error

    def __init__(
        self,
        engine: Engine,
        recorder: Recorder,
        temporary: Recorder,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._recorder = recorder
        self._temporary = temporary
        self._bridge = bridge
        self._running: dict[int, Reply] = {}
        self._ended: dict[int, StoredMessage] = {}  # the store may not have all of them yet
        self._thinks: dict[str, bool] = {}

    @property
    def engine(self) -> Engine:
        """Who writes replies where nobody else does."""
        return self._engine

    def expect(self, message: StoredMessage, model: str, status: str) -> None:
        """`message` is to be filled by `model` once what it is written from is found."""
        self._begin(message, model, status)
        self.state_changed.emit()

    def ask(
        self, message: StoredMessage, request: ChatRequest, writer: Writer | None = None
    ) -> None:
        """Have `message` filled, after the text it already has; by the engine, or by `writer`."""
        others = any(other.job is not None for other in self._running.values())
        status = self.tr("Waiting for another reply to end…") if others else self.tr("Starting…")
        reply = self._running.get(message.id)
        if reply is None:
            reply = self._begin(message, request.model.path, status)
        else:
            self._tell(reply, status)
        reply.job = (writer or self._engine).chat(request, reply.sink)
        self.state_changed.emit()

    def _begin(self, message: StoredMessage, model: str, status: str) -> Reply:
        recorder = self.recorder(message.id)
        sink = self._bridge.sink(lambda event: self._on_event(reply, event))
        sink = recorder.record(message.id, sink, start=message.content, cut=message.cut)
        reply = Reply(message, model, message.content, status, sink)
        self._running[message.id] = reply
        self._ended.pop(message.id, None)
        return reply

    def expects(self, message_id: int) -> bool:
        """Whether a reply waits for what it is written from, and was not stopped."""
        reply = self._running.get(message_id)
        return reply is not None and reply.job is None and reply.state != "stopping"

    def tell(self, message_id: int, status: str) -> None:
        """Say what a reply that is expected waits for."""
        if self.expects(message_id) and self._running[message_id].status != status:
            self._tell(self._running[message_id], status)

    def settle(self, message_id: int, text: str) -> None:
        """A reply that is expected is this text, and no model is asked."""
        if self.expects(message_id):
            sink = self._running[message_id].sink
            sink(Text(0, text))
            sink(Finished(0, "stop", Stats()))

    def fail(self, message_id: int, error: ErrorInfo) -> None:
        """What a reply should be written from was not found."""
        if self.expects(message_id):
            self._running[message_id].sink(Failed(0, error))

    def recorder(self, message_id: int) -> Recorder:
        """Who writes that message into its store."""
        return self._temporary if message_id >= TEMPORARY_IDS else self._recorder

    @property
    def busy(self) -> bool:
        """Whether something of a reply is still to be written into the file."""
        return self._recorder.busy or any(number < TEMPORARY_IDS for number in self._running)

    def of_chat(self, chat_id: int | None) -> list[Reply]:
        """The replies on their way in that chat."""
        return [r for r in self._running.values() if r.message.chat == chat_id]

    def live(self, message: StoredMessage) -> StoredMessage:
        """`message` with its text so far, where it is being written; and as it ended, where the
        store could not take that yet."""
        reply = self._running.get(message.id)
        if reply is None:
            late = message.state == "streaming"
            return self._ended.get(message.id, message) if late else message
        return msgspec.structs.replace(message, content=reply.text, state="streaming")

    def thinks(self, path: str) -> bool | None:
        """Whether a model can be told to think or not; None where it was not opened yet."""
        return self._thinks.get(path)

    def stop(self, chat_id: int | None) -> None:
        """End the replies of a chat as soon as possible."""
        replies = self.of_chat(chat_id)
        for reply in replies:
            if reply.state != "stopping":
                reply.state = "stopping"
                _cancel(reply)
                self._tell(reply, self.tr("Stopping…"))
        if replies:
            self.state_changed.emit()

    def close(self) -> None:
        """Cancel every reply; the recorder keeps what they said."""
        for reply in self._running.values():
            _cancel(reply)

    def _on_event(self, reply: Reply, event: Event) -> None:
        match event:
            case Loading(progress=progress):
                percent = round(100 * progress)
                self._tell(reply, self.tr("Opening the model… {n} %").format(n=percent))
            case Loaded(model=model):
                self._thinks[reply.model] = model.thinking
                if reply.state == "loading":  # else the context has grown for this reply
                    self._tell(reply, self.tr("Reading the conversation…"))
            case Summarising(done=done, total=total) if total:
                percent = round(100 * done / total)
                self._tell(reply, self.tr("Summarising the oldest turns… {n} %").format(n=percent))
            case Cut(count=count, summary=summary):
                cut = (reply.message.cut or LeftOut(0)).then(count, summary)
                reply.message = msgspec.structs.replace(reply.message, cut=cut)
                self.cut.emit(reply.message.id)
            case Prefill(done=done, total=total) if total:
                percent = round(100 * done / total)
                self._tell(reply, self.tr("Reading the conversation… {n} %").format(n=percent))
            case Text(text=text):
                reply.text += text
                self.text_added.emit(reply.message.id, text)
                if reply.state == "loading":
                    reply.state = "answering"
                    self._tell(reply, "")
                    self.state_changed.emit()
            case Finished(reason=reason, stats=stats, receipt=receipt):
                self._end(
                    reply, state="done", reason=reason, stats=stats, receipt=receipt, error=None
                )
            case Failed(error=error):
                self._end(reply, state="failed", reason=None, stats=None, error=error)

    def _tell(self, reply: Reply, status: str) -> None:
        # Stopping stays on the screen until the reply has ended.
        if reply.state == "stopping" and reply.status == self.tr("Stopping…"):
            return
        reply.status = status
        self.status_changed.emit(reply.message.id, status)

    def _end(self, reply: Reply, **ended: object) -> None:
        del self._running[reply.message.id]
        message = msgspec.structs.replace(reply.message, content=reply.text, **ended)
        self._ended = {
            number: old
            for number, old in self._ended.items()
            if self.recorder(number).holds(number)
        }
        self._ended[message.id] = message
        (self.failed if message.error else self.finished).emit(message)
        self.state_changed.emit()


def _cancel(reply: Reply) -> None:
    """End a reply; one that was not asked for yet ends at once."""
    if reply.job is not None:
        reply.job.cancel()
    else:
        reply.sink(Finished(0, "cancelled", Stats()))
