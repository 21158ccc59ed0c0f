"""A passage as tokens in sentences: what a statement is compared with. Knows no statement."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final

from engine.documents.answers.tokens import Break, Token, tokens
from engine.documents.records import Passage

_DROPPED: Final = frozenset({"the", "a", "an", "的"})
"""They make no difference to what is said; a place begins with one all the same."""
_COUNTING: Final = frozenset({"few", "little", "lot", "bit"})  # "a few" is not "few"


class Text:
    """The tokens of a passage, without those that make no difference."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.tokens = kept(tokens(passage.text))
        self._cuts = {
            least: [i for i, token in enumerate(self.tokens) if not i or token.gap >= least]
            for least in (Break.STRONG, Break.SENTENCE, Break.LINE)
        }

    def sentence(self, at: int, least: Break) -> tuple[int, int]:
        """From where to where the sentence of token `at` goes, by breaks of at least `least`."""
        cuts = self._cuts[least]
        place = bisect_right(cuts, at)
        return cuts[place - 1], cuts[place] if place < len(cuts) else len(self.tokens)

    def around(self, begin: int, end: int) -> tuple[int, int]:
        """From where to where the sentences from `begin` to `end` go with those beside them."""
        before = self.sentence(begin - 1, Break.SENTENCE)[0] if begin else begin
        behind = self.sentence(end, Break.SENTENCE)[1] if end < len(self.tokens) else end
        return before, behind


def kept(found: Sequence[Token]) -> tuple[Token, ...]:
    """Without articles: what stood before one stands before the next token, which begins there."""
    made: list[Token] = []
    left: Token | None = None
    for i, token in enumerate(found):
        behind = found[i + 1].key if i + 1 < len(found) else ""
        gap = max(token.gap, left.gap) if left else token.gap
        if token.key in _DROPPED and not (token.key == "a" and behind in _COUNTING):
            left = token._replace(start=left.start if left else token.start, gap=gap)
            continue
        made.append(token._replace(start=left.start, gap=gap) if left else token)
        left = None
    return tuple(made)


def size(found: Sequence[Token]) -> float:
    """How much is said, in words."""
    weights: Mapping[str, float] = {"han": 0.625, "sign": 0.0}
    return sum(weights.get(token.kind, 1.0) for token in found)
