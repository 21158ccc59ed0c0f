"""Plain text as pieces: paragraphs, lists, headings that are underlined or numbered as such.

Texts are of two sorts: lines that are paragraphs, and paragraphs that were broken into lines of one
width, which are joined again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Piece, cleaned, paged
from engine.documents.importer.titles import title_or_name
from engine.encodings import decoded

_NARROW: Final = 40
_WIDE: Final = 120
_DRAWN_WIDTH: Final = 400
_LONGEST_HEADING: Final = 80
_UNDERLINE: Final = re.compile(r"([=\-~^*+#\"'`])\1{2,}")
_ITEM: Final = re.compile(
    r"(?:[-*+]\s+|[•·▪◦●]\s*|\d{1,3}[.)]\s+|\d{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]\s*)(?=\S)"
)
_CHAPTER: Final = re.compile(
    r"第\s*[零〇一二三四五六七八九十百千\d]{1,7}\s*[章回节節卷部篇编編集](?:[\s　:：、].*)?"
    r"|(?:CHAPTER|Chapter|PART|Part|BOOK|Book)\s+(?:[IVXLCM]{1,8}|\d{1,4})(?:[.:\s—-].*)?"
)
_HIGHER: Final = re.compile(r"第\s*\S{1,7}?\s*[卷部篇编編集]|PART|Part|BOOK|Book")
_DRAWN: Final = re.compile(r"^[=\-+| ]{5,}$|\S {3,}\S|\t\S|[│┃|+][-─━=]{2,}|[─━]{3,}")
_SENTENCE_END: Final = re.compile(r"[.!?:;。！？：；…”」』)）\"']$")


def read_text(source: SourceFile, limits: Limits) -> Parsed:
    """A text of any length, in parts that end with a paragraph."""
    pieces = text_pieces(text_of(source))
    return Parsed("text", title_or_name(source, ""), paged(source, limits, pieces, "part"))


def text_of(source: SourceFile) -> str:
    """All of a file as text. Raises DocumentError `kind` for what is none."""
    text = decoded(source.read())
    if text is None:
        raise source.error("kind", "it is no text, whatever its name says")
    return cleaned(text)


def text_pieces(text: str) -> Iterator[Piece]:
    """What a plain text says, in order."""
    marks: list[str] = []  # of underlined headings: the first met is the highest
    gap = 1
    for empty, run in groupby(text.split("\n"), lambda line: not line.strip()):
        lines = list(run)
        if empty:
            gap = len(lines)
        elif gap > 1 and len(lines) == 1 and _may_be_heading(lines[0].strip()):
            yield Piece("heading", lines[0].strip(), 2)
        else:
            yield from _paragraphs(lines, marks)


def _paragraphs(lines: list[str], marks: list[str]) -> Iterator[Piece]:
    """The pieces of lines without an empty one between."""
    lines = _without_overline(lines)
    if len(lines) > 1 and _is_underline(lines[1], lines[0]):
        mark = lines[1].strip()[0]
        if mark not in marks:
            marks.append(mark)
        yield Piece("heading", lines[0].strip(), min(6, marks.index(mark) + 1))
        lines = lines[2:]
    elif _is_chapter(lines[0]):
        yield Piece("heading", lines[0].strip(), 1 if _HIGHER.match(lines[0].strip()) else 2)
        lines = lines[1:]
    if not lines:
        return
    if _is_drawn(lines) or _is_indented(lines):
        yield Piece("code", "\n".join(lines))
    elif _ITEM.match(lines[0].strip()):
        yield from _items(lines)
    elif _is_broken(lines):
        yield Piece("text", joined(lines))
    else:
        yield from (_line(line) for line in lines)


def _line(line: str) -> Piece:
    line = line.strip()
    if _is_chapter(line):
        return Piece("heading", line, 1 if _HIGHER.match(line) else 2)
    return Piece("list" if _ITEM.match(line) else "text", line, 1 if _ITEM.match(line) else 0)


def _may_be_heading(line: str) -> bool:
    """A short line that stands alone after more than one empty line."""
    if _is_chapter(line) or len(line) > _LONGEST_HEADING // 2 or _ITEM.match(line):
        return False
    if line.endswith((",", "，", "、")):
        return False
    return (line[0].isupper() or line[0].isdigit() or line[0] >= "\u4e00") and not (
        _SENTENCE_END.search(line)
    )


def _is_chapter(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and _CHAPTER.fullmatch(line.strip()) is not None


def _without_overline(lines: list[str]) -> list[str]:
    over = len(lines) > 2 and lines[0].strip() == lines[2].strip()
    return lines[1:] if over and _UNDERLINE.fullmatch(lines[0].strip()) else lines


def _is_underline(line: str, heading: str) -> bool:
    line, heading = line.strip(), heading.strip()
    if not _UNDERLINE.fullmatch(line) or _UNDERLINE.fullmatch(heading):
        return False
    return len(heading) <= _LONGEST_HEADING and len(line) >= 0.7 * columns(heading)


def _is_drawn(lines: Sequence[str]) -> bool:
    """Tables and pictures made of characters, which must keep their lines and spaces."""
    drawn = sum(1 for line in lines if len(line) < _DRAWN_WIDTH and _DRAWN.search(line.strip()))
    return drawn >= 2 and drawn >= 0.4 * len(lines)


def _is_indented(lines: Sequence[str]) -> bool:
    """Examples of code and the like; in Chinese, a paragraph begins so."""
    return all(line.startswith("    ") and line.isascii() for line in lines)


def _items(lines: Sequence[str]) -> Iterator[Piece]:
    """Items of a list with the lines that go on with them."""
    item: list[str] = []
    for line in [*lines, ""]:
        if item and (not line or _ITEM.match(line.strip())):
            yield Piece("list", joined(item), 1)
            item = []
        item.append(line)


def _is_broken(lines: Sequence[str]) -> bool:
    """Whether lines are one paragraph, broken where a line was full."""
    widths = [columns(line) for line in lines]
    longest = max(widths)
    if len(lines) == 1 or longest > _WIDE or longest < _NARROW:
        return len(lines) == 1
    full = sum(width >= 0.6 * longest for width in widths[:-1])
    ended = sum(bool(_SENTENCE_END.search(line.rstrip())) for line in lines[:-1])
    return full >= 0.75 * (len(lines) - 1) and ended <= 0.6 * (len(lines) - 1)


def joined(lines: Sequence[str]) -> str:
    """Lines as one: with a space between, but not in Chinese or Japanese."""
    text = lines[0].strip()
    for line in lines[1:]:
        line = line.strip()
        wide = text[-1:] >= "\u2e80" and line[:1] >= "\u2e80"
        text += line if wide or not line else f" {line}"
    return text


def columns(line: str) -> int:
    """How wide a line is, where Chinese characters take two columns."""
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
