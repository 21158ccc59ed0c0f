"""The piece of a text where searched words are, on one line, with their places marked.

By the same words as the index has (`engine.store.words`). Knows no SQL.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from engine.store.words import Word, completions, runs, terms

LENGTH = 200  # characters of an excerpt
BEFORE = 40  # of them, before the first mark
_SPANS = 200  # places looked at in a text

Marks = tuple[tuple[int, int], ...]
Span = tuple[int, int, int]  # start, end, which term

_BREAK = re.compile(r"\s")


class Excerpts:
    """Finds in texts what the query `text` asks for. `stem` turns a word into what the index has
    for it."""

    def __init__(self, text: str, stem: Callable[[str], str]) -> None:
        self._stem = stem
        self._terms = terms(text)
        self._stems = [{stem(word) for word in completions(term)} for term in self._terms]
        self._known: dict[str, list[int]] = {}  # which terms a word is one of

    def of(self, text: str, start: int = 0, end: int | None = None) -> tuple[str, Marks]:
        """The place between `start` and `end` of `text` with most of the words, at most `LENGTH`
        characters of it."""
        spans = [
            (start + first, start + last, term)
            for first, last, term in islice(self._spans(text[start:end]), _SPANS)
        ]
        first = self._best(spans)
        begin = _begin(text, spans[first][0]) if spans else 0
        head = "…" if begin else ""
        piece = text[begin : begin + LENGTH]
        tail = "…" if begin + LENGTH < len(text) else ""
        places: list[tuple[int, int]] = []
        for left, right, _ in spans[first:]:
            if right > begin + len(piece):
                break
            if not places or left >= sum(places[-1]) + begin - len(head):
                places.append((left - begin + len(head), right - left))
        return head + _BREAK.sub(" ", piece) + tail, tuple(places)

    def _best(self, spans: list[Span]) -> int:
        """The span from which most terms follow within an excerpt; the first such one."""
        best, most = 0, 0
        for place, (start, _, _) in enumerate(spans):
            room = start + LENGTH - BEFORE
            seen = {term for _, end, term in spans[place : place + _SPANS] if end <= room}
            if len(seen) > most:
                best, most = place, len(seen)
            if most == len(self._terms):
                break
        return best

    def _spans(self, text: str) -> Iterator[Span]:
        for start, end, run, is_cjk in runs(text):
            if is_cjk:
                yield from sorted(self._in_cjk(start, end, run))
            else:
                for term in self._terms_of(run):
                    yield start, end, term

    def _in_cjk(self, start: int, end: int, run: str) -> Iterator[Span]:
        for place, term in enumerate(self._terms):
            if not term.is_cjk:
                continue
            at = run.find(term.text)
            while at >= 0:
                if end - start == len(run):
                    yield start + at, start + at + len(term.text), place
                else:  # folding changed its length: the whole run is the place
                    yield start, end, place
                    break
                at = run.find(term.text, at + len(term.text))

    def _terms_of(self, word: str) -> list[int]:
        known = self._known.get(word)
        if known is None:
            stem = self._stem(word)
            known = self._known[word] = [
                place for place, term in enumerate(self._terms) if self._is_of(stem, place, term)
            ]
        return known

    def _is_of(self, stem: str, place: int, term: Word) -> bool:
        if term.is_cjk:
            return False
        return stem in self._stems[place] or (
            term.is_last and stem.startswith(self._stem(term.text))
        )


def _begin(text: str, start: int) -> int:
    """Where an excerpt around `start` begins: after a break, if one is near."""
    earliest = max(0, start - BEFORE)
    if not earliest:
        return 0
    found = _BREAK.search(text, earliest, start)
    return found.end() if found else earliest
