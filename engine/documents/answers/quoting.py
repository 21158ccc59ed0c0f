"""Holds a small model to quoting: a grammar whose reply is one of the passages' own sentences, with
its number, or that there is no answer.

Small models copy badly and never say that they do not know; so they only choose. Which sentences
they may choose from is decided by the words of the question.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from engine.documents.answers.asked import Asked, asked, fits
from engine.documents.answers.phrases import REFUSAL, REFUSAL_ZH
from engine.documents.answers.tokens import Break, Token, tokens
from engine.documents.records import Passage

_MOST: Final = 6
"""Sentences to choose from."""
_LONGEST: Final = 400
"""Characters of one."""


class Quote(NamedTuple):
    """A sentence of a passage on one line."""

    number: int
    text: str
    score: float


def grammar(question: str, passages: Sequence[Passage], *, chinese: bool) -> str:
    """GBNF for a reply that quotes one sentence and its passage, or says there is no answer."""
    wanted = asked(question)
    refusal = REFUSAL_ZH if chinese else REFUSAL
    quotes = sorted(sentences(wanted, passages), key=lambda quote: -quote.score)[:_MOST]
    choices = [literal(f"{quote.text} [{quote.number}]") for quote in quotes if quote.score > 0]
    return f"root ::= {' | '.join([*choices, literal(refusal)])}\n"


def sentences(wanted: Asked, passages: Sequence[Passage]) -> list[Quote]:
    """The sentences of the passages with how much each is about the question."""
    cut = [(passage, part) for passage in passages for part in _sentences(passage.text)]
    seen = Counter(key for _, part in cut for key in {t.key for t in part})
    made = []
    for passage, part in cut:
        text = " ".join(passage.text[part[0].start : _end(passage.text, part[-1].end)].split())
        if len(text) <= _LONGEST:
            made.append(Quote(passage.number, text, _score(wanted, part, seen, len(cut))))
    return made


def literal(text: str) -> str:
    """`text` as a string of GBNF."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{"".join(c if c.isprintable() else " " for c in escaped)}"'


def _sentences(text: str) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens(text):
        if part and token.gap >= Break.SENTENCE:
            yield part
            part = []
        part.append(token)
    if part:
        yield part


def _end(text: str, end: int) -> int:
    while end < len(text) and text[end] in ".!?。！？)）\"”’'":
        end += 1
    return end


def _score(wanted: Asked, part: Sequence[Token], seen: Counter[str], count: int) -> float:
    """Rare words of the question that a sentence has, and whether it has the kind asked for."""
    own = {t.key for t in part if wanted.says(t)}
    score = sum(math.log(1 + count / seen[key]) for key in own) * wanted.covered(part)
    kind = fits(wanted.kind, part, "")
    return score * (1.5 if kind else 1.0)
