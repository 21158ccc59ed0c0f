"""Web pages as pieces of text: what is read of them, without what is for machines or for moving on.

Nothing is fetched: no picture, no style, no frame. Knows no archive and no mail, whose pages it
reads, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, cast

from lxml import etree  # type: ignore[import-untyped]  # no types; `Element` says what is used

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, paged, prose, row
from engine.documents.importer.titles import title_or_name
from engine.documents.importer.xml_tree import Element, attribute, fault_in, local, walked
from engine.documents.records import BlockKind
from engine.encodings import decoded

_SILENT: Final = re.compile(
    "script|style|template|noscript|head|nav|iframe|object|embed|svg|canvas|audio|video|select"
    "|input|button|textarea|datalist|map|rp|rt"
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
_OF_NOTES: Final = re.compile("noteref|backlink|footnote-ref|footnote-back")
_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
_SAID: Final = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs",
    "iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "shift_jis": "cp932",
    "x-sjis": "cp932", "latin1": "cp1252",
}  # fmt: skip


def read_html(source: SourceFile, limits: Limits) -> Parsed:
    """A web page, in parts where it is long."""
    root = parsed_html(html_text(source.read(), source), source)
    pieces = list(html_pieces(root))
    title = title_or_name(source, _title(root), pieces)
    return Parsed("html", title, paged(source, limits, [Cut(), *pieces], "part"))


def html_text(data: bytes, source: SourceFile) -> str:
    """The text of a page: in its mark's encoding, or the one it says, or as any other text.

    Raises DocumentError `kind` for what is no text.
    """
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = said[1].decode("ascii", "replace").lower()
        try:
            return data.decode(_SAID.get(name, name))
        except (LookupError, UnicodeError, ValueError):
            pass  # an encoding that is none, or not the one it is in
    text = decoded(data)
    if text is None:
        raise source.error("kind", "it is no text")
    return text


def parsed_html(text: str, source: SourceFile) -> Element:
    """The root of a page, however it is written. Raises DocumentError `damaged`, `empty`."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise fault_in(source, "the page", error) from error
    if root is None:
        raise source.error("empty", "there is no text in it")
    if any("depth" in entry.message for entry in parser.error_log):
        raise source.error("damaged", "it has elements in elements without end")
    return cast(Element, root)


def html_pieces(root: Element) -> Iterator[Piece]:
    """What a page says, in order."""
    return _Reader(root).pieces()


def _title(root: Element) -> str:
    found = next(root.iter("title", "{http://www.w3.org/1999/xhtml}title"), None)
    return " ".join((found.text or "").split()) if found is not None else ""


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
    style = attribute(element, "style").replace(" ", "")
    if name == "a":  # to a note and back: the number of a note is no number of the text
        return (
            _OF_NOTES.search(
                f"{attribute(element, 'role')} {attribute(element, 'type')} "
                f"{attribute(element, 'class')}"
            )
            is not None
        )
    if name == "sup":
        return any(local(one) == "a" for one in element)
    hidden = any(key == "hidden" for key, _ in element.items()) or "display:none" in style
    return hidden or _SILENT.fullmatch(name) is not None


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
