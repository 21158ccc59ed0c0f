"""A document in sections that a model reads one at a time: what stands under one heading together,
no more than it reads at once. Knows no model.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from engine.documents.records import Hit, Passage, Ranks, Sources

TOKENS: Final = 900
"""Of a section at most, where no passage has more: what any context has room for."""
_LEAST: Final = 150
"""Of a section; what is smaller is read with what follows."""


@dataclass(frozen=True, slots=True)
class Section:
    """Passages that follow each other. `title` is the heading they stand under, of the first."""

    title: str
    passages: tuple[Passage, ...]


def whole(hits: Iterable[Hit]) -> Sources:
    """All chunks of a document, in order, as what a summary of it is written from."""
    told = (msgspec.structs.replace(hit, ranks=Ranks(whole=True)) for hit in hits)
    passages = tuple(Passage.of(hit, number) for number, hit in enumerate(told, 1))
    return Sources("whole", passages)


def sections(passages: Sequence[Passage]) -> list[Section]:
    """The sections of a document, in order; the same ones for the same passages."""
    made: list[Section] = []
    size = 0
    for passage in passages:
        tokens = _tokens(passage)
        title = passage.heading[0] if passage.heading else ""
        last = made[-1] if made else None
        top = last.passages[0].heading[:1] if last else ()
        begins = (passage.heading[:1] != top and size >= _LEAST) or size + tokens > TOKENS
        if last is None or begins:
            made.append(Section(title or passage.title, (passage,)))
            size = tokens
        else:
            made[-1] = Section(last.title, (*last.passages, passage))
            size += tokens
    return made


def _tokens(passage: Passage) -> int:
    """About how many tokens a passage has: a Chinese character is most of one."""
    wide = sum(letter > "\u2e80" for letter in passage.text)
    return round(0.75 * wide + (len(passage.text) - wide) / 3.6)
