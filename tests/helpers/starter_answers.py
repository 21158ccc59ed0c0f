"""Answers to the held-out questions of the starter adapter, and which of them are right.

The questions are `resources/starter/held_out.jsonl`; what a right answer has in it and what not
(regular expressions), and the kind and language of each, are `starter_expected.jsonl` beside this
file, a line a question. An answer is right where it ended by itself within MOST tokens, is in the
language of the model answer, has all of `wanted`, and not `unwanted`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from engine.engine import Engine
from engine.messages import (
    AdapterUse,
    ChatMessage,
    ChatRequest,
    Failed,
    Finished,
    ModelSpec,
    Sampling,
    Text,
)
from engine.paths import resources

MOST = 120
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class _Row(msgspec.Struct, frozen=True):
    messages: tuple[ChatMessage, ...]


class Expected(msgspec.Struct, frozen=True):
    """What a right answer is. Each of `wanted` is found in it, none of `unwanted` is."""

    language: str
    kind: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A held-out row: the messages before its answer, the answer written for it, what counts."""

    messages: tuple[ChatMessage, ...]
    answer: str
    expected: Expected

    def right(self, answer: str) -> bool:
        """Whether an answer that ended by itself is right."""
        if bool(_CHINESE.search(self.answer)) != bool(_CHINESE.search(answer)):
            return False
        expected = self.expected
        return all(re.search(e, answer, re.IGNORECASE) for e in expected.wanted) and not any(
            re.search(e, answer, re.IGNORECASE) for e in expected.unwanted
        )


@dataclass(frozen=True)
class Answer:
    """What a model said. `ended`: by itself, not by the limit."""

    question: Question
    text: str
    ended: bool

    @property
    def right(self) -> bool:
        return self.ended and self.question.right(self.text)


def rows(name: str) -> list[tuple[ChatMessage, ...]]:
    """The conversations of a file of `resources/starter`."""
    lines = (resources() / "starter" / name).read_bytes().splitlines()
    return [msgspec.json.decode(line, type=_Row).messages for line in lines]


def questions() -> list[Question]:
    """All held-out questions, English first."""
    lines = Path(__file__).with_name("starter_expected.jsonl").read_bytes().splitlines()
    expected = [msgspec.json.decode(line, type=Expected) for line in lines]
    return [
        Question(messages[:-1], messages[-1].content, marks)
        for messages, marks in zip(rows("held_out.jsonl"), expected, strict=True)
    ]


def answers(
    engine: Engine,
    spec: ModelSpec,
    sampling: Sampling,
    asked: Sequence[Question],
    adapters: tuple[AdapterUse, ...] = (),
    most: int = MOST,
) -> list[Answer]:
    """What a model answers in `most` tokens, taking the likeliest each time."""
    found = []
    coldest = msgspec.structs.replace(sampling, temperature=0.0)
    for question in asked:
        request = ChatRequest(spec, question.messages, coldest, most, adapters=adapters)
        text, ended = [], False
        for event in engine.stream(request):
            if isinstance(event, Text):
                text.append(event.text)
            elif isinstance(event, Failed):
                raise AssertionError(event.error)
            elif isinstance(event, Finished):
                ended = event.reason == "stop"
        found.append(Answer(question, "".join(text).strip(), ended))
    return found
