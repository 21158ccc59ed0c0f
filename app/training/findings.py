"""Looks through examples: sums, repetitions, what is private, and what they are better used for.

For another thread than that of the window. Knows no Qt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.text import one_line
from app.training.draft import is_blank
from engine.examples.duplicates import duplicates
from engine.examples.hints import looks_like_facts
from engine.examples.privacy import Mark, find_private
from engine.examples.records import Example
from engine.files import Cancelled, Progress, Stopped

_LOOK_EVERY: Final = 256  # examples between two looks whether it is still wanted
_SAMPLES: Final = 3  # of each kind
_AROUND: Final = 34  # characters on either side


class Sample(NamedTuple):
    """A private thing where it stands."""

    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Findings:
    """`blank` are numbers from 0, `duplicates` pairs of numbers from 1. `private`: how often each
    kind was found, and `samples` of each."""

    answers: int = 0
    characters: int = 0
    blank: tuple[int, ...] = ()
    duplicates: tuple[tuple[int, int], ...] = ()
    private: Mapping[str, int] = field(default_factory=dict)
    samples: Mapping[str, Sequence[Sample]] = field(default_factory=dict)
    facts: bool = False

    @property
    def problems(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.blank or self.duplicates or self.private or self.facts)


class Inspector:
    """Looks through all examples again and again, and into each of them once. For one thread."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Example, Sequence[tuple[str, Sample]]]] = {}

    def look(
        self, examples: Sequence[Example], progress: Progress, cancelled: Cancelled
    ) -> Findings:
        """What is found. Raises `Stopped` where it is not wanted any more."""
        known: dict[int, tuple[Example, Sequence[tuple[str, Sample]]]] = {}
        counts: Counter[str] = Counter()
        samples: dict[str, list[Sample]] = {}
        answers, characters, blank = 0, 0, []
        for number, example in enumerate(examples):
            if number % _LOOK_EVERY == 0:
                progress(number, len(examples))
                if cancelled():
                    raise Stopped
            if is_blank(example):
                blank.append(number)
            characters += sum(len(message.content) for message in example.messages)
            answers += sum(message.role == "assistant" for message in example.messages)
            # The one that is kept beside its id keeps the id from being given to another.
            known[id(example)] = before = self._known.get(id(example)) or (example, _in(example))
            for kind, sample in before[1]:
                counts[kind] += 1
                shown = samples.setdefault(kind, [])
                if len(shown) < _SAMPLES and sample.found not in {one.found for one in shown}:
                    shown.append(sample)
        self._known = known
        numbered = [Example(one.messages, at) for at, one in enumerate(examples, start=1)]
        return Findings(
            answers=answers,
            characters=characters,
            blank=tuple(blank),
            duplicates=duplicates(numbered),
            private=dict(counts.most_common()),
            samples=samples,
            facts=looks_like_facts(examples),
        )


def _in(example: Example) -> Sequence[tuple[str, Sample]]:
    """What is private in an example, by its kind."""
    return [
        (mark.kind, _sample(message.content, mark))
        for message in example.messages
        for mark in find_private(message.content)
    ]


def _sample(text: str, mark: Mark) -> Sample:
    start, end = max(0, mark.start - _AROUND), mark.end + _AROUND
    before = one_line(text[start : mark.start] + "|")[:-1]
    after = one_line("|" + text[mark.end : end])[1:]
    return Sample(
        f"…{before}" if start else before,
        text[mark.start : mark.end],
        f"{after}…" if end < len(text) else after,
    )
