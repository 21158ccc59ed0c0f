"""What a file is called where it is shown: what it calls itself, or else its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.pieces import Cut, Piece, cell
from engine.files import shown

_LONGEST: Final = 200
_LOOKED_AT: Final = 40
_OF_PROGRAMS: Final = re.compile(
    r"(?i)(?:microsoft (?:word|powerpoint|excel) - .*|powerpoint presentation|word document"
    r"|document\d*|presentation\d*|untitled.*|slide \d+|powerpoint 演示文稿|幻灯片 ?\d+|无标题.*"
    r"|.*\.(?:docx?|pptx?|xlsx?))"
)


def title_or_name(source: SourceFile, title: str) -> str:
    """`title`, unless it is empty or what a program wrote there by itself; else the name of the
    file without its ending."""
    title = cell(title)
    named = title if title and not _OF_PROGRAMS.fullmatch(title) else cell(_stem(source))
    return named[:_LONGEST]


def titled(
    source: SourceFile, title: str, pieces: Iterable[Piece | Cut]
) -> tuple[str, Iterator[Piece | Cut]]:
    """The same, but the first heading before the name; and the pieces, from the first on."""
    pieces = iter(pieces)
    first = list(islice(pieces, _LOOKED_AT))
    if not cell(title) or _OF_PROGRAMS.fullmatch(cell(title)):
        title = _first_heading(first)
    return title_or_name(source, title), chain(first, pieces)


def _first_heading(pieces: Iterable[Piece | Cut]) -> str:
    headings = (one for one in pieces if isinstance(one, Piece) and one.kind == "heading")
    return next((heading.text for heading in headings if heading.level == 1), "")


def _stem(source: SourceFile) -> str:
    return Path(shown(source.path)).stem
