"""Tables of contents and indexes: full of the words of a question, and without an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_LEADERS: Final = re.compile(r"(?:\. ?){4,}\s*\d*\s*$|…{2,}\s*\d*\s*$|·{4,}\s*\d*\s*$")
_ENTRY: Final = re.compile(r"\S.{0,90}?(?:[\s,，]+(?:\d{1,4}|[ivxlc]{1,6})(?:[-–]\d{1,4})?)+\s*$")
_NAMES: Final = frozenset(
    (
        *("contents", "table of contents", "list of figures", "list of tables", "index"),
        *("目录", "目錄", "目次", "索引", "图目录", "表目录", "圖目錄", "表目錄"),
    )
)
_MARKS: Final = (". .", "...", "……", "····")
_DIGITS: Final = frozenset("0123456789ivxlc")
_FEWEST: Final = 5  # lines
_LONGEST: Final = 120  # characters of an entry
_OF_NAMED, _OF_UNNAMED = 0.7, 0.9  # of the lines are entries


def is_weak(text: str, heading: Sequence[str]) -> bool:
    """Whether a chunk is of a table of contents or an index, by its lines and what it is called."""
    named = any(name.strip().casefold() in _NAMES for name in heading[-1:])
    dotted = any(mark in text for mark in _MARKS)
    if not (named or dotted or text[-1:].lower() in _DIGITS):
        return False  # as most text: it does not end with the number of a page
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    leaders = sum(_LEADERS.search(line[-200:]) is not None for line in lines) if dotted else 0
    if leaders * 2 >= len(lines) and leaders > 1:
        return True
    share = _OF_NAMED if named else _OF_UNNAMED
    numbered = sum(line.rstrip()[-1].lower() in _DIGITS for line in lines)
    if numbered < share * len(lines) or (len(lines) < _FEWEST and not named):
        return False
    entries = sum(len(line) < _LONGEST and _ENTRY.match(line) is not None for line in lines)
    return entries >= share * len(lines) and (named or _is_index(lines))


def _is_index(lines: Sequence[str]) -> bool:
    """Whether lines are mostly words, and numbers of pages at their ends: no table of figures."""
    digits = sum(map(str.isdigit, "".join(lines)))
    letters = sum(map(str.isalpha, "".join(lines)))
    return letters > 2 * digits
