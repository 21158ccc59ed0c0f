"""Translation: BLEU and chrF of sacrebleu, whose signatures say how they were computed."""

from __future__ import annotations

from collections.abc import Sequence

from engine.evaluation.libraries import library
from engine.evaluation.records import Answer, Scores
from engine.evaluation.tasks.scripts import is_chinese


def score(answers: Sequence[Answer]) -> Scores:
    """`bleu` and `chrf`, from 0 to 100, over all answers together. Chinese is cut into characters,
    as its BLEU is usually computed."""
    metrics = library("sacrebleu.metrics", "translation")
    given = [answer.given.strip() for answer in answers]
    expected = [answer.expected.strip() for answer in answers]
    bleu = metrics.BLEU(tokenize="zh" if is_chinese(expected) else "13a")
    chrf = metrics.CHRF()
    found = bleu.corpus_score(given, [expected]), chrf.corpus_score(given, [expected])
    report = "\n".join(
        f"{each}\n{metric.get_signature()}"
        for each, metric in zip(found, (bleu, chrf), strict=True)
    )
    values = {"bleu": float(found[0].score), "chrf": float(found[1].score)}
    return Scores(task="translate", examples=len(answers), values=values, report=report + "\n")
