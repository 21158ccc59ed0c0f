"""How well a model expects a text: perplexity of examples, and what it forgot of all others.

In nats a token, by the scorer process. Tokens and what is learnt of them are those of training.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from engine.errors import DataError, PromptTooLong, TemplateError
from engine.evaluation.records import Judge, Scores
from engine.examples.records import Example
from engine.files import Progress, storage_error
from engine.paths import resources
from engine.scoring import Scorer
from engine.training.rendering import Rendering

LANGUAGES = MappingProxyType({"en": "English", "zh": "Chinese"})
"""Of the texts that have nothing to do with any examples."""


def perplexity(
    judge: Judge, examples: Sequence[Example], scorer: Scorer, progress: Progress
) -> Scores:
    """`loss` of the tokens of all answers, `perplexity` of it, and `tokens`, how many these are.
    Raises PunaError."""
    losses: list[float] = []
    skipped = 0
    model = Path(judge.model)
    with Rendering(model, judge.template) as rendering:
        for done, example in enumerate(examples):
            progress(done, len(examples))
            try:
                rendered = rendering.of(example)
                marks = [at for at, learnt in enumerate(rendered.trained) if learnt and at]
                losses += scorer.losses(model, rendered.tokens, marks, judge.adapters)
            except (PromptTooLong, TemplateError):
                skipped += 1
    if not losses:
        raise DataError(judge.data, "empty", "no row of it could be read with this model")
    values = {**_values(losses), "tokens": float(len(losses))}
    return Scores("perplexity", len(examples) - skipped, values, skipped=skipped)


def forgetting(judge: Judge, scorer: Scorer, progress: Progress) -> Scores:
    """`loss` and `perplexity` on texts that no examples have to do with, all together, and for each
    language `loss_en`, `loss_zh`. An adapter that forgot nothing leaves them as they were."""
    texts = [(language, text) for language in LANGUAGES for text in unrelated(language)]
    losses: dict[str, list[float]] = {language: [] for language in LANGUAGES}
    for done, (language, text) in enumerate(texts):
        progress(done, len(texts))
        losses[language] += scorer.losses_of_text(Path(judge.model), text, judge.adapters)
    values = _values([loss for each in losses.values() for loss in each])
    for language, each in losses.items():
        values[f"loss_{language}"] = _values(each)["loss"]
    return Scores("forgetting", len(texts), values)


def unrelated(language: str) -> list[str]:
    """The texts that ship in a language, each of some sentences. Raises StorageError."""
    path = resources() / "unrelated" / f"{language}.txt"
    try:
        return [part.strip() for part in path.read_text(encoding="utf-8").split("\n\n") if part]
    except OSError as error:
        raise storage_error(path, error) from error


def _values(losses: Sequence[float]) -> dict[str, float]:
    mean = sum(losses) / max(len(losses), 1)
    return {"loss": mean, "perplexity": math.exp(min(mean, 700.0))}
