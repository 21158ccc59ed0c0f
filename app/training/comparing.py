"""The same questions answered without an adapter and with it, one after the other.

On an engine of its own, which is there as long as it answers: no chat waits for it. Knows no
widgets.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from app.calls import Calls
from engine.engine import Engine
from engine.errors import ErrorInfo, raised_again
from engine.examples.records import Example
from engine.messages import (
    AdapterUse,
    ChatMessage,
    ChatRequest,
    Failed,
    ModelSpec,
    Sampling,
    Text,
)

MOST: Final = 4  # questions
MAX_TOKENS: Final = 120
_SURE: Final = Sampling(temperature=0.0)  # the same answer each time

State = Literal["idle", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, before the last answer of an example, and what was to be answered."""

    messages: tuple[ChatMessage, ...]
    expected: str

    @property
    def text(self) -> str:
        return self.messages[-1].content if self.messages else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two answers; None while there is none yet."""

    question: Question
    before: str | None = None
    after: str | None = None


class Comparing(QObject):
    """`pairs` grow as answers come. One comparison at a time; another one ends it."""

    changed = Signal()

    def __init__(self, bridge: Bridge, calls: Calls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._calls = calls
        self._cancel = threading.Event()
        self._key: object = None
        self.state: State = "idle"
        self.pairs: Sequence[Pair] = ()
        self.error: ErrorInfo | None = None

    def start(
        self, model: Path, adapter: AdapterUse, questions: Sequence[Question], template: str = ""
    ) -> None:
        """Ask the model at that path. `template` takes the place of its own."""
        self.stop()
        cancel = self._cancel = threading.Event()
        self.state, self.error = "running", None
        self.pairs = tuple(Pair(question) for question in questions[:MOST])
        self.changed.emit()
        tell: Callable[[tuple[int, bool, str]], None] = self._bridge.caller(
            lambda news: self._on_answer(cancel, *news)
        )
        asked = [pair.question for pair in self.pairs]

        def work() -> None:
            answer_all(model, adapter, asked, template, tell, cancel.is_set)

        def done(_: None) -> None:
            self._end(cancel, "done", None)

        self._calls.run(work, done, lambda error: self._end(cancel, "failed", error))

    def stop(self) -> None:
        """Ask no further. What was answered stays."""
        self._cancel.set()
        if self.state == "running":
            self.state = "idle"
            self.changed.emit()

    def clear(self) -> None:
        """Another run is looked at."""
        self.stop()
        self.state, self.pairs, self.error = "idle", (), None
        self.changed.emit()

    def _on_answer(self, cancel: threading.Event, at: int, after: bool, text: str) -> None:
        if cancel is self._cancel and not cancel.is_set():
            pairs = list(self.pairs)
            pair = pairs[at]
            pairs[at] = replace(pair, after=text) if after else replace(pair, before=text)
            self.pairs = tuple(pairs)
            self.changed.emit()

    def _end(self, cancel: threading.Event, state: State, error: ErrorInfo | None) -> None:
        if cancel is self._cancel and not cancel.is_set():
            self.state, self.error = state, error
            self.changed.emit()


def questions_of(examples: Sequence[Example]) -> list[Question]:
    """What examples ask, each once, in their order."""
    found: dict[str, Question] = {}
    for example in examples:
        if len(example.messages) > 1 and example.messages[-1].role == "assistant":
            asked = Question(example.messages[:-1], example.answer)
            found.setdefault(asked.text, asked)
    return list(found.values())


def answer_all(
    model: Path,
    adapter: AdapterUse,
    questions: Sequence[Question],
    template: str,
    tell: Callable[[tuple[int, bool, str]], None],
    cancelled: Callable[[], bool],
) -> None:
    """Ask each question twice; `tell` hears (number, with the adapter, answer). Raises the error
    of the engine for what cannot be answered."""
    with closing(Engine()) as engine:
        for after in (False, True):
            for at, question in enumerate(questions):
                request = ChatRequest(
                    model=ModelSpec(str(model)),
                    messages=question.messages,
                    sampling=_SURE,
                    max_tokens=MAX_TOKENS,
                    adapters=(adapter,) if after else (),
                    template=template,
                )
                answer = _answer(engine, request, cancelled)
                if cancelled():
                    return
                tell((at, after, answer))


def _answer(engine: Engine, request: ChatRequest, cancelled: Callable[[], bool]) -> str:
    parts: list[str] = []
    for event in engine.stream(request):
        if isinstance(event, Text):
            parts.append(event.text)
        elif isinstance(event, Failed):
            raise raised_again(event.error)
        if cancelled():
            break
    return "".join(parts).strip()
