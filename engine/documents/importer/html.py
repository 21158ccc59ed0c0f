"""Web pages as pieces of text: what is read of them, without what is for machines or for moving on.

Nothing is fetched: no picture, no style, no frame. Knows no archive and no mail, whose pages it
reads, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Piece, paged, prose, row
from engine.documents.importer.titles import titled
from engine.documents.importer.web_page import html_text, html_title, parsed_html
from engine.documents.importer.xml_tree import Element, attribute, local, walked
from engine.documents.records import BlockKind

_SILENT: Final = re.compile(
    "script|style|template|noscript|head|nav|iframe|object|embed|svg|canvas|audio|video|select"
    "|input|button|textarea|datalist|map|rp|rt|annotation"
)
_PARAGRAPH: Final = re.compile(
    "p|div|section|article|main|header|footer|aside|address|figure|figcaption|dl|dt|dd|details"
    "|summary|form|fieldset|legend|center|body|html|caption|hr|ul|ol|menu|li|blockquote|table|tr"
    "|td|th|thead|tbody|tfoot|h[1-6]|pre|listing|xmp"
)
_CELLS: Final = ("td", "th")
_LISTS: Final = ("ul", "ol", "menu")
_CODE: Final = ("pre", "listing", "xmp")
_IN_LAYOUT: Final = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
_UNSEEN: Final = re.compile(r"display\s*:\s*none")
_KINDS: Final = ("class", "role", "epub:type", "{http://www.idpf.org/2007/ops}type")
_ELSEWHERE: Final = re.compile(
    r"(?:^|\s)(?:toc|doc-toc|navigation|navheader|navfooter|navbar|breadcrumbs?|sphinxsidebar"
    r"|headerlink|noteref|doc-noteref|doc-backlink|footnote-(?:ref|back\w*))(?:\s|$)"
)


def read_html(source: SourceFile, limits: Limits) -> Parsed:
    """A web page, in parts where it is long."""
    root = parsed_html(html_text(source.read(), source), source)
    title, pieces = titled(source, html_title(root), html_pieces(root))
    return Parsed("html", title, paged(source, limits, pieces, "part"))


def html_pieces(root: Element) -> Iterator[Piece]:
    """What a page says, in order."""
    return _Reader(root).pieces()


class _Reader:
    """Where in a page one is, and the text since its last paragraph began."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._real = _tables_of(root)
        self._text: list[str] = []
        self._lists: list[int] = []  # numbers of the items of open lists, 0 where they have none
        self._marker = ""
        self._quotes = 0
        self._code = 0
        self._heading = 0
        self._tables: list[bool] = []  # whether each open table is one, not a layout
        self._cells: list[list[str]] = []
        self._cell_parts: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        silent: Element | None = None
        for event, element in walked(self._root):
            name = local(element)
            if silent is None and event == "start" and _is_silent(name, element):
                silent = element
            if silent is None and event == "start":
                yield from self._start(name, element)
                self._add(element.text or "")
            elif silent is None:
                yield from self._end(name)
            if event == "end":
                if silent is element:
                    silent = None
                if silent is None:
                    self._add(element.tail or "")
        yield from self._flush()

    def _start(self, name: str, element: Element) -> Iterator[Piece]:
        if name == "br":
            self._text.append("\n")
        elif name == "sup" and (element.text or "").strip()[:1].isdigit():
            self._text.append("^")  # 10^6 is not 106
        if not _PARAGRAPH.fullmatch(name):
            return
        yield from self._flush()
        if name in _LISTS:
            self._lists.append(_first_number(element) if name == "ol" else 0)
        elif name == "li":
            self._marker = self._next_marker()
        elif name == "blockquote":
            self._quotes += 1
        elif name in _CODE:
            self._code += 1
        elif name == "table":
            self._tables.append(element in self._real)
        elif name == "tr" and self._in_table():
            self._cells.append([])
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self._heading = int(name[1])

    def _end(self, name: str) -> Iterator[Piece]:
        if not _PARAGRAPH.fullmatch(name):
            return
        yield from self._flush()
        if name in _LISTS and self._lists:
            self._lists.pop()
        elif name == "li":
            self._marker = ""
        elif name == "blockquote":
            self._quotes = max(0, self._quotes - 1)
        elif name in _CODE:
            self._code = max(0, self._code - 1)
        elif name == "table" and self._tables:
            self._tables.pop()
        elif name in _CELLS and self._cells and self._in_table():
            self._cells[-1].append(" ".join(self._cell_parts))
            self._cell_parts = []
        elif name == "tr" and self._cells and self._in_table():
            yield Piece("table", row(self._cells.pop()))
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self._heading = 0

    def _add(self, text: str) -> None:
        if text:
            self._text.append(text if self._code else text.replace("\n", " ").replace("\r", " "))

    def _flush(self) -> Iterator[Piece]:
        """The paragraph that ends here."""
        text = "".join(self._text)
        self._text = []
        if not text.strip():
            return
        if self._in_table() and self._cells:
            self._cell_parts.append(text)
            return
        kind, level = self._kind()
        text = text if kind == "code" else prose(text)
        if kind == "list" and self._marker:
            text, self._marker = f"{self._marker} {text}", ""
        yield Piece(kind, text, level)

    def _kind(self) -> tuple[BlockKind, int]:
        if self._heading:
            return "heading", self._heading
        if self._code:
            return "code", 0
        if self._lists:
            return "list", len(self._lists)
        return ("quote", 0) if self._quotes else ("text", 0)

    def _in_table(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _next_marker(self) -> str:
        if not self._lists or not self._lists[-1]:
            return "•"
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}."


def _first_number(element: Element) -> int:
    start = attribute(element, "start")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1


def _is_silent(name: str, element: Element) -> bool:
    """Whether an element is not read: it is for machines, hidden, or only leads elsewhere."""
    if _SILENT.fullmatch(name):
        return True
    if name == "sup":  # the number of a note is no number of the text
        return any(local(one) == "a" for one in element)
    said = dict(element.items())
    if (
        "hidden" in said
        or said.get("aria-hidden") == "true"
        or _UNSEEN.search(said.get("style", ""))
    ):
        return True
    if name in ("html", "body", "main"):
        return False
    return any(_ELSEWHERE.search(said.get(key, "")) for key in _KINDS)


def _tables_of(root: Element) -> set[Element]:
    """The tables that are some, and not there to put things beside each other."""
    cells: dict[Element, int] = {}
    layouts: set[Element] = set()
    inside: list[Element] = []
    for event, element in walked(root):
        name = local(element)
        if event == "end":
            if inside and inside[-1] is element:
                inside.pop()
            continue
        if inside and name in _IN_LAYOUT:
            layouts.add(inside[-1])
        elif inside and name in _CELLS:
            cells[inside[-1]] += 1
        if name == "table":
            inside.append(element)
            cells[element] = 0
    return {table for table, count in cells.items() if count > 1} - layouts
