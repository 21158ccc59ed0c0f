"""Questions about documents on their way to the model: searched for, kept with what was found, and
put so that the model can answer from it. The passages are in sight before the model reads them.

A question keeps its sources: asking for another version of a reply searches no more. Does not know
which chat is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.bridge import Bridge
from app.chat.measuring import Measuring
from app.chat.open_chat import OpenChat
from app.chat.replies import Replies, Writer
from app.chat.rules import told_of, wants_summary
from app.chat.sourcing import Search, Sourcing
from app.chat.temporaries import Temporaries
from engine.documents.answers.phrases import REFUSAL, REFUSAL_ZH
from engine.documents.answers.summarising import Summariser
from engine.documents.answers.telling import Told, is_chinese
from engine.documents.importer.tokens import estimate
from engine.documents.records import Source, Sources
from engine.documents.search.choosing import Room
from engine.engine import Engine
from engine.errors import ErrorInfo
from engine.hub.library import Model
from engine.messages import ChatRequest, Measured
from engine.overflow import reply_room
from engine.store.records import StoredMessage, path_to

SMALL: Final = 1_200_000_000
"""Bytes of a model that is held to quoting; larger ones do as they are told."""
_RULES: Final = 160  # tokens of what is told with passages
_USUAL_CONTEXT: Final = 8_192
_READ_BYTES: Final = 4e10
"""Bytes of weights that a processor goes through in a second of reading, before it is known."""
_MOST_SCALE: Final = 5.0
PATIENCE_MS: Final = 600
"""How long a question waits for its tokens to be counted."""

Ask = Callable[[str], None]
"""Asks the model at last, with a grammar for the reply or none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its reply, and what is asked of whom. `request` is what would be asked now,
    `ask` asks."""

    opened: OpenChat
    question: StoredMessage
    reply: StoredMessage
    model: Model
    request: ChatRequest
    ask: Ask

    def path(self) -> list[StoredMessage]:
        """The messages down to the question."""
        return path_to(self.opened.messages, self.question.id)


class Questions(QObject):
    """`sourced` comes when the sources of a question were found."""

    sourced = Signal(object)  # StoredMessage

    def __init__(
        self,
        sourcing: Sourcing,
        temporaries: Temporaries,
        replies: Replies,
        bridge: Bridge,
        measuring: Measuring,
        engine: Engine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._sourcing = sourcing
        self._temporaries = temporaries
        self._replies = replies
        self._bridge = bridge
        self._measuring = measuring
        self._engine = engine
        self._uncounted: dict[int, Asked] = {}  # by the number of the reply
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self._stop_counting)
        self._speeds: dict[str, float] = {}  # tokens read in a second, by the file of a model
        replies.finished.connect(self._on_finished)

    def concerns(self, opened: OpenChat, reply: StoredMessage) -> StoredMessage | None:
        """The question of a reply that is to be written from documents; None for another reply, and
        for one that goes on."""
        question = opened.messages.get(reply.parent or 0)
        if reply.content or question is None or question.role != "user":
            return None
        if wants_summary(question):
            return None
        asks = bool(scope_of(opened)) and bool(question.content.strip())
        return question if asks or question.sources is not None else None

    def writer(self, opened: OpenChat, reply: StoredMessage, model: Model) -> Writer | None:
        """Who writes a reply instead of the engine: a summary, whether it begins or goes on."""
        question = opened.messages.get(reply.parent or 0)
        if question is None or question.sources is None or not wants_summary(question):
            return None
        return Summariser(self._engine, question.sources, small=is_held(model.size))

    def begin(self, asked: Asked) -> None:
        """See to it that the reply is written from documents."""
        number = asked.reply.id
        self._replies.expect(
            asked.reply, str(asked.model.path), self.tr("Searching your documents…")
        )
        if asked.question.sources is not None:
            self._lead(asked)
            return
        # How many tokens there are is counted first: a model that knows few characters of a
        # language needs many for them. A model that is not open yet may take its time.
        self._uncounted[number] = asked
        counted = partial(self._on_counted, number)
        self._measuring.ask(f"room of {number}", self, asked.request, counted)
        self._patience.start()

    @Slot()
    def _stop_counting(self) -> None:
        for number in list(self._uncounted):
            self._on_counted(number, None, None)

    def _on_counted(self, number: int, measured: Measured | None, _: ErrorInfo | None) -> None:
        asked = self._uncounted.pop(number, None)
        if not self._uncounted:
            self._patience.stop()
        if asked is None or not self._replies.expects(number):
            return
        *before, question = asked.path()
        search = Search(
            question.content,
            [message.content for message in before if message.role == "user"],
            scope_of(asked.opened),
            self._room(asked, measured),
            partial(self._replies.expects, number),
            partial(self._replies.tell, number),
            partial(self._on_found, asked),
            partial(self._replies.fail, number),
        )
        self._sourcing.find(search)

    def _on_found(self, asked: Asked, sources: Sources) -> None:
        if not self._replies.expects(asked.reply.id):
            return
        question = msgspec.structs.replace(asked.question, sources=sources)
        asked.opened.messages[question.id] = question
        self.sourced.emit(question)
        self._replies.tell(asked.reply.id, self.tr("Starting…"))
        store = self._temporaries.store_of(asked.opened)

        def failed(error: ErrorInfo) -> None:
            self._bridge.failed.emit(error)  # the answer is worth more than its passages
            self._lead(asked)

        kept = store.call(lambda chats: chats.set_sources(question.id, sources))
        self._bridge.deliver(kept, lambda _: self._lead(asked), failed)

    def _lead(self, asked: Asked) -> None:
        """Put the rules together, away from the window: a grammar takes a moment to make. Where no
        passage is about the question, no model has to read that."""
        path = asked.path()
        sources = path[-1].sources
        if sources is not None and not sources.passages:
            chinese = is_chinese(asked.question.content)
            self._replies.settle(asked.reply.id, REFUSAL_ZH if chinese else REFUSAL)
            return
        small = is_held(asked.model.size)

        def put(told: Told | None) -> None:
            if self._replies.expects(asked.reply.id):
                asked.ask(told.grammar if told is not None else "")

        failed = partial(self._replies.fail, asked.reply.id)
        self._bridge.run(lambda: told_of(path, small=small), put, failed)

    def _room(self, asked: Asked, measured: Measured | None) -> Room:
        """The room there is for passages, and how fast they are read here."""
        request, model = asked.request, asked.model
        guessed = round(sum(estimate(message.content) for message in request.messages))
        n_ctx = request.model.n_ctx or min(model.context or _USUAL_CONTEXT, _USUAL_CONTEXT)
        used, scale = guessed, 1.0
        if measured is not None:
            said = sum(s.tokens for s in measured.segments if s.kind != "template")
            n_ctx, used = measured.n_ctx, measured.tokens
            scale = min(max(said / max(guessed, 1), 1.0), _MOST_SCALE)
        usual = _READ_BYTES / model.size if model.size else 0.0
        speed = self._speeds.get(str(model.path), usual)
        used += round(_RULES * scale)
        return Room(n_ctx, used, speed, reply_room(n_ctx, request.max_tokens), scale)

    @Slot(object)
    def _on_finished(self, reply: StoredMessage) -> None:
        if reply.stats is not None and reply.stats.prefill_tokens_per_s > 0:
            self._speeds[reply.model] = reply.stats.prefill_tokens_per_s


def is_held(size: int) -> bool:
    """Whether a model of so many bytes is held to quoting; 0 where it is no file."""
    return 0 < size < SMALL


def scope_of(opened: OpenChat) -> tuple[Source, ...]:
    """What a chat asks."""
    return opened.setup.documents if opened.setup is not None else ()
