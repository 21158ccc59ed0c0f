"""Headings of a page of a PDF: titles of its outline found on the page, or lines in large letters.

Knows no PDFium: an open page says where its lines are and how their letters look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Final

from engine.documents.importer.bare import NUMBERING, bare
from engine.documents.importer.pdf_file import Entry, Letter, Line, OpenPage
from engine.documents.records import Block

_LONGEST: Final = 160  # characters of a heading by its letters
_NUMBERING: Final = 24  # characters that may stand beside a title, bare: "Chapter 12. "
_BESIDE: Final = 32  # the same with white space; a line that has more is no title
_LINES: Final = 3  # a title may go over so many
_LARGER: Final = 1.15  # than most letters of the file
_LEVELS: Final = 3  # by size
_NEAR: Final = 40.0  # points that a title may stand below its place in the outline
_MOST_SHARE: Final = 0.25  # of the lines of a file: more are no headings


def titled(entries: Sequence[Entry], page: OpenPage) -> list[Block]:
    """The headings that the outline has for this page, where they are found, in order."""
    lines = page.lines()
    letters = _Letters(page, lines)
    longest = max(len(entry.title) for entry in entries) + _BESIDE
    text = page.text.text
    plain = [
        bare(text[line.start : line.end]) if line.end - line.start <= longest else ""
        for line in lines
    ]
    found: dict[int, Block] = {}
    for entry in entries:
        place = _by_title(entry, letters, plain, found) or _by_height(entry, letters, lines, found)
        if place is not None:
            first, count = place
            start = lines[first].start
            end = lines[first + count - 1].end
            found[first] = Block("heading", start, end - start, min(entry.level, 6))
    return _apart(found[place] for place in sorted(found))


class _Letters:
    """The first letters of lines, looked at when they are asked for."""

    def __init__(self, page: OpenPage, lines: Sequence[Line]) -> None:
        self._page = page
        self._lines = lines
        self._seen: dict[int, Letter] = {}

    def are_at(self, entry: Entry, line: int) -> bool:
        """Whether a line stands where the outline says."""
        if entry.top is None:
            return False
        if line not in self._seen:
            self._seen[line] = self._page.letter(self._lines[line])
        return -2.0 <= entry.top - self._seen[line].top <= _NEAR


class LetterSizes:
    """Which sizes of letters are headings, learnt from lines of some pages of a file that has no
    outline, with the sizes of their first letters in points."""

    def __init__(self, sized: Iterable[tuple[Line, float]]) -> None:
        letters: Counter[float] = Counter()
        lines: Counter[float] = Counter()
        for line, size in sized:
            letters[_rounded(size)] += line.end - line.start
            lines[_rounded(size)] += 1
        body = letters.most_common(1)[0][0] if letters else 0.0
        large = sorted((size for size in lines if size >= body * _LARGER), reverse=True)
        few = sum(lines[size] for size in large) <= _MOST_SHARE * lines.total()
        self._levels: dict[float, int] = {}
        if body > 0 and few:
            self._levels = {size: min(n, _LEVELS) for n, size in enumerate(large, 1)}

    def headings(self, sized: Iterable[tuple[Line, float]], text: str) -> list[Block]:
        """Lines in large letters; those of one size that follow each other are one heading."""
        found: list[Block] = []
        last = 0.0
        for line, points in sized if self._levels else ():
            size = _rounded(points)
            level = self._levels.get(size, 0)
            words = text[line.start : line.end]
            if not level or len(words) > _LONGEST or not any(map(str.isalpha, words)):
                last = 0.0
                continue
            joined = found[-1] if size == last else None
            if joined is not None and line.end - joined.start <= _LONGEST:
                found[-1] = Block("heading", joined.start, line.end - joined.start, level)
            else:
                found.append(Block("heading", line.start, line.end - line.start, level))
            last = size
        return found


def _by_title(
    entry: Entry, letters: _Letters, plain: Sequence[str], taken: Container[int]
) -> tuple[int, int] | None:
    """The line where a title stands and how many it goes over. Before it may be its number, or
    anything at the height that the outline says; the least of that is the best."""
    title = bare(entry.title)
    found = [one for one in _ending(title, plain) if one[0] not in taken]
    if len(found) == 1 and NUMBERING.fullmatch(found[0][2]):
        return found[0][:2]
    ranked = [
        (not letters.are_at(entry, first), len(beside), first, count)
        for first, count, beside in found
        if NUMBERING.fullmatch(beside) or letters.are_at(entry, first)
    ]
    return min(ranked)[2:] if ranked else None


def _ending(title: str, plain: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Lines that end with a title: the first, how many, and what stands before it."""
    most = len(title) + _NUMBERING
    for first, line in enumerate(plain):
        joined, count = line, 1
        while joined and len(joined) <= most:
            if joined.endswith(title):
                if count == 1 or not plain[first + count - 1].endswith(title):
                    yield first, count, joined.removesuffix(title)
                break
            if count == _LINES or first + count == len(plain) or not plain[first + count]:
                break
            joined += plain[first + count]
            count += 1


def _by_height(
    entry: Entry, letters: _Letters, lines: Sequence[Line], taken: Container[int]
) -> tuple[int, int] | None:
    """The line at the height that the outline says, if it can be a heading."""
    for place, line in enumerate(lines):
        short = line.end - line.start <= _LONGEST
        if short and place not in taken and letters.are_at(entry, place):
            return place, 1
    return None


def _apart(blocks: Iterable[Block]) -> list[Block]:
    """Blocks in order without those that begin before the end of the one before."""
    found: list[Block] = []
    for block in blocks:
        if not found or block.start >= found[-1].start + found[-1].length:
            found.append(block)
    return found


def _rounded(size: float) -> float:
    return round(size * 2) / 2
