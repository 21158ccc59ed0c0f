"""The text of a page of a PDF as PDFium gives it, made clean, and where its characters were.

PDFium ends lines with CR LF and puts U+FFFE for a hyphen at the end of a line that it joins to the
next. Clean text has words without that hyphen, lines of Chinese joined as they are read, and LF.
It is made from the text of the page alone, so that it is the same whenever the page is read.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_ODD: Final = re.compile(r"\r\n|[\x00-\x08\x0a-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
# Chinese and Japanese: punctuation and kana, wide forms, characters.
_JOINED: Final = ((0x3000, 0x30FF), (0xFF01, 0xFF60), (0x3400, 0x9FFF), (0xF900, 0xFAFF))
_JOINS: Final = frozenset(chr(code) for first, last in _JOINED for code in range(first, last + 1))
_OPEN: Final = _JOINS - frozenset("。！？；：")
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
        lines = raw.split("\r\n")
        if _is_plain(lines):  # nearly always; then nothing has to be looked at letter by letter
            put = _between(lines)
            self.text = "".join(itertools.chain.from_iterable(zip(lines, (*put, ""), strict=True)))
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


def _changes(raw: str) -> Iterator[_Change]:
    put = iter(_between(raw.split("\r\n")))
    for match in _ODD.finditer(raw):
        start, end = match.span()
        if match.group() == "\r\n":
            yield _Change(start, end, next(put))
        elif match.group() == "\ufffe":
            split = raw[start - 1 : start].islower() and raw[end : end + 1].islower()
            yield _Change(start, end, "" if split else "-")
        else:
            yield _Change(start, end, " ")


def _is_plain(lines: Sequence[str]) -> bool:
    """Whether no character of `lines` has to be changed."""
    text = "".join(lines).replace("\u00a0", "").replace("\u3000", "")
    return text.isprintable() or _ODD.search(text) is None


def _between(lines: Sequence[str]) -> list[str]:
    """What is put between lines: a line feed, or nothing where a sentence of Chinese or Japanese
    goes on in the next line, from one that is as wide as most."""
    put = ["\n"] * (len(lines) - 1)
    open_lines = [
        place
        for place, line in enumerate(lines[:-1])
        if line[-1:] in _OPEN and lines[place + 1][:1] in _JOINS
    ]
    if open_lines:
        full = _FULL * max(_NARROWEST, *map(_columns, lines))
        for place in open_lines:
            if _columns(lines[place]) >= full:
                put[place] = ""
    return put


def _columns(line: str) -> int:
    """About how wide a line is: what has three bytes in UTF-8 takes two columns."""
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2
