"""Where a text may be parted: at the ends of paragraphs and sentences, English and Chinese.

Parts are for searching: an abbreviation taken for an end does no harm. Texts of PDF files have line
feeds inside of sentences; those part nothing, unless a sentence is too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from engine.documents.importer.tokens import estimate

_CLOSING: Final = "[\"'”’」』）】》)\\]]*"
_ITEM: Final = r"[•·▪●○◦■□–—*-]\s|[(（]?(?:\d{1,3}|[a-z]|[一二三四五六七八九十]{1,3})[.)）、]"
# It begins with one set of characters, so that the text between is passed over fast.
_END: Final = re.compile(
    r"[\n.!?…·。！？；](?:"
    r"(?P<leaders>(?<=[.…·])(?:[^\S\n]?[.…·]){3,})"
    rf"|(?P<paragraph>(?<=\n)(?:[^\S\n]*\n\s*|(?=[^\S\n]*(?:{_ITEM}))))"
    rf"|(?<=[。！？；])[。！？；]*{_CLOSING}\s*"
    rf"|(?<=[.!?…])[.!?…]*{_CLOSING}\s+(?=[^a-z\s])"
    r")"
)
_SHORT: Final = re.compile(r"(?:\b[A-Z]|\b(?:e\.g|i\.e|cf|vs|Fig|No|Mr|Mrs|Dr|St|Sec|pp?))\.\s+$")
_LINE: Final = re.compile(r"\n\s*")
_SPACE: Final = re.compile(r"\s+|[，、,;:：]")
_LOOK_BACK: Final = 8


class Part(NamedTuple):
    """A run of text from `start` to `end` with the white space behind it. `ends`: a paragraph ends
    with it."""

    start: int
    end: int
    tokens: float
    ends: bool


def parts(text: str, start: int, stop: int, most: float) -> Iterator[Part]:
    """The sentences of `text[start:stop]`, in order and without a gap, those of more than `most`
    tokens at line ends, at spaces or anywhere."""
    for first, end, ends in _sentences(text, start, stop):
        tokens = estimate(text[first:end])
        if tokens <= most:
            yield Part(first, end, tokens, ends)
        else:
            yield from _split(text, first, end, most, ends)


def _sentences(text: str, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    first = start
    for match in _END.finditer(text, start, stop):
        end = match.end()
        kind = match.lastgroup
        if end <= first or kind == "leaders":
            continue
        paragraph = kind == "paragraph"
        stop_at = match.start()
        if text[stop_at] == "." and _SHORT.search(text, max(first, stop_at - _LOOK_BACK), end):
            continue
        yield first, end, paragraph or "\n" in match.group()
        first = end
    if first < stop:
        yield first, stop, True


def _split(text: str, start: int, stop: int, most: float, ends: bool) -> Iterator[Part]:
    """Pieces of at most `most` tokens, parted at line ends where there are any."""
    while start < stop:
        end = _reach(text, start, stop, most)
        if end < stop:
            half = start + (end - start) // 2
            for seam in (_LINE, _SPACE):
                if places := [m.end() for m in seam.finditer(text, half, end) if m.end() <= end]:
                    end = places[-1]
                    break
        yield Part(start, end, estimate(text[start:end]), ends and end == stop)
        start = end


def _reach(text: str, start: int, stop: int, most: float) -> int:
    """How far `most` tokens go from `start`; at least one character."""
    low, high = start + 1, min(stop, start + int(most * 4) + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if estimate(text[start:middle]) <= most:
            low = middle
        else:
            high = middle - 1
    return low
