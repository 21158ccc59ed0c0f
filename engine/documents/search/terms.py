"""Which words of a question are in a text, as they stand in the question. Knows no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from itertools import pairwise
from typing import Final

from engine.documents.words import MAX_QUESTION, MAX_TERMS, flowing, index_words
from engine.store.words import MAX_WORD, runs

_ALIKE: Final = 3
"""Letters that two forms of a word share at least; stems change at the end."""
# Words of a question that nobody wants to be told of.
_ASKING: Final = (
    "a about am an and any are as at be been by can could did do does for from had has have how i"
    " if in into is it its me my of on or our should so that the their them then there these they"
    " this those to us was we were what when where which who whom whose why will with would you"
    " your"
)
# What a word says, and a character of CJK; what a question says at least: two words, or three
# characters.
_WORD, _CHARACTER, _TELLING = 3, 2, 6
_SAY_NOTHING: Final = frozenset(_ASKING.split())
_ASK_ONLY: Final = re.compile(
    "什么|怎么样?|怎样|如何|为何|哪[个些里]|那么|这个|那个|它们?|的话|是否|有没有|多少|请问|[吗呢吧]$"
)


class Terms:
    """The words of one question; `stem` gives a word as the index has it."""

    def __init__(self, question: str, stem: Callable[[str], str]) -> None:
        self._stem = stem
        found = runs(flowing(question[:MAX_QUESTION]))
        self._runs = [(run, is_cjk) for _, _, run, is_cjk in found][:MAX_TERMS]

    def within(self, text: str) -> tuple[str, ...]:
        """Words and parts of CJK runs, at least two characters long, that `text` has, each once,
        but for those that only ask."""
        words = set(index_words(text).split())
        found: dict[str, None] = {}
        for run, is_cjk in self._runs:
            if is_cjk:
                parts = (part for one in _ASK_ONLY.split(run) for part in _parts(one, words))
                found |= dict.fromkeys(parts)
            elif run not in _SAY_NOTHING and self._has(words, run[:MAX_WORD]):
                found[run] = None
        return tuple(found)

    def _has(self, words: Set[str], word: str) -> bool:
        if word in words:
            return True
        stem = self._stem(word)
        alike = (one for one in words if one[:_ALIKE] == word[:_ALIKE])
        return any(self._stem(one) == stem for one in alike)


def says_little(question: str) -> bool:
    """Whether a question says nothing by itself of what it is about: "And why is that?"."""
    told = 0
    for _, _, run, is_cjk in runs(flowing(question[:MAX_QUESTION])):
        if is_cjk:
            told += _CHARACTER * sum(len(part) for part in _ASK_ONLY.split(run))
        elif run not in _SAY_NOTHING:
            told += _WORD
    return told < _TELLING


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
