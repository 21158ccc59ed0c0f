"""Which words of a question are in a text, as they stand in the question. Knows no database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from itertools import pairwise
from typing import Final

from engine.documents.words import MAX_QUESTION, MAX_TERMS, flowing, index_words
from engine.store.words import MAX_WORD, runs

_ALIKE: Final = 3
"""Letters that two forms of a word share at least; stems change at the end."""


class Terms:
    """The words of one question; `stem` gives a word as the index has it."""

    def __init__(self, question: str, stem: Callable[[str], str]) -> None:
        self._stem = stem
        found = runs(flowing(question[:MAX_QUESTION]))
        self._runs = [(run, is_cjk) for _, _, run, is_cjk in found][:MAX_TERMS]

    def within(self, text: str) -> tuple[str, ...]:
        """Words and parts of CJK runs, at least two characters long, that `text` has, each once."""
        words = set(index_words(text).split())
        found: dict[str, None] = {}
        for run, is_cjk in self._runs:
            if is_cjk:
                found |= dict.fromkeys(_parts(run, words))
            elif self._has(words, run[:MAX_WORD]):
                found[run] = None
        return tuple(found)

    def _has(self, words: Set[str], word: str) -> bool:
        if word in words:
            return True
        stem = self._stem(word)
        alike = (one for one in words if one[:_ALIKE] == word[:_ALIKE])
        return any(self._stem(one) == stem for one in alike)


def _parts(run: str, words: Set[str]) -> Iterator[str]:
    """The longest parts of `run` whose pairs are all in `words`."""
    part = ""
    for first, second in pairwise(run):
        if first + second in words:
            part = part + second if part else first + second
        elif part:
            yield part
            part = ""
    if part:
        yield part
