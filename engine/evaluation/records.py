"""What is judged, and what comes out. Frozen data, kept as JSON. Knows no metric."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.messages import AdapterUse

Task = Literal[
    "perplexity", "chat", "exact", "classify", "ner", "translate", "summarize", "forgetting"
]


class Judge(msgspec.Struct, frozen=True):
    """One judgement: of the model at `model` (a path) with adapters, on the examples of `data`.
    `template` empty: the model's own, or that of the adapter."""

    task: Task
    model: str
    data: str
    adapters: tuple[AdapterUse, ...] = ()
    template: str = ""
    limit: int = 0
    max_tokens: int = 256


class Answer(msgspec.Struct, frozen=True):
    """One example answered."""

    row: int
    question: str
    expected: str
    given: str


class Scores(msgspec.Struct, frozen=True):
    """What a task found. `values` by metric (`accuracy`, `macro_f1`, `bleu`, `chrf`, `rougeL`,
    `loss`, `perplexity`, `exact`), shares from 0 to 1, BLEU and chrF from 0 to 100. `by_class`: for
    each label precision, recall, F1 and support. `confusion[i][j]`: label i taken for label j; the
    last column is what was none of them."""

    task: Task
    examples: int
    values: dict[str, float]
    by_class: dict[str, tuple[float, float, float, int]] = {}
    labels: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    report: str = ""
    answers: tuple[Answer, ...] = ()
