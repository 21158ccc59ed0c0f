"""Documents of Word as pieces of text.

Pages are those of the last time Word laid the text out, where it kept them: a paragraph that goes
on on the next page stays whole on its own. Text that was deleted under tracked changes is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from engine.documents.importer.docx_notes import Notes
from engine.documents.importer.docx_numbers import BULLET, Numbering
from engine.documents.importer.docx_styles import Styles
from engine.documents.importer.limits import Limits
from engine.documents.importer.marks import Mark
from engine.documents.importer.package import Package
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, paged, prose, row
from engine.documents.importer.titles import titled
from engine.documents.importer.xml_tree import Element, attribute, child, local, value, walked
from engine.documents.records import PageKind

_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "cr": "\n"}
_REFERENCES: Final[dict[str, Mark]] = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
_LEFT_OUT: Final = ("Fallback", "del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr")


def read_docx(source: SourceFile, limits: Limits) -> Parsed:
    """A document of Word, by its pages or, without any, in parts where it is long."""
    package = Package(source, limits)
    main = package.main("word/document.xml")
    root, body = package.xml(main), _Body(package, main)
    title, pieces = titled(source, package.title(), body.pieces(root))
    package.close()
    has_pages = any(True for _ in root.iter("{*}lastRenderedPageBreak"))
    kind: PageKind = "page" if has_pages else "part"
    return Parsed("docx", title, paged(source, limits, chain([Cut()], pieces), kind))


class _Paragraph:
    """A paragraph that is being read: its text, what belongs to it, and the pages that ended."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.notes: list[Piece] = []
        self.ends_before = 0
        self.ends_within = 0

    def end_page(self) -> None:
        if any(part.strip() for part in self.text):
            self.ends_within += 1
        else:
            self.ends_before += 1


class _Body:
    """Reads a document from its root. Text boxes are paragraphs within paragraphs: those inside
    come first."""

    def __init__(self, package: Package, main: str) -> None:
        relations = package.relations(main)
        parts = {relation.kind: relation.target for relation in relations.values()}
        self._styles = Styles(_part(package, parts, "styles"))
        self._numbering = Numbering(_part(package, parts, "numbering"))
        self._notes = Notes(package, parts)
        self._open: list[_Paragraph] = []
        self._tables: list[bool] = []  # whether each open table is one, or a box of one cell
        self._rows: list[list[str]] = []
        self._cell: list[str] = []
        self._ends_before = False  # of the row that is open
        self._ends_within = False

    def pieces(self, root: Element) -> Iterator[Piece | Cut]:
        skipped: Element | None = None
        for event, element in walked(root):
            if skipped is not None:
                skipped = None if event == "end" and element is skipped else skipped
            elif event == "end":
                yield from self._end(local(element), element)
            elif (name := local(element)) in _LEFT_OUT:
                skipped = element
            else:
                self._start(name, element)

    def _start(self, name: str, element: Element) -> None:
        if name == "p":
            self._open.append(_Paragraph())
        elif name == "tbl":
            self._tables.append(sum(local(one) == "tc" for one in element.iter()) > 1)
        elif name == "tr" and self._in_table():
            self._rows.append([])
        elif self._open:
            self._add(name, element, self._open[-1])

    def _add(self, name: str, element: Element, paragraph: _Paragraph) -> None:
        if name == "t":
            paragraph.text.append(_raised(element) + (element.text or ""))
        elif name in _CHARACTERS:
            paragraph.text.append(_CHARACTERS[name])
        elif name == "br" and attribute(element, "type") in ("", "textWrapping"):
            paragraph.text.append("\n")
        elif name == "lastRenderedPageBreak":
            paragraph.end_page()
        elif name in _REFERENCES:
            paragraph.notes += self._notes.of(_REFERENCES[name], attribute(element, "id"))

    def _end(self, name: str, element: Element) -> Iterator[Piece | Cut]:
        if name == "p" and self._open:
            paragraph = self._open.pop()
            if self._in_row():
                self._into_cell(paragraph)
            else:
                yield from (Cut() for _ in range(paragraph.ends_before))
                yield from self._paragraph("".join(paragraph.text), child(element, "pPr"))
                yield from paragraph.notes
                yield from (Cut() for _ in range(paragraph.ends_within))
        elif name == "tc" and self._in_row():
            self._rows[-1].append(" ".join(self._cell))
            self._cell = []
        elif name == "tr" and self._in_row():
            yield from self._row(self._rows.pop())
        elif name == "tbl" and self._tables:
            self._tables.pop()

    def _paragraph(self, text: str, properties: Element | None) -> Iterator[Piece]:
        look = self._styles.look(properties)
        marker = self._numbering.marker(look.list_id, look.list_level) if look.list_id else ""
        if look.kind == "contents" or not text.strip():
            return
        if look.kind == "code":
            yield Piece("code", text)
        elif look.heading:
            number = "" if marker in ("", BULLET) else f"{marker} "
            yield Piece("heading", number + prose(text), look.heading)
        elif marker:
            yield Piece("list", f"{marker} {prose(text)}", look.list_level + 1)
        else:
            yield Piece(look.kind, prose(text))

    def _into_cell(self, paragraph: _Paragraph) -> None:
        first = not self._cell and not self._rows[-1]
        self._ends_before |= first and bool(paragraph.ends_before)
        self._ends_within |= bool(paragraph.ends_within or (paragraph.ends_before and not first))
        self._cell += ["".join(paragraph.text), *(note.text for note in paragraph.notes)]

    def _row(self, cells: list[str]) -> Iterator[Piece | Cut]:
        """A row of a table. All its cells may go on over the same end of a page."""
        if self._in_row():  # of a table in a cell of another
            self._cell += cells
            return
        if self._ends_before:
            yield Cut()
        yield Piece("table", row(cells))
        if self._ends_within:
            yield Cut()
        self._ends_before = self._ends_within = False

    def _in_table(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _in_row(self) -> bool:
        return bool(self._rows)


def _raised(element: Element) -> str:
    """A sign before a number that stands higher: 10^6 is not 106."""
    run = element.getparent()
    if value(child(run, "rPr"), "vertAlign") != "superscript":
        return ""
    return "^" if (element.text or "").strip()[:1].isdigit() else ""


def _part(package: Package, parts: dict[str, str], kind: str) -> Element | None:
    name = parts.get(kind, "")
    return package.xml(name) if name in package else None
