"""A run of a page's text as it is put into a QTextDocument, and where its characters went.

A page counts code points and ends lines as its file does; a document counts UTF-16 units, breaks
lines within a paragraph by a character of its own, and takes no control characters. Knows no Qt.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Final

BREAK: Final = "\u2028"
"""A new line of the same paragraph."""
WRAPPED: Final = 56
"""Columns from which on a line is taken to have been broken for want of room."""

_SPECIAL: Final = re.compile(
    "\r\n|[\r\n\x85\u2028\u2029]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0\ufdd1\ufffc]"
    "|[\U00010000-\U0010ffff]"
)
_LINE_ENDS: Final = ("\r\n", "\r", "\n", "\x85", "\u2028", "\u2029")


class Run:
    """`shown` is what goes into the document. `join`: lines that were broken for want of room are
    one line again."""

    def __init__(self, text: str, *, join: bool) -> None:
        self.length = len(text)
        parts: list[str] = []
        # From these offsets of the text on, the document is so many units ahead.
        self._offsets, self._ahead = [0], [0]
        behind = ahead = 0
        for found in _SPECIAL.finditer(text):
            before = text[behind : found.start()]
            word = _instead(text, found, join)
            units = len(word.encode("utf-16-le")) // 2
            ahead += units - len(found[0])
            parts += (before, word)
            behind = found.end()
            self._offsets.append(behind)
            self._ahead.append(ahead)
        parts.append(text[behind:])
        self.shown = "".join(parts)

    def units(self, offset: int) -> int:
        """How many units of the document are before a character of the text, at most all."""
        offset = min(max(offset, 0), self.length)
        at = bisect_right(self._offsets, offset) - 1
        # Within something special, as between the two characters of a line end: behind it.
        most = self._offsets[at + 1] + self._ahead[at + 1] if at + 1 < len(self._offsets) else None
        place = offset + self._ahead[at]
        return place if most is None else min(place, most)


def _instead(text: str, found: re.Match[str], join: bool) -> str:
    special = found[0]
    if special > "\uffff":
        return special
    if special not in _LINE_ENDS:
        return ""
    if not join or not _was_wrapped(text, found.start(), found.end()):
        return BREAK
    return "" if _is_wide(text[found.start() - 1]) and _is_wide(text[found.end()]) else " "


def _was_wrapped(text: str, end: int, start: int) -> bool:
    """Whether the line that ends at `end` goes on at `start`."""
    if start >= len(text) or not text[start].isalnum():
        return False  # white space, bullets, quotes: a line of its own
    begin = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    line = text[begin:end].strip()
    return bool(line) and sum(2 if _is_wide(character) else 1 for character in line) >= WRAPPED


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
