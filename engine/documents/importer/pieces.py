"""Pieces of text, as parsers find them, put together to pages with blocks.

The text of a page is ours: pieces in order, cleaned, with an empty line between them, or a line end
within a list, a table or code. The same pieces always give the same text, so that places last.
Knows no format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.records import Block, BlockKind, Page, PageKind

PART: Final = 60_000
"""Characters after which a page of a long text ends, where a piece does."""
DEFINITION: Final = 5
"""The level of headings that are lines of code; those within others are of the next."""
_TIGHT: Final = ("list", "table", "code")
_WHOLE: Final = ("slide", "page")  # their numbers are those that people see: never divided
_SENTENCE_END: Final = re.compile(r"[.!?;]\s|[。！？；\n]")
_HIDDEN: Final = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xA0], " ") | dict.fromkeys(
    [0xAD, 0x200B, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_HIDDEN.update({ord("\n"): "\n", ord("\t"): "\t", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"})
_HIDDEN.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
_LINE_ENDS: Final = re.compile(r"\r\n?")
_SPACES: Final = re.compile(r"[^\S\n]+")
_AROUND_LINES: Final = re.compile(r" ?\n ?")


class Piece(NamedTuple):
    """What becomes a block: see `engine.documents.records.Block`."""

    kind: BlockKind
    text: str
    level: int = 0


class Cut(NamedTuple):
    """A page begins. `label` is its name; `header`, a row of a table, is said again on each page
    that goes on with it."""

    label: str = ""
    header: str = ""


def cleaned(text: str) -> str:
    """`text` with one kind of line end, and without characters that show nothing or hide what
    stands there."""
    return _LINE_ENDS.sub("\n", text).translate(_HIDDEN)


def prose(text: str) -> str:
    """`text` on lines without spaces around or runs of them."""
    return _AROUND_LINES.sub("\n", _SPACES.sub(" ", cleaned(text))).strip()


def cell(text: str) -> str:
    """`text` as it stands in a row of a table: on one line, without tabs."""
    return " ".join(cleaned(text).split())


def row(cells: Iterable[str]) -> str:
    """The cells of a row parted by tabs, without empty ones at the end."""
    return "\t".join(map(cell, cells)).rstrip("\t")


def paged(
    source: SourceFile, limits: Limits, pieces: Iterable[Piece | Cut], kind: PageKind
) -> Iterator[Page]:
    """The pages that `pieces` make. Slides and pages may be empty, so that their numbers are right.

    Raises DocumentError `too_many_pages`; `empty` or, of pages, `no_text` at the end.
    """
    most = limits.page if kind in _WHOLE else min(PART, limits.page)
    pages = _Pages(source, limits, kind, most)
    for piece in pieces:
        if isinstance(piece, Cut):
            yield from pages.end()
            pages.begin(piece)
            continue
        for part in _divided(piece, most):
            if pages.is_full(part):
                yield from pages.end()
                pages.go_on()
            pages.add(part)
    yield from pages.end()
    if not pages.characters:
        fault = "no_text" if kind in ("slide", "page", "chapter") else "empty"
        raise source.error(fault, "there is no text in it")


class _Pages:
    """The page that is being written, and how much there was before it."""

    def __init__(self, source: SourceFile, limits: Limits, kind: PageKind, most: int) -> None:
        self.characters = 0
        self._source = source
        self._limits = limits
        self._kind = kind
        self._most = most
        self._number = 0
        self._cut: Cut | None = None
        self._continued = 1
        self._begin_empty()

    def _begin_empty(self) -> None:
        self._texts: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0

    def begin(self, cut: Cut) -> None:
        self._cut = cut
        self._continued = 1

    def go_on(self) -> None:
        """Begin a page that goes on with what the one before was of."""
        self._continued += 1
        if self._cut and self._cut.header:
            self.add(Piece("table", self._cut.header))

    def is_full(self, piece: Piece) -> bool:
        """Whether a page should end before `piece`: too long with it, or a chapter begins."""
        if self._length + len(piece.text) > self._most:
            return bool(self._length)
        big = piece.kind == "heading" and piece.level in (1, 2)
        return big and self._kind not in _WHOLE and self._length > self._most // 2

    def add(self, piece: Piece) -> None:
        text = piece.text
        if not text.strip():
            return
        indent = _indent(piece)
        self._put(self._gap(piece) + indent)
        text = text[len(indent) :]
        self._blocks.append(Block(piece.kind, self._length, len(text), piece.level))
        self._put(text)

    def _gap(self, piece: Piece) -> str:
        """What stands between the last piece and this one."""
        if not self._blocks:
            return ""
        last = self._blocks[-1]
        defined = piece.kind == "code" and last.kind == "heading" and last.level >= DEFINITION
        tight = piece.kind in _TIGHT and piece.kind == last.kind
        return "\n" if tight or defined else "\n\n"

    def _put(self, text: str) -> None:
        self._texts.append(text)
        self._length += len(text)

    def end(self) -> Iterator[Page]:
        """The page, where there is one."""
        wanted = self._cut is not None and self._kind in _WHOLE and self._continued == 1
        if self._blocks or wanted:
            self._number += 1
            self.characters += self._length
            if self._number > self._limits.pages:
                raise self._source.error("too_many_pages", "it has too many pages")
            text, blocks = "".join(self._texts), tuple(self._blocks)
            yield Page(self._number, text, blocks, self._label(), self._kind)
        self._begin_empty()

    def _label(self) -> str:
        label = self._cut.label if self._cut else ""
        return f"{label} ({self._continued})" if label and self._continued > 1 else label


def _divided(piece: Piece, most: int) -> Iterator[Piece]:
    """A piece that is too long for a page in parts, at the end of a line, a sentence or a word."""
    text = _trimmed(piece)
    while len(text) > most:
        window = text[most // 2 : most]
        ends = [found.end() for found in _SENTENCE_END.finditer(window)]
        space = window.rfind(" ") + 1
        end = most // 2 + (ends[-1] if ends else space or len(window))
        yield piece._replace(text=text[:end].rstrip())
        text = text[end:].lstrip("\n") if piece.kind == "code" else text[end:].lstrip()
    if text:
        yield piece._replace(text=text)


def _trimmed(piece: Piece) -> str:
    if piece.kind == "code":
        lines = cleaned(piece.text).rstrip()
        return re.sub(r"^(?:[^\S\n]*\n)+", "", lines)
    if piece.kind == "table":
        return piece.text.rstrip()
    return _indent(piece) + prose(piece.text)


def _indent(piece: Piece) -> str:
    """The spaces before a line of code that is a heading."""
    text = piece.text
    return text[: len(text) - len(text.lstrip(" \t"))] if piece.kind == "heading" else ""
