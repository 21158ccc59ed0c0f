"""Named entities: whole entities found, with seqeval, in its familiar report. Knows no model.

Answers list entities with their kinds (see `entities_of`); seqeval counts tags of tokens. Each
entity is therefore looked up in the question, and one that is not there stands behind it, so that
an invented entity counts as wrong and a misspelt one as not found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.errors import InvalidInput
from engine.evaluation.libraries import library
from engine.evaluation.records import Answer, Scores
from engine.evaluation.tasks.scripts import words

Entity = tuple[str, str]
"""Kind and text."""

_PART = re.compile(r"[\n;；]+")
_NAMED = re.compile(r"\s*(?:[-*•]\s*)?([^\W\d][\w-]{0,40})\s*[:：=]\s*(.*\S)\s*")
_AVERAGES = ("micro avg", "macro avg", "weighted avg")


def entities_of(answer: str) -> list[Entity]:
    """The entities an answer lists as `KIND: text`, a line each or with semicolons between."""
    found = map(_NAMED.fullmatch, _PART.split(answer))
    return [(match[1].upper(), match[2]) for match in found if match]


def score(answers: Sequence[Answer]) -> Scores:
    """`precision`, `recall` and `f1` of all entities together, `macro_f1` where all kinds count the
    same. An entity is right with its kind and its whole extent. Raises InvalidInput where nothing
    is to be found."""
    if not any(entities_of(answer.expected) for answer in answers):
        raise InvalidInput(
            "task",
            "the expected answers name no entities",
            "Write answers as KIND: text, a line each, or choose another task.",
        )
    metrics = library("seqeval.metrics", "named-entity recognition")
    expected, given = tags_of(answers)
    report = metrics.classification_report(
        expected, given, output_dict=True, zero_division=0, digits=3
    )
    by_class = {
        kind: (
            float(found["precision"]),
            float(found["recall"]),
            float(found["f1-score"]),
            int(found["support"]),
        )
        for kind, found in report.items()
        if kind not in _AVERAGES
    }
    every = report["micro avg"]
    return Scores(
        task="ner",
        examples=len(answers),
        values={
            "precision": float(every["precision"]),
            "recall": float(every["recall"]),
            "f1": float(every["f1-score"]),
            "macro_f1": float(report["macro avg"]["f1-score"]),
        },
        by_class=by_class,
        labels=tuple(by_class),
        report=str(metrics.classification_report(expected, given, zero_division=0, digits=3)),
    )


def tags_of(answers: Sequence[Answer]) -> tuple[list[list[str]], list[list[str]]]:
    """For each answer the tags of its tokens, as expected and as given: B and I of a kind, or O."""
    expected, given = [], []
    for answer in answers:
        tokens = words(answer.question)
        gold, guess = entities_of(answer.expected), entities_of(answer.given)
        marked = _tags(tokens, gold), _tags(tokens, guess)
        for tags, other in (marked, marked[::-1]):
            tags[0].extend(tags[1])
            other[0].extend("O" for _ in tags[1])
            tags[1].clear()
        expected.append(marked[0][0])
        given.append(marked[1][0])
    return expected, given


def _tags(tokens: Sequence[str], entities: Sequence[Entity]) -> tuple[list[str], list[str]]:
    """Tags of the tokens, and one tag for each entity that is not among them."""
    tags, elsewhere = ["O"] * len(tokens), []
    for kind, text in entities:
        wanted = words(text)
        start = _find(tokens, tags, wanted)
        if start is None:
            elsewhere.append(f"B-{kind}")
            continue
        inner = [f"I-{kind}"] * (len(wanted) - 1)
        tags[start : start + len(wanted)] = [f"B-{kind}", *inner]
    return tags, elsewhere


def _find(tokens: Sequence[str], tags: Sequence[str], wanted: Sequence[str]) -> int | None:
    """Where an entity first stands in tokens that are of no other one."""
    size = len(wanted)
    for start in range(len(tokens) - size + 1 if size else 0):
        free = all(tag == "O" for tag in tags[start : start + size])
        if free and list(tokens[start : start + size]) == list(wanted):
            return start
    return None
