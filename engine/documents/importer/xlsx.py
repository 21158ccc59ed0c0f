"""Spreadsheets of Excel as tables: a page a sheet, in parts where it is long.

Cells as they were last computed; no formula is computed, no link followed. Knows of styles only
what makes a number a date or a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.documents.importer.limits import Limits
from engine.documents.importer.marks import hidden, marked
from engine.documents.importer.package import Package
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, paged, row
from engine.documents.importer.titles import title_or_name
from engine.documents.importer.xlsx_numbers import Formats
from engine.documents.importer.xml_tree import Element, attribute, child, local, streamed

_PLACE: Final = re.compile(r"([A-Z]{1,3})\d+")
_MOST_COLUMNS: Final = 16_384
_MOST_GAP: Final = 40
"""Empty cells that are kept between two of a row; more would only be tabs."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


def read_xlsx(source: SourceFile, limits: Limits) -> Parsed:
    """A workbook. Sheets without a cell are left out, hidden ones are marked."""
    package = Package(source, limits)
    main = package.main("xl/workbook.xml")
    book = package.xml(main)
    relations = package.relations(main)
    parts = {relation.kind: relation.target for relation in relations.values()}
    targets = {key: relation.target for key, relation in relations.items()}
    sheets = [sheet for sheet in _sheets(book, targets) if sheet.part in package]
    properties = child(book, "workbookPr")
    since_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true")
    styles = parts.get("styles", "")
    formats = Formats(package.xml(styles) if styles in package else None, since_1904=since_1904)

    def pieces() -> Iterator[Piece | Cut]:
        strings = list(_strings(package, source, parts.get("sharedStrings", "")))
        for sheet in sheets:
            yield from _rows(package, source, sheet, strings, formats)
        package.close()

    return Parsed(
        "xlsx", title_or_name(source, package.title()), paged(source, limits, pieces(), "sheet")
    )


def _sheets(book: Element, targets: dict[str, str]) -> Iterator[_Sheet]:
    for element in book.iter():
        if local(element) == "sheet":
            ids = [value for key, value in element.items() if key.endswith("}id")]
            hidden = attribute(element, "state") in ("hidden", "veryHidden")
            yield _Sheet(attribute(element, "name"), targets.get("".join(ids[:1]), ""), hidden)


def _strings(package: Package, source: SourceFile, part: str) -> Iterator[str]:
    if part in package:
        with package.open(part) as file:
            for element in streamed(file, source, part, "si"):
                yield _rich(element)


def _rows(
    package: Package, source: SourceFile, sheet: _Sheet, strings: list[str], formats: Formats
) -> Iterator[Piece | Cut]:
    """The rows of a sheet; its first begins each of its pages."""
    begun = False
    with package.open(sheet.part) as file:
        for element in streamed(file, source, sheet.part, "row"):
            text = row(_cells(element, strings, formats))
            if not text.strip():
                continue
            if not begun:
                begun = True
                yield Cut(hidden(sheet.name, text) if sheet.hidden else sheet.name, text)
            yield Piece("table", text)
    for relation in package.relations(sheet.part).values():
        if (
            begun
            and relation.kind in ("comments", "threadedComment")
            and relation.target in package
        ):
            yield from _comments(package.xml(relation.target))


def _cells(element: Element, strings: list[str], formats: Formats) -> list[str]:
    cells: list[str] = []
    for one in element:
        if local(one) != "c":
            continue
        found = _PLACE.fullmatch(attribute(one, "r"))
        column = _column(found[1]) if found else len(cells)
        gap = column - len(cells)
        cells += [""] * min(max(0, gap), _MOST_GAP)
        if len(cells) < _MOST_COLUMNS:
            cells.append(_value(one, strings, formats))
    return cells


def _value(element: Element, strings: list[str], formats: Formats) -> str:
    """What a cell shows."""
    kind = attribute(element, "t")
    if kind == "inlineStr":
        return _rich(element)
    found = child(element, "v")
    text = ((found.text or "") if found is not None else "").strip() or _formula(element)
    if kind == "s":
        at = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
        return strings[at] if 0 <= at < len(strings) else ""
    if kind == "b":
        return "TRUE" if text == "1" else "FALSE"
    return formats.shown(text, attribute(element, "s")) if kind in ("", "n") else text


def _formula(element: Element) -> str:
    """The formula of a cell that no program has computed yet."""
    found = child(element, "f")
    return f"={found.text}" if found is not None and found.text else ""


def _rich(element: Element) -> str:
    """The text of a string, without how its characters are to be read aloud."""
    words = []
    for one in element.iter():
        if local(one) == "t":
            parent = one.getparent()
            if parent is None or local(parent) != "rPh":
                words.append(one.text or "")
    return "".join(words)


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _comments(root: Element) -> Iterator[Piece]:
    for element in root.iter():
        if local(element) in ("comment", "threadedComment") and (text := _said(element)):
            yield Piece("text", marked("comments", text, attribute(element, "ref")))


def _said(element: Element) -> str:
    words = "".join(one.text or "" for one in element.iter() if local(one) in ("t", "text"))
    return " ".join(words.split())
