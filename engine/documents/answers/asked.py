"""What a question asks for: the kind of answer, and the words it must be near to.

Coarse on purpose, for what is decided with it is only whether a place of a document is about the
question at all. Knows no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from engine.documents.answers.tokens import Break, Token, tokens
from engine.documents.answers.vocabulary import COMMON, COUNTED, DATED, OFTEN, PLAIN, UNITS

Kind = Literal[
    "date", "number", "money", "weight", "length", "duration", "long", "often", "person", "other"
]

# What says nothing about what is asked for; the rest is taken in pairs of characters.
_HAN_COMMON: Final = re.compile(
    r"什么时候|什么|多长时间|(?:多少|几)[个種种间間本层層次位名条條座辆輛张張件天年月日号點点块元]?|多[长長久大高远遠重宽深快]"
    r"|哪[一]?[年天里裡儿兒些个個位]|哪|谁|誰|怎么样|怎样|怎么|如何|为什么|为何|何[时時地人]|请问|请|吗|呢|的|了|是否|是"
    r"|有没有|有|在|和|与|及|被|把|从|到|由|为|一共|总共|需要|能不能|能否|会不会|可不可以|可以|要不要|应该|能(?![力源量])|会(?![议员计场馆])|要(?![求点素])|这|那|其|它|他|她|我|你|您|们"
    r"|文档|文件|资料|根据|叫|才|钱"
)
_KINDS: Final[Mapping[Kind, str]] = {
    "often": r"\bhow often\b|多久[^？?]*一次|几天[^？?]*一次",
    "date": r"\b(?:when|(?:what|which) (?:year|date|day|time|month))\b"
    r"|什么时[候间]|何时|哪一?年|哪一?天|几点|几月|几号|日期|哪个月",
    "money": r"\b(?:how much\b.*\b(?:costs?|pay|paid|charged?)|(?:price|cost|fee|fare|fine|rent"
    r"|deposit|charge)\b)|多少[钱元]|几[块元]|价格|收费|费用|押金|罚款|票价|租金",
    "weight": r"\bhow heavy\b|\bweigh|多重|重量",
    "duration": r"\bhow long (?:does|do|did|will|may|can|must|are|has|have)\b|多久"
    r"|多长时间|(?:多少|几)[天年]"
    r"|几个?(?:月|小时|星期|分钟)",
    "long": r"\bhow long\b|多[长長]",
    "length": r"\bhow (?:high|tall|deep|wide|far|thick)\b|多[高远遠宽深厚]",
    "number": r"\bhow (?:many|much|old|big|large|fast|hot|cold|loud|warm)\b"
    r"|\bwhat (?:percentage|number)\b|多少|几(?!乎)|多[大快]",
    "person": r"\b(?:who|whom|whose)\b|谁|誰|哪位|何人",
}
_COUNTED: Final = re.compile(r"\bhow many ((?:[a-z-]+ )?[a-z-]+)", re.IGNORECASE)
_SOME: Final = frozenset(("a", "an", "half", "半", "每"))
_ALONE: Final = frozenset(("$", "€", "£", "¥", "free", "免"))
_ENDINGS: Final = re.compile(
    r"(?:ations?|ements?|ings?|edly|ness|ies|ied|ers?|ors?|ed|es|ly|s|e|y)$"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """`words`: stems of its words that say something, `runs` of Chinese characters that do;
    `facts`: keys of its numbers and dates, and `names`; `counted`: stems of what is to be counted,
    one of which is with the number."""

    kind: Kind
    words: frozenset[str]
    runs: tuple[str, ...]
    facts: frozenset[str]
    names: frozenset[str]
    counted: frozenset[str]
    tokens: tuple[Token, ...]

    def covered(self, near: Iterable[Token]) -> float:
        """The share of the question that is in a place, from 0 to 1; 1 for one without words."""
        stems, pairs = content(near)
        there = len(self.words & stems) + 0.5 * sum(map(len, _covered(self.runs, pairs)))
        all_ = len(self.words) + 0.5 * sum(map(len, self.runs))
        return there / all_ if all_ else 1.0

    def says(self, token: Token) -> bool:
        """Whether the question itself has a token of a place, or it says nothing."""
        if token.kind == "word":
            return stem(token.key) in self.words or token.key in PLAIN
        return any(token.key == own.key for own in self.tokens)

    def speaks_of(self, token: Token) -> bool:
        """Whether the question itself has a token that says something."""
        if token.kind == "word":
            return stem(token.key) in self.words
        return token.kind != "sign" and self.says(token)

    def accepts(self, place: Sequence[Token], text: str) -> bool:
        """Whether a place of `text` has the kind of answer that is asked for."""
        if self.counted and not any(stem(t.key) in self.counted for t in place if t.kind == "word"):
            return False
        match self.kind:
            case "other":
                return True
            case "person":
                return any(t.kind == "han" for t in place) or _has_name(place, text)
            case "date":
                return any(t.kind in ("date", "number") or t.key in DATED for t in place)
            case "often":
                return any(t.key in OFTEN for t in place)
            case "number":
                return any(_counts(place, i) or t.key in COUNTED for i, t in enumerate(place))
            case "long":
                return _measures(place, UNITS["length"] | UNITS["duration"])
            case unit:
                return _measures(place, UNITS[unit])


def asked(question: str) -> Asked:
    """What is asked for in a question in English or Chinese."""
    found = tokens(question)
    first = next((t.start for t in found if t.kind == "word"), 0)
    words = {stem(t.key) for t in found if t.kind == "word" and t.key not in COMMON}
    facts = {t.key for t in found if t.kind in ("number", "date") and t.key != "n:1"}
    names: set[str] = set()
    for token in found:
        if token.kind == "word" and token.start != first and question[token.start].isupper():
            names |= {token.key} - COMMON
    kind: Kind = next(
        (kind for kind, form in _KINDS.items() if re.search(form, question, re.IGNORECASE)), "other"
    )
    counted = _COUNTED.search(question)
    things = (
        {stem(word) for word in counted.group(1).lower().split() if word not in COMMON}
        if counted
        else set()
    )
    runs = tuple(_runs(tokens(_HAN_COMMON.sub("，", question))))
    return Asked(
        kind,
        frozenset(words),
        runs,
        frozenset(facts),
        frozenset(names),
        frozenset(things),
        tuple(found),
    )


def stem(word: str) -> str:
    """A word without its ending, roughly: `opens`, `opening` and `opened` are one."""
    word = word.removesuffix("'s").removesuffix("'")
    cut = _ENDINGS.sub("", word)
    while len(cut) > 4 and cut[-1] == cut[-2]:
        cut = cut[:-1]
    return cut if len(cut) >= 3 else word


def content(near: Iterable[Token]) -> tuple[set[str], set[str]]:
    """The stems of the words of a place, and its pairs of Chinese characters."""
    found = [*near]
    stems = {stem(token.key) for token in found if token.kind == "word"}
    pairs = {run[i : i + 2] for run in _runs(found) for i in range(len(run) - 1)}
    return stems, pairs


def unseen(wanted: Asked, stems: set[str], pairs: set[str]) -> int:
    """How many words of a question, or Chinese characters of it, are not in a text."""
    there = sum(map(len, _covered(wanted.runs, pairs)))
    return len(wanted.words - stems) + sum(map(len, wanted.runs)) - there


def _runs(found: Sequence[Token]) -> list[str]:
    """Runs of Chinese characters with nothing between them; a character alone says too little."""
    text = "".join(
        ("" if token.gap is Break.NONE else " ") + (token.key if token.kind == "han" else " ")
        for token in found
    )
    return [run for run in text.split() if len(run) > 1]


def _covered(runs: Iterable[str], pairs: set[str]) -> Iterator[str]:
    """The characters of runs that stand beside the same character in a text."""
    for run in runs:
        yield "".join(
            letter
            for i, letter in enumerate(run)
            if run[i : i + 2] in pairs or (i and run[i - 1 : i + 1] in pairs)
        )


def _counts(place: Sequence[Token], i: int) -> bool:
    """Whether a token is a number, and not the tail of a name such as E3."""
    token = place[i]
    if token.kind == "date":
        return True
    glued = i > 0 and place[i - 1].kind == "word" and place[i - 1].end == token.start
    return token.kind == "number" and not glued


def _measures(place: Sequence[Token], units: frozenset[str]) -> bool:
    """Whether a number has one of `units` behind it, or before it as money may, or none is due."""
    for i, token in enumerate(place):
        counts = token.kind in ("number", "date") or token.key in _SOME
        if counts and any(other.key in units for other in place[i + 1 : i + 4]):
            return True
        if token.key in units & _ALONE:
            return True
    return False


def _has_name(place: Sequence[Token], text: str) -> bool:
    """A word with a capital in the middle of a sentence, or two at its beginning."""
    before = False
    for token in place:
        capital = token.kind == "word" and text[token.start].isupper() and token.key != "i"
        if capital and (before or token.gap < Break.SENTENCE):
            return True
        before = capital
    return False
