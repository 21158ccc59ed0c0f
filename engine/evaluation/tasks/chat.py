"""Answers to be read side by side: nothing is counted but how replies end and how long they are."""

from __future__ import annotations

from collections.abc import Sequence

from engine.evaluation.records import Answer, Scores
from engine.evaluation.tasks.exact import share


def score(answers: Sequence[Answer]) -> Scores:
    """`ended`: the share of replies that the model ended by itself; `characters` of one, on the
    average, and `expected_characters`."""
    count = max(len(answers), 1)
    return Scores(
        task="chat",
        examples=len(answers),
        values={
            "ended": share(answer.ended for answer in answers),
            "characters": sum(len(answer.given) for answer in answers) / count,
            "expected_characters": sum(len(answer.expected) for answer in answers) / count,
        },
    )
