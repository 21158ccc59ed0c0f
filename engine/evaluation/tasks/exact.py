"""Exact match: answers that are what was expected, to the letter or nearly. Knows no model."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from engine.evaluation.records import Answer, Scores


def score(answers: Sequence[Answer]) -> Scores:
    """Shares of answers: `exact` the same text but for white space, `loose` also but for case and
    punctuation, `contained` with the expected text in them, `ended` by the model itself."""
    return Scores(
        task="exact",
        examples=len(answers),
        values={
            "exact": share(_folded(a.given) == _folded(a.expected) for a in answers),
            "loose": share(loosened(a.given) == loosened(a.expected) for a in answers),
            "contained": share(_contains(a.given, a.expected) for a in answers),
            "ended": share(a.ended for a in answers),
        },
    )


def share(found: Iterable[bool]) -> float:
    """The share of true ones; 0 of none."""
    values = list(found)
    return sum(values) / len(values) if values else 0.0


def loosened(text: str) -> str:
    """A text without case, punctuation, and differences of width and white space."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = (" " if unicodedata.category(sign)[0] in "PZC" else sign for sign in plain)
    return " ".join("".join(kept).split())


def _folded(text: str) -> str:
    return " ".join(text.split())


def _contains(given: str, expected: str) -> bool:
    wanted = loosened(expected)
    spaced = f" {loosened(given)} "
    # words are whole words, where a script has any
    return bool(wanted) and (f" {wanted} " in spaced or (not wanted.isascii() and wanted in spaced))
