"""One judgement from its examples to its scores, in its own process. Knows no metric by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from engine.errors import DataError
from engine.evaluation.answers import Answers
from engine.evaluation.base import template_of
from engine.evaluation.records import Answer, Event, Judge, Progress, Scores
from engine.evaluation.tasks import chat, classify, exact, ner, summarize, translate
from engine.evaluation.tasks.losses import forgetting, perplexity
from engine.examples.reading import read_examples
from engine.examples.records import DataSet, Example, Table
from engine.scoring import Scorer

_OF_ANSWERS: dict[str, Callable[[Sequence[Answer]], Scores]] = {
    "chat": chat.score,
    "exact": exact.score,
    "ner": ner.score,
    "translate": translate.score,
    "summarize": summarize.score,
}


def judged(judge: Judge, tell: Callable[[Event], None]) -> Scores:
    """Judge, telling progress and answers. Raises PunaError."""
    judge = msgspec.structs.replace(judge, template=template_of(judge))

    def progress(done: int, total: int) -> None:
        tell(Progress(done, total))

    if judge.task == "forgetting":
        with Scorer(in_background=True) as scorer:
            return forgetting(judge, scorer, progress)
    examples, faulty = examples_of(judge)
    if judge.task == "perplexity":
        with Scorer(in_background=True) as scorer:
            scores = perplexity(judge, examples, scorer, progress)
    else:
        scores = _of_answers(judge, examples, tell)
    return msgspec.structs.replace(scores, skipped=scores.skipped + faulty)


def examples_of(judge: Judge) -> tuple[tuple[Example, ...], int]:
    """The examples of a judgement, and how many rows of their file could not be used. Raises
    StorageError, DataError."""
    path = Path(judge.data)
    found = read_examples(path)
    if isinstance(found, Table):
        if found.guess is None:
            names = ", ".join(found.columns)
            reason = f"its columns ({names}) do not say which is the question and which the answer"
            advice = "Call them question and answer, then try again."
            raise DataError(str(path), "columns", reason, advice)
        found = read_examples(path, found.guess)
    assert isinstance(found, DataSet)
    examples = found.examples
    if judge.task != "perplexity":  # what does not end with a question cannot be answered
        examples = tuple(filter(_asks, examples))
    skipped = len(found.faults) + len(found.examples) - len(examples)
    if not examples:
        raise DataError(str(path), "empty", "there is no example in it that can be judged")
    return examples[: judge.limit or None], skipped


def _asks(example: Example) -> bool:
    roles = [message.role for message in example.messages[-2:]]
    return roles == ["user", "assistant"]


def _of_answers(judge: Judge, examples: Sequence[Example], tell: Callable[[Event], None]) -> Scores:
    labels: tuple[str, ...] = ()
    if judge.task == "classify":
        labels = classify.labels_of([example.answer for example in examples], judge.data)
    found: list[Answer] = []
    with Answers(judge) as answers:
        tell(Progress(0, len(examples)))
        for answer in answers.of(examples, tell, classify.grammar_of(labels) if labels else ""):
            found.append(answer)
            tell(Progress(len(found) + answers.too_long, len(examples)))
        skipped = answers.too_long
    if not found:
        raise DataError(judge.data, "too_long", "none of its rows has room in this model")
    score = _OF_ANSWERS.get(judge.task)
    scores = score(found) if score else classify.score(found, labels)
    return msgspec.structs.replace(scores, skipped=skipped)
