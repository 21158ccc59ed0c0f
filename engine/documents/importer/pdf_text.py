"""The text of a page of a PDF as PDFium gives it, made clean, and where its characters were.

PDFium ends lines with CR LF and puts U+FFFE for a hyphen at the end of a line that it joins to the
next. Clean text has words without that hyphen, lines of Chinese joined as they are read, and LF.
It is made from the text of the page alone, so that it is the same whenever the page is read.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_ODD: Final = re.compile(r"\r\n|[\x00-\x08\x0a-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_HAN: Final = (
    "\u3000-\u303f\u3041-\u30ff\uff01-\uff60"  # punctuation, kana, wide forms
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WIDE: Final = re.compile(f"[{_HAN}\uac00-\ud7a3]")
_JOINS: Final = re.compile(f"[{_HAN}]")
_ENDS: Final = frozenset("。！？；：")
_FULL: Final = 0.8  # of the widest line: what is shorter ends a paragraph
_NARROWEST: Final = 40  # columns of the widest line: a page of short lines has no paragraphs


class _Change(NamedTuple):
    start: int
    end: int
    put: str


class PageText:
    """`text` is clean; `raw` what it was made from."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        if _is_easy(raw):
            self.text = raw.replace("\r\n", "\n")
            return
        pieces: list[str] = []
        last = 0
        for change in self._changes:
            pieces += (raw[last : change.start], change.put)
            last = change.end
        pieces.append(raw[last:])
        self.text = "".join(pieces)

    def raw_range(self, start: int, length: int) -> tuple[int, int]:
        """Where characters `start` to `start + length` of the text are in `raw`: start and end."""
        first = bisect.bisect_right(self._ends, start)
        last = bisect.bisect_left(self._ends, start + length)
        return self._raw(first, start), self._raw(last, start + length)

    @functools.cached_property
    def _changes(self) -> list[_Change]:
        return list(_changes(self.raw))

    @functools.cached_property
    def _ends(self) -> list[int]:
        """Where each change ends in the text."""
        ends: list[int] = []
        moved = 0
        for change in self._changes:
            moved += len(change.put) - (change.end - change.start)
            ends.append(change.end + moved)
        return ends

    def _raw(self, changes: int, place: int) -> int:
        """The place in `raw` of one in the text that has so many changes before it."""
        if not changes:
            return place
        return self._changes[changes - 1].end + place - self._ends[changes - 1]


def _is_easy(raw: str) -> bool:
    """Whether `raw` is a text of Western Europe without anything odd, as most pages are: looking at
    all of it at once is much faster than looking for what is odd."""
    try:
        raw.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return raw.replace("\r\n", "").replace("\u00a0", "").isprintable()


def _changes(raw: str) -> Iterator[_Change]:
    joins = _WIDE.search(raw) is not None
    widest = max(_NARROWEST, *map(_columns, raw.split("\r\n"))) if joins else 0
    line = 0
    for match in _ODD.finditer(raw):
        start, end = match.span()
        if match.group() == "\r\n":
            full = joins and _joined(raw, start, end)
            full = full and _columns(raw[line:start]) >= _FULL * widest
            line = end
            yield _Change(start, end, "" if full else "\n")
        elif match.group() == "\ufffe":
            split = raw[start - 1 : start].islower() and raw[end : end + 1].islower()
            yield _Change(start, end, "" if split else "-")
        else:
            yield _Change(start, end, " ")


def _joined(raw: str, start: int, end: int) -> bool:
    """Whether a sentence of Chinese or Japanese goes on in the next line, without a space."""
    before, after = raw[start - 1 : start], raw[end : end + 1]
    return bool(before not in _ENDS and _JOINS.match(before) and _JOINS.match(after))


def _columns(line: str) -> int:
    """About how wide a line is: what has three bytes in UTF-8 takes two columns."""
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2
