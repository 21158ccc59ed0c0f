"""Finds a statement in passages, word for word, and says no wherever it could be wrong.

A statement is in a passage where its tokens are, in their order and with nothing left out between
them but articles, and where it begins and ends as a clause there does. What the document goes on to
say in the same sentence must not take it back: a negation, a condition, a doubt, or a restriction
that the question has not named. So a sentence that was cut or put together is not found, also where
every word of it is in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from engine.documents.answers.asked import Asked, content, unseen
from engine.documents.answers.sentences import Text, kept, size
from engine.documents.answers.tokens import Break, Token, tokens
from engine.documents.answers.vocabulary import (
    DENIALS,
    FALSE,
    FALSE_HAN,
    LIMITING,
    LIMITING_HAN,
    NO_LONGER,
    RESTRICTING,
)
from engine.documents.records import Cite, Passage

_NEAR: Final = 0.3
_STRICTLY_NEAR: Final = 0.75
"""Share of a question that is beside what answers it; what may be beside it is a sentence."""
_LONGEST: Final = 400
"""Tokens of a statement that is looked up; nobody says more in a sentence."""
_TRIED: Final = 500
"""Places that a statement is looked for at: where its rarest word is."""
_ITEMS: Final = 30
"""Items of a list between its lead and one that is found."""
_PAGE_HEAD: Final = 300
"""Characters of a page that may stand above its text, left out of passages."""
_ENOUGH: Final = 5
"""Words a statement must have to be looked up by itself; a Chinese character counts 5/8."""


class Lookup:
    """The passages of an answer, made ready to be looked into."""

    def __init__(self, passages: Sequence[Passage], asked: Asked) -> None:
        self._asked = asked
        self._texts = [Text(p) for p in passages]
        self._around = [
            kept(tokens(" \n\n".join((p.title, *p.heading, p.label)))) for p in passages
        ]
        self._titles = {
            tuple(token.key for token in kept(tokens(title)))
            for passage in passages
            for title in (passage.title, *passage.heading)
        }
        self._unknown: int | None = None
        self._places: dict[str, list[tuple[int, int]]] = {}
        for i, text in enumerate(self._texts):
            for j, token in enumerate(text.tokens):
                self._places.setdefault(token.key, []).append((i, j))

    def find(self, said: Sequence[Token]) -> list[Cite]:
        """Where a statement is, at most once a passage; empty where it is not."""
        wanted = kept(said)
        if not wanted or len(wanted) > _LONGEST:
            return []
        rarest = min(range(len(wanted)), key=lambda i: len(self._places.get(wanted[i].key, ())))
        found: dict[int, Cite] = {}
        for i, j in self._places.get(wanted[rarest].key, ())[:_TRIED]:
            begin = j - rarest
            if i in found or begin < 0 or not self._holds(self._texts[i], begin, wanted):
                continue
            if size(wanted) >= _ENOUGH or self._short(i, begin, wanted):
                found[i] = self._cite(self._texts[i], begin, len(wanted))
        return [*found.values()]

    def is_title(self, said: Sequence[Token]) -> bool:
        """Whether that is a heading or the title of a passage."""
        return tuple(token.key for token in kept(said)) in self._titles

    def rows(self, cells: Sequence[Sequence[Token]]) -> list[Cite]:
        """Where a row of a table is, with these cells and no others, at most once a passage."""
        wanted: list[Token] = []
        for cell in map(kept, cells):
            wanted += [token._replace(gap=Break.SOFT) for token in cell[:1]]
            wanted += cell[1:]
        found: dict[int, Cite] = {}
        for i, j in self._places.get(wanted[0].key, ()) if wanted else ():
            there, end = self._texts[i].tokens, j + len(wanted)
            alike = all(
                own.key == other.key and (k == 0 or bool(own.gap) == bool(other.gap))
                for k, (own, other) in enumerate(zip(wanted, there[j:end], strict=False))
            )
            ends = end == len(there) or (end < len(there) and there[end].gap is Break.LINE)
            if i not in found and alike and ends and there[j].gap is Break.LINE:
                found[i] = self._cite(self._texts[i], j, len(wanted))
        return [*found.values()]

    def fits(self, cite: Cite, *, strictly: bool) -> bool:
        """Whether a place is about the question and of the kind that is asked for.

        `strictly`: nearly all words of the question are beside it, and none of them is unknown to
        the passages: for who cannot tell by itself what answers a question.
        """
        i = next(i for i, t in enumerate(self._texts) if t.passage.number == cite.number)
        text, wanted = self._texts[i], self._asked
        found, around = text.tokens, self._around[i]
        j = next((j for j, token in enumerate(found) if token.start >= cite.start), 0)
        last = j
        while last + 1 < len(found) and found[last + 1].start < cite.start + cite.length:
            last += 1
        if not wanted.accepts(found[j : last + 1], text.passage.text):
            return False
        begin = text.sentence(j, Break.SENTENCE)[0]
        end = text.sentence(last, Break.SENTENCE)[1]
        before, behind = text.around(begin, end)
        beside = found[before:behind]
        stated = found[begin:end] if strictly else found
        named = beside if strictly else found
        if not wanted.facts <= {token.key for token in (*stated, *around)}:
            return False
        if not wanted.names <= {token.key for token in (*named, *around)}:
            return False
        covered = wanted.covered([*beside, *around])
        if not strictly:
            return covered >= _NEAR
        return covered >= _STRICTLY_NEAR and self._unseen() <= (len(wanted.words) >= 4)

    def _unseen(self) -> int:
        if self._unknown is None:
            texts = [t for text in self._texts for t in text.tokens]
            around = [t for tokens_ in self._around for t in tokens_]
            self._unknown = unseen(self._asked, *content([*texts, *around]))
        return self._unknown

    def _holds(self, text: Text, begin: int, wanted: Sequence[Token]) -> bool:
        """Whether the statement is what the passage says from token `begin` on."""
        there = text.tokens[begin : begin + len(wanted)]
        if len(there) != len(wanted) or any(
            own.key != other.key for own, other in zip(wanted, there, strict=True)
        ):
            return False
        for own, other in zip(wanted[1:], there[1:], strict=True):
            if other.gap is Break.LINE or bool(own.gap) != bool(other.gap):
                return False
        end = begin + len(wanted)
        return (
            self._begins(text, begin)
            and self._ends(text, end, len(wanted))
            and not _denied(text, begin, end, self._asked)
        )

    def _begins(self, text: Text, begin: int) -> bool:
        found = text.tokens
        start = text.sentence(begin, Break.STRONG)[0]
        if start == 0 and _is_cut(text):
            return False
        if start == begin:
            return True
        before = found[start:begin]
        if _limits(before):
            return False
        if found[begin].gap in (Break.SOFT, Break.COLON):
            return all(map(self._asked.says, before))
        return False

    def _ends(self, text: Text, end: int, count: int) -> bool:
        found = text.tokens
        if end == len(found):
            return _is_whole(text)
        if found[end].gap >= Break.STRONG:
            return True
        stop = text.sentence(end - 1, Break.STRONG)[1]
        behind = found[end:stop]
        if _limits(behind):
            return False
        bracket = text.passage.text[found[end - 1].end : behind[0].start].strip()[:1] in "(（[【"
        if found[end].gap is Break.SOFT and not bracket and behind[0].key not in RESTRICTING:
            # What is left out must not be what is asked for: "5 euros, 8 at weekends".
            own = {t.key for t in found[end - count : end]}
            return not any(self._asked.speaks_of(t) and t.key not in own for t in behind)
        near = next((k for k in range(1, len(behind)) if behind[k].gap >= Break.SOFT), len(behind))
        return all(map(self._asked.says, behind[:near]))

    def _short(self, i: int, begin: int, wanted: Sequence[Token]) -> bool:
        """Whether a short statement is a whole sentence that says something, near what is asked."""
        text = self._texts[i]
        found = text.tokens
        start, stop = text.sentence(begin, Break.SENTENCE)
        whole = start == begin and stop == begin + len(wanted)
        says = any(t.kind in ("word", "han") for t in wanted)
        if not whole or not says or size(wanted) < 3:
            return False
        before = text.around(start, stop)[0]
        beside = (*found[before:stop], *self._around[i])
        return self._asked.covered(beside) >= _STRICTLY_NEAR

    def _cite(self, text: Text, begin: int, count: int) -> Cite:
        first, last = text.tokens[begin], text.tokens[begin + count - 1]
        written = text.passage.text
        end = last.end
        if end < len(written) and written[end] in ".!?。！？":
            end += 1
        return Cite(text.passage.number, first.start, end - first.start)


def _limits(rest: Sequence[Token]) -> bool:
    if any(token.key in LIMITING for token in rest):
        return True
    return _has(rest, LIMITING_HAN)


_LEAVE: Final = re.compile("[休产產年病事婚丧請请放寒暑]假|假[期日条條]")
"""Words of leave and of holidays, which have the character of what is false in them."""


def _has(rest: Sequence[Token], words: Iterable[str]) -> bool:
    """Whether Chinese text has one of these words in it."""
    run = "".join(token.key if token.kind == "han" else " " for token in rest)
    run = _LEAVE.sub(" ", run)
    return any(word in run for word in words)


def _is_cut(text: Text) -> bool:
    """Whether a passage begins in the middle of a sentence: so it was found, with a small letter,
    or where a page begins with a number, which a line of the page before may lead up to."""
    passage, found = text.passage, text.tokens
    first = passage.text[found[0].start]
    if passage.begins_within or first.islower():
        return True
    top = passage.page_kind == "page" and passage.page > 1 and passage.start <= _PAGE_HEAD
    return top and found[0].kind in ("number", "date")


def _denied(text: Text, begin: int, end: int, asked: Asked) -> bool:
    """Whether what stands around a sentence takes it back: it is asked there, it is said to be
    false, or it is an item of a list of what is not so, unless that is `asked` for."""
    found, written = text.tokens, text.passage.text
    if _asks(written, found[end - 1].end):
        return True
    start, stop = (
        text.sentence(begin, Break.SENTENCE)[0],
        text.sentence(end - 1, Break.SENTENCE)[1],
    )
    before, behind = text.around(start, stop)
    beside = (*found[before:start], *found[stop:behind])
    keys = [token.key for token in beside]
    if not FALSE.isdisjoint(keys) or _has(beside, FALSE_HAN):
        return True
    if not NO_LONGER.isdisjoint(pairwise(keys)):
        return True
    if "".join(token.key for token in found[stop:behind]) in DENIALS:
        return True
    lead = _lead(text, start)
    own = {token.key for token in asked.tokens}
    return _limits(lead) and not all(t.key in own or asked.says(t) for t in lead)


def _asks(written: str, end: int) -> bool:
    return written[end : end + 3].lstrip("\"'”’)）」 ")[:1] in ("?", "？") and end < len(written)


def _lead(text: Text, start: int) -> Sequence[Token]:
    """What a list is led in with, of which an item begins at token `start`."""
    found, written = text.tokens, text.passage.text
    if found[start].gap is not Break.LINE:
        return ()
    at = start
    for _ in range(_ITEMS):
        if at <= 0:
            break
        if (
            written[found[at - 1].end : found[at].start]
            .lstrip("\"'”’)）* _")
            .startswith((":", "："))
        ):
            return found[text.sentence(at - 1, Break.SENTENCE)[0] : at]
        at = text.sentence(at - 1, Break.LINE)[0]
    return kept(tokens(" ".join(text.passage.heading[-1:])))


def _is_whole(text: Text) -> bool:
    """Whether the passage does not end in the middle of a sentence, as at the end of a page."""
    found, written = text.tokens, text.passage.text
    if text.passage.ends_within:
        return False
    behind = written[found[-1].end :].strip()
    last = text.sentence(len(found) - 1, Break.LINE)
    return bool(behind) or size(found[last[0] : last[1]]) <= 8
