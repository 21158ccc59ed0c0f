"""Tables as text (CSV, TSV) as rows, in parts that begin with the first row again."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, paged, row
from engine.documents.importer.text import text_of
from engine.documents.importer.titles import title_or_name
from engine.examples.delimited import separator

_MOST_LINES: Final = 200
"""Lines of one row; a quote that is open for longer was not meant."""
_TABBED: Final = (".tsv", ".tab")


def read_csv(source: SourceFile, limits: Limits) -> Parsed:
    """A table. What is no proper row is read as it stands."""
    text = text_of(source)
    sign = "\t" if source.suffix in _TABBED and "\t" in text else separator(text)
    lines = text.split("\n")
    if lines[0].casefold().startswith("sep="):  # what Excel writes for itself
        sign, lines = lines[0][4:5] or sign, lines[1:]
    pieces = _pieces(lines, sign or ",")
    return Parsed("csv", title_or_name(source, ""), paged(source, limits, pieces, "part"))


def _pieces(lines: Sequence[str], sign: str) -> Iterator[Piece | Cut]:
    begun = False
    for text in filter(str.strip, map(row, _rows(lines, sign))):
        if not begun:
            begun = True
            yield Cut(header=text)
        yield Piece("table", text)


def _rows(lines: Sequence[str], sign: str) -> Iterator[Sequence[str]]:
    at = 0
    while at < len(lines):
        cells, used = _row(lines, at, sign)
        at += used
        yield cells


def _row(lines: Sequence[str], at: int, sign: str) -> tuple[Sequence[str], int]:
    """The cells of the row that begins at a line, and how many lines it has."""
    end = min(len(lines), at + _MOST_LINES)
    reader = csv.reader((f"{lines[i]}\n" for i in range(at, end)), delimiter=sign, strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return lines[at].split(sign), 1
