"""What a file is called where it is shown: what it calls itself, or else its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
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


def title_or_name(source: SourceFile, title: str, pieces: Iterable[Piece | Cut] = ()) -> str:
    """`title`, unless it is empty or what a program wrote there by itself; else the first heading
    of the beginning, else the name of the file without its ending."""
    title = cell(title)
    if title and not _OF_PROGRAMS.fullmatch(title):
        return title[:_LONGEST]
    for number, piece in enumerate(pieces):
        if number > _LOOKED_AT:
            break
        if isinstance(piece, Piece) and piece.kind == "heading" and piece.level == 1:
            return cell(piece.text)[:_LONGEST]
    return cell(_stem(source))[:_LONGEST]


def _stem(source: SourceFile) -> str:
    return Path(shown(source.path)).stem
