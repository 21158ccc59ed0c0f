"""How much there is to learn, in what can be counted without a model. Knows no tokens."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

import msgspec

from engine.examples.records import Example


class Statistics(msgspec.Struct, frozen=True):
    """`turns` are questions with an answer, `texts` examples without a question. Characters: of all
    messages, of the answers, and of a middle and the longest example."""

    examples: int = 0
    turns: int = 0
    texts: int = 0
    characters: int = 0
    answers: int = 0
    median: int = 0
    longest: int = 0


def statistics_of(examples: Sequence[Example]) -> Statistics:
    lengths = [sum(len(m.content) for m in example.messages) for example in examples]
    if not lengths:
        return Statistics()
    replies = [m for example in examples for m in example.messages if m.role == "assistant"]
    texts = sum(example.is_text for example in examples)
    return Statistics(
        examples=len(examples),
        turns=len(replies) - texts,
        texts=texts,
        characters=sum(lengths),
        answers=sum(len(reply.content) for reply in replies),
        median=round(statistics.median(lengths)),
        longest=max(lengths),
    )
