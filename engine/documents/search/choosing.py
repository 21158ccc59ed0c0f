"""Chooses what a model is given with a question: whole files where they fit, else the passages that
fit the question best, no more than the context has room for and this computer reads in a while.

    sources = choose(searcher, "Who pays?", [], [Source("contracts")], Room(8192, 300, 90.0, 512))

Knows no model, only its room.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from engine.documents.records import Hit, Passage, Ranks, Source, Sources
from engine.documents.search.terms import says_little

if TYPE_CHECKING:  # numpy loads with the first search, not with the window
    from engine.documents.search.searcher import Searcher

_READING_S: Final = 8.0
"""How long a reader waits gladly for the first word of an answer."""
_LEAST, _MOST, _UNKNOWN = 400, 3000, 1000
"""Tokens of passages, whatever the computer reads in that time; where its speed is not known."""
_WHOLE_S: Final = 120.0
"""How long the first answer about whole files may take; those that follow take no time for them."""
_WHOLE_SHARE: Final = 0.6
_AROUND: Final = 24
"""Tokens of what stands around a passage: its number, file, page and heading, and the fence."""
_LIMIT: Final = 30
_NEAR: Final = 3
_FAR_BEHIND: Final = 0.3
"""Of the score of the best passage."""


@dataclass(frozen=True, slots=True)
class Room:
    """What a model has room for, in tokens: `n_ctx` in all, `used` by what is told besides the
    documents (rules, conversation, question), `reply` kept for the answer. `tokens_per_s` is how
    fast it reads, 0 where that is not known; `scale`: its tokens for one as estimated, more for a
    model that knows few characters of the language.
    """

    n_ctx: int
    used: int
    tokens_per_s: float
    reply: int
    scale: float = 1.0

    @property
    def free(self) -> int:
        """Tokens for passages, at most."""
        return max(0, round((self.n_ctx - self.used - self.reply) / self.scale))

    @property
    def passages(self) -> int:
        """Tokens for passages of a question, which are read anew each time."""
        return min(self.free, max(_LEAST, min(_MOST, self._readable(_READING_S, _UNKNOWN))))

    @property
    def whole(self) -> int:
        """Tokens for whole files, which are read once."""
        share = round(_WHOLE_SHARE * (self.n_ctx - self.used) / self.scale)
        return max(0, min(self.free, share, self._readable(_WHOLE_S, share)))

    def _readable(self, seconds: float, unknown: int) -> int:
        if self.tokens_per_s <= 0:
            return unknown
        return round(self.tokens_per_s * seconds / self.scale)


def choose(
    searcher: Searcher,
    question: str,
    earlier: Sequence[str],
    scope: Sequence[Source],
    room: Room,
    *,
    by_meaning: bool = True,
) -> Sources:
    """What the question is to be answered from. `earlier` are the questions before it, the last one
    last: a question that follows up is searched for together with that one, too, and only so where
    it says little by itself.

    Files that were chosen by themselves are given wholly where they fit; a collection only where
    that takes no longer than passages would. Raises what the searcher raises.
    """
    queries = _queries(question, earlier)
    found = searcher.find(queries, scope, _LIMIT, by_meaning=by_meaning)
    by_files = all(source.file for source in scope)
    most = room.whole if by_files else min(room.whole, room.passages)
    whole = searcher.whole(scope, most)
    if whole and sum(map(_cost, whole)) <= most:
        passages = _numbered(_with_ranks(whole, found.hits))
        return Sources("whole", passages, (), queries, found.lexical)
    chosen = _fitting(found.hits, room.passages)
    given = {hit.chunk for hit in chosen}
    near = [hit for hit in found.hits if hit.chunk not in given][:_NEAR]
    passages = _numbered(_joined(_in_order(chosen)))
    return Sources("passages", passages, _numbered(near), queries, found.lexical)


def _cost(hit: Hit) -> int:
    return hit.tokens + _AROUND


def _queries(question: str, earlier: Sequence[str]) -> tuple[str, ...]:
    if not earlier:
        return (question,)
    both = f"{earlier[-1]}\n{question}"
    return (both,) if says_little(question) else (question, both)


def _fitting(hits: Sequence[Hit], room: int) -> list[Hit]:
    """The best hits that fit together, in their order; none that is far behind the best, only
    because it is short."""
    chosen = []
    for hit in hits:
        if hit.score < hits[0].score * _FAR_BEHIND:
            break
        if _cost(hit) <= room:
            chosen.append(hit)
            room -= _cost(hit)
    return chosen


def _in_order(hits: Sequence[Hit]) -> list[Hit]:
    """The file of the best hit first; within a file as they stand in it."""
    files = list(dict.fromkeys(hit.file for hit in hits))
    return sorted(hits, key=lambda hit: (files.index(hit.file), hit.page, hit.start))


def _joined(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that follow each other without a gap, as one: the text of the place stays exact."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if joined else None
        if last and (last.file, last.page) == (hit.file, hit.page) and _end(last) == hit.start:
            joined[-1] = msgspec.structs.replace(
                last,
                length=last.length + hit.length,
                text=last.text + hit.text,
                tokens=last.tokens + hit.tokens,
                ranks=_better(last.ranks, hit.ranks),
                ends_within=hit.ends_within,
            )
        else:
            joined.append(hit)
    return joined


def _end(hit: Hit) -> int:
    return hit.start + hit.length


def _better(first: Ranks, second: Ranks) -> Ranks:
    return Ranks(
        min(filter(None, (first.words, second.words)), default=0),
        min(filter(None, (first.meaning, second.meaning)), default=0),
        tuple(dict.fromkeys((*first.terms, *second.terms))),
        first.whole or second.whole,
    )


def _with_ranks(whole: Iterable[Hit], hits: Iterable[Hit]) -> list[Hit]:
    """All passages of whole files, with the ranks of those that were found."""
    ranks = {hit.chunk: hit.ranks for hit in hits}
    return [
        msgspec.structs.replace(
            hit, ranks=msgspec.structs.replace(ranks.get(hit.chunk, Ranks()), whole=True)
        )
        for hit in whole
    ]


def _numbered(hits: Iterable[Hit]) -> tuple[Passage, ...]:
    return tuple(Passage.of(hit, number) for number, hit in enumerate(hits, 1))
