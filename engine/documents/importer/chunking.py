"""Pages to chunks: parts of a page that are searched for as one, under their headings.

A chunk is some sentences, rows or lines that follow each other, about 200 tokens; it never goes
over the end of a page, and those of a page do not overlap. Knows no file format: a page is its text
and its blocks, and what is in no block is left out.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from zlib import crc32

from engine.documents.importer.sentences import Part, parts
from engine.documents.importer.tokens import estimate
from engine.documents.importer.weak import is_weak
from engine.documents.records import Block, Chunk, Page

TARGET: Final = 320
"""Tokens that a chunk has at most, but for what would be left over."""
_FEW: Final = 48  # tokens of a section that is told with the next one
_ENOUGH: Final = 0.3  # of the target: from there on a paragraph's end is a place to part
_LARGE: Final = 0.2  # of the tokens of a section
_LONGEST_HEADING: Final = 160  # characters


class _Item(NamedTuple):
    """A part of a page: a sentence, a row, or a heading of `level`; `path` are the headings it is
    under, its own the last."""

    part: Part
    path: tuple[str, ...]
    level: int = 0


class Chunker:
    """Makes chunks of the pages of one file, given in order: headings last over pages."""

    def __init__(self, target: int = TARGET) -> None:
        self._target = target
        self._path: list[tuple[int, str]] = []

    def chunks(self, page: Page) -> list[Chunk]:
        """The chunks of a page, in order. Their `words` are not made yet."""
        found: list[Chunk] = []
        section: list[_Item] = []
        for item in self._items(page):
            if item.level and _is_worth(section):
                found += self._made(page, section)
                section = []
            section.append(item)
        return [*found, *self._made(page, section)]

    @property
    def _heading(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._path)

    def _enter(self, level: int, heading: str) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        if name := " ".join(heading.split())[:_LONGEST_HEADING]:
            self._path.append((level, name))

    def _items(self, page: Page) -> Iterator[_Item]:
        blocks = page.blocks or (Block("text", 0, len(page.text)),)
        for block in blocks:
            start, stop = block.start, block.start + block.length
            if not page.text[start:stop].strip():
                continue
            if block.kind == "heading":
                heading = page.text[start:stop]
                self._enter(block.level, heading)
                part = Part(start, stop, estimate(heading), False)
                yield _Item(part, self._heading, block.level)
                continue
            path = self._heading
            for part in parts(page.text, start, stop, self._target):
                yield _Item(part, path)

    def _made(self, page: Page, section: Sequence[_Item]) -> Iterator[Chunk]:
        """The chunks of a section; of one that is only headings one that is weak."""
        bare = all(item.level for item in section)
        heading = _common(section)
        for run in _packed([item.part for item in section], page.text, self._target):
            if chunk := _chunk(page, run[0].start, run[-1].end, heading, bare):
                yield chunk


def _is_worth(section: Sequence[_Item]) -> bool:
    """Whether a section stands by itself: it has more than headings, and not just a few words."""
    return sum(item.part.tokens for item in section if not item.level) >= _FEW


def _packed(section: Sequence[Part], text: str, target: float) -> Iterator[Sequence[Part]]:
    """Runs of parts of at most `target` tokens, where they can be parted at the end of a
    paragraph; what is left over and short goes with the run before it.

    Of several such ends the one is taken whose last part has the least checksum: behind a paragraph
    that was edited the same ends are found again soon, and chunks there keep their vectors.
    """
    first = 0
    while first < len(section):
        end, tokens, seam, least = first, 0.0, 0, 1 << 32
        while end < len(section) and (end == first or tokens + section[end].tokens <= target):
            tokens += section[end].tokens
            end += 1
            last = section[end - 1]
            if last.ends and tokens >= _ENOUGH * target:
                checksum = crc32(text[last.start : last.end].encode("utf-8", "surrogatepass"))
                if checksum < least:
                    seam, least = end, checksum
        left = sum(part.tokens for part in section[end : end + 8])
        if end < len(section) and left < _FEW and end + 8 >= len(section):
            end = len(section)
        elif end < len(section) and seam:
            end = seam
        yield section[first:end]
        first = end


def _common(section: Sequence[_Item]) -> tuple[str, ...]:
    """The headings that a section is under: those that all of its larger parts share."""
    tokens: Counter[tuple[str, ...]] = Counter()
    for item in section:
        tokens[item.path] += round(item.part.tokens) + 1
    large = [path for path in tokens if tokens[path] >= _LARGE * tokens.total()]
    common = large[0] if large else ()
    for path in large[1:]:
        both = zip(common, path, strict=False)
        common = tuple(a for a, _ in itertools.takewhile(lambda two: two[0] == two[1], both))
    return common


def _chunk(page: Page, start: int, end: int, heading: tuple[str, ...], bare: bool) -> Chunk | None:
    """The place without white space around it, or None for nothing else."""
    text = page.text[start:end]
    stripped = text.strip()
    if not stripped:
        return None
    start += text.index(stripped)
    tokens = max(1, round(estimate(stripped)))
    weak = bare or is_weak(stripped, heading)
    return Chunk(page.number, start, len(stripped), stripped, heading, tokens, weak)
