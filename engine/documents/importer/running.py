"""Lines that stand at the top or the foot of most pages: running heads, page numbers.

They would part sentences and win every search for a title. Knows no PDF.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_MOST: Final = 3  # lines at each end of a page
_LONGEST: Final = 200  # characters
_FEWEST: Final = 3  # pages of a kind: two that are alike prove nothing
_NUMBER: Final = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_SENTENCE_ENDS: Final = (".", "!", "?", "。", "！", "？")
_OF_ALL: Final = re.compile(r"(?<=#)\s*(?:/|of|von|共)\s*#", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")

_Line = tuple[int, int, bool]  # start, end, and whether it is at the top


class RunningLines:
    """What runs through a file, learnt from `pages`: numbers and texts of some of them.

    A line runs where it stands on more than half of the pages, or of the even or the odd ones;
    numbers in it may differ, if it is no sentence. Outside of it on the page only such lines are.
    """

    def __init__(self, pages: Iterable[tuple[int, str]]) -> None:
        pages = list(pages)
        seen: dict[int, Counter[tuple[bool, str]]] = {0: Counter(), 1: Counter()}
        count: Counter[int] = Counter()
        for number, text in pages:
            ends = _ends(text)
            if not ends:
                continue
            count[number % 2] += 1
            seen[number % 2].update({(top, _key(text[start:end])) for start, end, top in ends})
        self._running: set[tuple[bool, str]] = set()
        for half, lines in seen.items():
            for line, times in lines.items():
                of_all = times + seen[1 - half][line]
                here = times >= _FEWEST and times * 2 > count[half]
                if here or (of_all >= _FEWEST and of_all * 2 > count.total()):
                    self._running.add(line)

        left = sum(bool(text[slice(*self.of(text))].strip()) for _, text in pages)
        if left * 2 < count.total():  # it is what the file is about
            self._running = set()

    def of(self, text: str) -> tuple[int, int]:
        """Where the text of a page begins behind what runs at its top, and ends before what runs
        at its foot; the same place twice where all of it runs."""
        start, stop = 0, len(text)
        if not self._running:
            return start, stop
        ends = _ends(text)
        tops = [one for one in ends if one[2]]
        for _, end, _ in itertools.takewhile(lambda one: self._runs(text, one), tops):
            start = max(start, end)
        feet = [one for one in reversed(ends) if not one[2]]
        for first, _, _ in itertools.takewhile(lambda one: self._runs(text, one), feet):
            stop = min(stop, first)
        return (start, stop) if start < stop else (0, 0)

    def _runs(self, text: str, line: _Line) -> bool:
        start, end, top = line
        return (top, _key(text[start:end])) in self._running


def _ends(text: str) -> list[_Line]:
    """The first and the last lines that are not blank: start, end, and whether it is a first."""
    found: list[_Line] = []
    start = 0
    while len(found) < _MOST and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if not text[start:end].isspace() and end > start:
            found.append((start, end, True))
        start = end + 1
    last: list[_Line] = []
    end = len(text)
    while len(last) < _MOST and end > 0:
        start = text.rfind("\n", 0, end) + 1
        if not text[start:end].isspace() and end > start:
            last.append((start, end, False))
        end = start - 1
    return found + last[::-1]


def _key(line: str) -> str:
    line = line[:_LONGEST].rstrip()
    if not line.endswith(_SENTENCE_ENDS):
        line = _OF_ALL.sub("", _NUMBER.sub("#", line))
    return _SPACE.sub("", line)
