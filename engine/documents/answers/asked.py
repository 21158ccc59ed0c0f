"""What a question asks for: the kind of answer, and the words it must be near to.

Coarse on purpose, for what is decided with it is only whether a place of a document is about the
question at all. Knows no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from engine.documents.answers.tokens import Token, tokens
from engine.documents.answers.vocabulary import COMMON, COUNTED, DATED, PLAIN

Kind = Literal["date", "number", "person", "other"]

_HAN_COMMON: Final = re.compile(
    r"什么时候|什么|多少|多长时间|多长|多久|多大|多高|多远|几点|几个|几|哪一年|哪年|哪一天|哪天|哪里|哪儿|哪些|哪个|哪|谁"
    r"|怎么样|怎么|怎样|如何|为什么|为何|何时|何地|请问|请|吗|呢|的|了|是否|是|有没有|有|在|和|与|及|被|把|从|到|由|为"
    r"|一共|总共|需要|可以|能|会|要|应该|应|个|这|那|其|它|他|她|我|你|您|们|文档|文件|资料|根据|中|里|上|下|叫|才"
)
_WHEN: Final = re.compile(
    r"\b(?:when|what (?:year|date|day|time)|which (?:year|date|day|month)|what time|how long ago)\b"
    r"|什么时候|何时|哪一?年|哪一?天|几点|几月|几号|日期|哪个月|时间是",
    re.IGNORECASE,
)
_HOW_MANY: Final = re.compile(
    r"\b(?:how (?:many|much|long|far|tall|high|old|often|big|large|deep|heavy|fast|wide)"
    r"|what (?:percentage|percent|number|price|temperature|is the (?:price|cost|number|maximum"
    r"|minimum|weight|length|height|speed|size|temperature|phone|telephone)))\b"
    r"|多少|几(?!乎)|多长|多久|多大|多高|多远|多重|多宽|多深|多快",
    re.IGNORECASE,
)
_WHO: Final = re.compile(r"\b(?:who|whom|whose)\b|谁|哪位|何人", re.IGNORECASE)
_ENDINGS: Final = re.compile(
    r"(?:ations?|ements?|ings?|edly|ness|ies|ied|ers?|ors?|ed|es|ly|s|e|y)$"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`words`: stems of its words that say something; `pairs`: pairs of Chinese characters;
    `facts`: keys of its numbers, dates and names, which must be near an answer."""

    kind: Kind
    words: frozenset[str]
    pairs: frozenset[str]
    facts: frozenset[str]
    tokens: tuple[Token, ...]

    def covered(self, near: Iterable[Token]) -> float:
        """The share of the question that is in a place, from 0 to 1; 1 for one without words."""
        found = [*near]
        stems = {stem(token.key) for token in found if token.kind == "word"}
        pairs = _pairs("".join(t.key if t.kind == "han" else " " for t in found))
        there = len(self.words & stems) + 0.5 * len(self.pairs & pairs)
        all_ = len(self.words) + 0.5 * len(self.pairs)
        return there / all_ if all_ else 1.0

    def says(self, token: Token) -> bool:
        """Whether the question itself has a token of a place, or it says nothing."""
        if token.kind == "word":
            return stem(token.key) in self.words or token.key in PLAIN
        return any(token.key == own.key for own in self.tokens)


def asked(question: str) -> Asked:
    """What is asked for in a question in English or Chinese."""
    found = tokens(question)
    first = next((t.start for t in found if t.kind == "word"), 0)
    words = {stem(t.key) for t in found if t.kind == "word" and t.key not in COMMON}
    facts = {t.key for t in found if t.kind in ("number", "date") and t.key != "n:1"}
    for token in found:
        if token.kind == "word" and token.start != first and question[token.start].isupper():
            facts |= {token.key} - COMMON
    kind: Kind = "other"
    if _WHEN.search(question):
        kind = "date"
    elif _HOW_MANY.search(question):
        kind = "number"
    elif _WHO.search(question):
        kind = "person"
    pairs = _pairs(_HAN_COMMON.sub(" ", question))
    return Asked(kind, frozenset(words), pairs, frozenset(facts), tuple(found))


def stem(word: str) -> str:
    """A word without its ending, roughly: `opens`, `opening` and `opened` are one."""
    word = word.removesuffix("'s").removesuffix("'")
    cut = _ENDINGS.sub("", word)
    while len(cut) > 4 and cut[-1] == cut[-2]:
        cut = cut[:-1]
    return cut if len(cut) >= 3 else word


def _pairs(text: str) -> frozenset[str]:
    runs = re.findall(r"[\u3400-\u9fff]{2,}", text)
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def fits(kind: Kind, place: Sequence[Token], text: str) -> bool:
    """Whether a place of `text` has the kind of answer that is asked for."""
    if kind == "date":
        return any(t.kind in ("date", "number") or t.key in DATED for t in place)
    if kind == "number":
        return any(t.kind in ("number", "date") or t.key in COUNTED for t in place)
    if kind == "person":
        return any(t.kind == "han" for t in place) or any(
            t.kind == "word" and t.start and text[t.start].isupper() for t in place
        )
    return True
