"""What a run learns from and is judged by: examples read, made tokens of, and told apart.

Knows no torch; the tokens are those of the chat.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.errors import TemplateError, TrainingError
from engine.examples.files import load_examples
from engine.examples.records import Example
from engine.files import sha256_of
from engine.training.holdout import split
from engine.training.packing import Row
from engine.training.records import Train
from engine.training.rendering import Rendering

_TOLD: Final = 20
"""Examples between two news of how far it is."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Rows to learn and rows to judge by; `dropped` examples were longer than the longest allowed.
    `carried` is the template that has to travel in the adapter, empty where it is the model's."""

    learnt: list[Row]
    held_out: list[Row]
    dropped: int
    sha256: str
    carried: str

    @property
    def tokens(self) -> int:
        return sum(len(row.tokens) for row in self.learnt)

    @property
    def trained_tokens(self) -> int:
        return sum(row.count for row in self.learnt)


def read_corpus(request: Train, progress: Callable[[int, int], None]) -> Corpus:
    """Read what a run was given. `progress` hears examples done and in all, and may raise to end.

    Raises StorageError, DataError, TemplateError naming the row, and TrainingError where nothing
    is left to learn.
    """
    settings = request.settings
    data = Path(request.data)
    examples = list(load_examples(data))
    digest = sha256_of(data)
    if request.eval_data:
        judged = list(load_examples(Path(request.eval_data)))
        digest += sha256_of(Path(request.eval_data))
    else:
        examples, judged = split(examples, settings.holdout, settings.seed)
    with Rendering(Path(request.model), request.template) as rendering:
        counter = _Counter(rendering, settings.max_length, len(examples) + len(judged), progress)
        learnt = counter.rows(examples)
        dropped = counter.dropped
        held_out = counter.rows(judged)
        carried = rendering.carried
    if not any(row.count for row in learnt):
        raise TrainingError(
            "nothing",
            f"none of the {len(examples):,} examples is at most {settings.max_length:,} tokens long"
            if dropped
            else "there is no answer in the examples",
            "Allow longer examples, or shorten them."
            if dropped
            else "Add examples with answers of the assistant.",
        )
    return Corpus(learnt, held_out, dropped, digest, carried)


class _Counter:
    """Makes rows of examples and tells how far it is."""

    def __init__(
        self,
        rendering: Rendering,
        longest: int,
        total: int,
        progress: Callable[[int, int], None],
    ) -> None:
        self._rendering, self._longest = rendering, longest
        self._done, self._total, self._progress = 0, total, progress
        self.dropped = 0

    def rows(self, examples: Iterable[Example]) -> list[Row]:
        """The rows that are short enough and have something to learn."""
        rows = []
        for example in examples:
            if self._done % _TOLD == 0:
                self._progress(self._done, self._total)
            self._done += 1
            row = self._row(example)
            if len(row.tokens) > self._longest:
                self.dropped += 1
            elif row.count:
                rows.append(row)
        return rows

    def _row(self, example: Example) -> Row:
        try:
            rendered = self._rendering.of(example)
        except TemplateError as error:
            reason = f"row {example.row}: {error.values['reason']}"
            raise TemplateError(reason) from error
        return Row(array("i", rendered.tokens), bytes(rendered.trained))
