"""Classification: one of some labels for each example, which a grammar holds the model to.

With scikit-learn: accuracy, precision, recall and F1 of each class, confusion. Knows no model.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import DataError
from engine.evaluation.libraries import library
from engine.evaluation.records import Answer, Scores

MOST_LABELS = 100
_LONGEST = 100
"""Characters of a label: what is longer is an answer, not a class."""
_NONE = "(none)"


def labels_of(expected: Sequence[str], path: str) -> tuple[str, ...]:
    """The classes that some answers name, in order. Raises DataError where they name none."""
    labels = tuple(sorted({answer.strip() for answer in expected} - {""}))
    advice = "Choose another task, or examples whose answers are the names of classes."
    if len(labels) < 2:
        reason = "all answers are the same; to tell classes apart there must be two at least"
        raise DataError(path, "labels", reason, advice)
    if len(labels) > MOST_LABELS:
        reason = (
            f"there are {len(labels):,} different answers; at most {MOST_LABELS} can be classes"
        )
        raise DataError(path, "labels", reason, advice)
    if max(map(len, labels)) > _LONGEST:
        reason = f"some answers are longer than {_LONGEST} characters, so they are no classes"
        raise DataError(path, "labels", reason, advice)
    return labels


def grammar_of(labels: Sequence[str]) -> str:
    """A grammar (GBNF) of the labels, with or without a space in front as templates want it."""
    return f'root ::= " "? ({" | ".join(map(_quoted, labels))})'


def score(answers: Sequence[Answer], labels: Sequence[str]) -> Scores:
    """`accuracy`; `macro_precision`, `macro_recall` and `macro_f1`, where all classes count the
    same; `weighted_f1`, where they count as often as they are expected."""
    metrics = library("sklearn.metrics", "classification")
    expected = [answer.expected.strip() for answer in answers]
    given = [_label(answer.given, labels) for answer in answers]
    every = list(labels)
    common = {"labels": every, "zero_division": 0.0}
    by_class = metrics.precision_recall_fscore_support(expected, given, **common)
    macro = metrics.precision_recall_fscore_support(expected, given, average="macro", **common)
    weighted = metrics.precision_recall_fscore_support(
        expected, given, average="weighted", **common
    )
    confusion = metrics.confusion_matrix(expected, given, labels=[*every, _NONE])
    return Scores(
        task="classify",
        examples=len(answers),
        values={
            "accuracy": float(metrics.accuracy_score(expected, given)),
            "macro_precision": float(macro[0]),
            "macro_recall": float(macro[1]),
            "macro_f1": float(macro[2]),
            "weighted_f1": float(weighted[2]),
        },
        by_class={
            label: (float(p), float(r), float(f1), int(support))
            for label, p, r, f1, support in zip(every, *by_class, strict=True)
        },
        labels=tuple(every),
        confusion=tuple(tuple(int(n) for n in row) for row in confusion[: len(every)]),
        report=str(metrics.classification_report(expected, given, digits=3, **common)),
    )


def _label(given: str, labels: Sequence[str]) -> str:
    return given.strip() if given.strip() in labels else _NONE


def _quoted(label: str) -> str:
    signs = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(signs.get(sign, sign) for sign in label) + '"'
