"""The examples of an earlier run: those it learnt, and those it was judged by.

Touches the disk: not for the thread of the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.examples.files import load_examples
from engine.examples.records import Example
from engine.training.holdout import split
from engine.training.records import Train


def rows_of(train: Train) -> tuple[Sequence[Example], Sequence[Example]]:
    """The rows that were kept unseen, and those that were learnt. Raises StorageError, DataError
    where its files were moved or changed since."""
    learnt: Sequence[Example] = load_examples(Path(train.data))
    if train.eval_data:
        return load_examples(Path(train.eval_data)), learnt
    learnt, unseen = split(learnt, train.settings.holdout, train.settings.seed)
    return unseen, learnt
