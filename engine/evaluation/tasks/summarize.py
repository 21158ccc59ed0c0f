"""Summaries: ROUGE of rouge-score, with words that see Chinese characters, too."""

from __future__ import annotations

from collections.abc import Sequence

from engine.evaluation.libraries import library
from engine.evaluation.records import Answer, Scores
from engine.evaluation.tasks.scripts import plain_words

_KINDS = ("rouge1", "rouge2", "rougeL")


class _Words:
    """What rouge-score takes for a tokenizer; its own drops all that is not ASCII."""

    def tokenize(self, text: str) -> list[str]:
        return plain_words(text)


def score(answers: Sequence[Answer]) -> Scores:
    """`rouge1`, `rouge2` and `rougeL`: F1 of single words, pairs, and the longest common sequence,
    on the average of all answers; `length`, that of answers by that of what was expected."""
    scorer = library("rouge_score.rouge_scorer", "summarisation").RougeScorer(
        list(_KINDS), tokenizer=_Words()
    )
    totals = dict.fromkeys(_KINDS, 0.0)
    for answer in answers:
        for kind, found in scorer.score(answer.expected, answer.given).items():
            totals[kind] += float(found.fmeasure)
    count = max(len(answers), 1)
    expected = sum(len(plain_words(answer.expected)) for answer in answers)
    given = sum(len(plain_words(answer.given)) for answer in answers)
    values = {kind: total / count for kind, total in totals.items()}
    values["length"] = given / max(expected, 1)
    return Scores(task="summarize", examples=len(answers), values=values)
