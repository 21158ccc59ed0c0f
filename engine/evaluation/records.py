"""What is judged, and what comes out. Frozen data, kept as JSON. Knows no metric."""

from __future__ import annotations

from typing import Literal

import msgspec

from engine.errors import ErrorInfo
from engine.messages import AdapterUse

Task = Literal[
    "perplexity", "chat", "exact", "classify", "ner", "translate", "summarize", "forgetting"
]


class Judge(msgspec.Struct, frozen=True):
    """One judgement: of the model at `model` (a path) with adapters, on the examples of `data`, a
    file in any format of `engine.examples`; `forgetting` has its own texts and needs none.

    `template` empty: the model's own; one that an adapter carries comes before it, and where there
    is none at all, a plain one is used. `limit` is the most examples, from the first on, 0 for all.
    `max_tokens` of an answer.
    """

    task: Task
    model: str
    data: str = ""
    adapters: tuple[AdapterUse, ...] = ()
    template: str = ""
    limit: int = 0
    max_tokens: int = 256


class Answer(msgspec.Struct, frozen=True, tag="answer", forbid_unknown_fields=True):
    """One example answered. `ended`: the model ended its turn by itself."""

    row: int
    question: str
    expected: str
    given: str
    ended: bool = True


class Scores(msgspec.Struct, frozen=True):
    """What a task found. `values` by metric (`accuracy`, `macro_f1`, `bleu`, `chrf`, `rougeL`,
    `loss`, `perplexity`, `exact`), shares from 0 to 1, BLEU and chrF from 0 to 100. `by_class`: for
    each label precision, recall, F1 and support. `confusion[i][j]`: label i taken for label j; the
    last column is what was none of them. `skipped` rows could not be read, or were too long."""

    task: Task
    examples: int
    values: dict[str, float]
    by_class: dict[str, tuple[float, float, float, int]] = {}
    labels: tuple[str, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    report: str = ""
    answers: tuple[Answer, ...] = ()
    skipped: int = 0


# Events of a judgement under way; the last is `Scored` or `Failed`.


class Progress(msgspec.Struct, frozen=True, tag="progress", forbid_unknown_fields=True):
    """`done` of `total` examples are answered."""

    done: int
    total: int


class Scored(msgspec.Struct, frozen=True, tag="scored", forbid_unknown_fields=True):
    """It is over."""

    scores: Scores


class Failed(msgspec.Struct, frozen=True, tag="failed", forbid_unknown_fields=True):
    """It could not be judged."""

    error: ErrorInfo


Event = Progress | Answer | Scored | Failed
"""Each `Answer` is told as soon as it is there, and all are in the scores again."""
