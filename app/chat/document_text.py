"""The text of a document as it reads, and where its parts are in the document.

A document counts in UTF-16 units, has one character for a formula and soft breaks in long words.
Knows no widget.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from app.chat.formula_object import OBJECT
from app.chat.markdown import SOFT_BREAK

_SPECIAL = re.compile(f"[{OBJECT}{SOFT_BREAK}\U00010000-\U0010ffff]")


class DocumentText:
    """`plain` is what the document says it holds, `sources` what its formulas were written as."""

    def __init__(self, plain: str, sources: Sequence[str]) -> None:
        formulas = iter(sources)
        parts: list[str] = []
        # Behind each special character: how far we are in the text and in the document.
        self._read: list[int] = [0]
        self._units: list[int] = [0]
        length = units = behind = 0
        for found in _SPECIAL.finditer(plain):
            before = plain[behind : found.start()]
            behind = found.end()
            special = {OBJECT: None, SOFT_BREAK: ""}.get(found[0], found[0])
            word = next(formulas, "") if special is None else special
            parts += (before, word)
            # The special character itself is a stretch of its own.
            self._read.append(length + len(before))
            self._units.append(units + len(before))
            length += len(before) + len(word)
            units += len(before) + (2 if found[0] > "\uffff" else 1)
            self._read.append(length)
            self._units.append(units)
        parts.append(plain[behind:])
        self.text = "".join(parts)

    def span(self, start: int, length: int) -> tuple[int, int]:
        """The positions in the document around a part of the text. Of a formula it is all."""
        end = start + length
        first = bisect_right(self._read, start) - 1
        last = bisect_right(self._read, end - 1) - 1
        begin = self._units[first] + (0 if first % 2 else start - self._read[first])
        if last % 2:
            return begin, self._units[last + 1]
        return begin, self._units[last] + end - self._read[last]
