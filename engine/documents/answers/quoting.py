"""Holds a small model to quoting: a grammar whose reply is one of the passages' own sentences, with
its number, or else that there is no answer.

Small models copy badly and never say that they do not know (measured: `tests/bench/bench_answers`);
given the choice not to answer they take it at random. So they only choose among the sentences that
fit the question, and where there is none they are left with saying so.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from engine.documents.answers.asked import Asked, asked, stem
from engine.documents.answers.lookup import Lookup
from engine.documents.answers.phrases import REFUSAL, REFUSAL_ZH
from engine.documents.answers.sentences import size
from engine.documents.answers.tokens import Break, Token, tokens
from engine.documents.answers.vocabulary import COMMON
from engine.documents.records import Passage

_MOST: Final = 4
"""Sentences to choose from."""
_CLOSE: Final = 0.6
"""Of the score of the best; what scores less is not offered."""
_ENOUGH: Final = 6
"""Words of a sentence that says something by itself."""
_LONGEST: Final = 400
"""Characters of one."""
_SMALL: Final = 2 * 10**9


class Quote(NamedTuple):
    """A sentence of a passage on one line."""

    number: int
    text: str
    score: float


def is_small(n_params: int) -> bool:
    """Whether a model of so many weights should be held to quoting; not one of unknown size."""
    return 0 < n_params < _SMALL


def grammar(question: str, passages: Sequence[Passage], *, chinese: bool) -> str:
    """GBNF for a reply that quotes one sentence and its passage, or says there is no answer."""
    return choice(quotes(question, passages)) or _rule([REFUSAL_ZH if chinese else REFUSAL])


def choice(offered: Sequence[Quote], begun: str = "") -> str:
    """GBNF for one of these with the number of its passage, empty where there is none. `begun` is
    what was written of it before."""
    texts = [f"{quote.text} [{quote.number}]" for quote in offered]
    rest = [text.removeprefix(begun) for text in texts if text.startswith(begun) and text != begun]
    return _rule(rest or texts) if texts else ""


def central(passages: Sequence[Passage]) -> list[Quote]:
    """Sentences that have much of what the passages speak of most, in their order."""
    cut = [(passage, part) for passage in passages for part in _sentences(passage.text)]
    spoken = Counter(stem(t.key) for _, part in cut for t in part if t.key not in COMMON)
    made = []
    for passage, part in cut:
        text = _line(passage.text, part)
        if size(part) >= _ENOUGH and len(text) <= _LONGEST and text[-1] not in "?？:：":
            score = sum(spoken[stem(t.key)] for t in part if t.key not in COMMON) / len(part)
            made.append(Quote(passage.number, text, score))
    least = sorted((quote.score for quote in made), reverse=True)[:_MOST][-1:]
    return [quote for quote in made if quote.score >= least[0]][:_MOST]


def quotes(question: str, passages: Sequence[Passage]) -> list[Quote]:
    """The sentences of the passages that may answer a question, the likeliest first."""
    wanted = asked(question)
    lookup = Lookup(passages, wanted)
    cut = [(passage, part) for passage in passages for part in _sentences(passage.text)]
    seen = Counter(key for _, part in cut for key in {t.key for t in part})
    made: dict[str, Quote] = {}
    for passage, part in cut:
        text = _line(passage.text, part)
        around = {t.key for t in tokens(" ".join((passage.title, *passage.heading)))}
        score = _score(wanted, part, around, seen, len(cut))
        if score and len(text) <= _LONGEST and text not in made:
            cites = [cite for cite in lookup.find(part) if cite.number == passage.number]
            if any(lookup.fits(cite, strictly=True) for cite in cites):
                made[text] = Quote(passage.number, text, score)
    ranked = sorted(made.values(), key=lambda quote: -quote.score)
    return [quote for quote in ranked if quote.score >= _CLOSE * ranked[0].score][:_MOST]


def _rule(texts: Sequence[str]) -> str:
    return f"root ::= {' | '.join(map(literal, texts))}\n"


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


def _line(text: str, part: Sequence[Token]) -> str:
    """A sentence with its end mark, on one line."""
    return " ".join(text[part[0].start : _end(text, part[-1].end)].split())


def _end(text: str, end: int) -> int:
    while end < len(text) and text[end] in ".!?。！？)）\"”’'":
        end += 1
    return end


def _score(
    wanted: Asked, part: Sequence[Token], around: set[str], seen: Counter[str], count: int
) -> float:
    """Rare words of the question that a sentence has, and how much of the question that is. What
    stands in the headings, too, tells no sentence from another."""
    own = {t.key for t in part if wanted.says(t)}
    rare = sum(math.log(1 + count / seen[key]) for key in own - around)
    return (0.1 * len(own & around) + rare) * wanted.covered(part)
