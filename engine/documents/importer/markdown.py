"""Markdown as pieces of text, without its signs. HTML within it is read as a web page is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from engine.documents.importer.html import html_pieces
from engine.documents.importer.limits import Limits
from engine.documents.importer.marks import marked
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Piece, paged, row
from engine.documents.importer.text import text_of, text_pieces
from engine.documents.importer.titles import titled
from engine.documents.importer.web_page import parsed_html
from engine.documents.records import BlockKind
from engine.errors import DocumentError

_DEPTH: Final = 80
"""Quotes and lists in each other; each takes a few calls of the parser."""
_FRONT: Final = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE: Final = re.compile(r"""^title:[ \t]*["']?(.*?)["']?[ \t]*$""", re.MULTILINE)
_NOTE: Final = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*")
_TO_NOTE: Final = re.compile(r"\[\^[^\]\s]{1,40}\]")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(source: SourceFile, limits: Limits) -> Parsed:
    """A text in Markdown, in parts where it is long."""
    text = text_of(source)
    front = _FRONT.match(text)
    head = front[1] if front else ""
    named = _FRONT_TITLE.search(head)
    rest = markdown_pieces(text[front.end() if front else 0 :], source)
    title, pieces = titled(source, named[1] if named else "", chain([Piece("code", head)], rest))
    return Parsed("markdown", title, paged(source, limits, pieces, "part"))


def markdown_pieces(text: str, source: SourceFile) -> Iterator[Piece]:
    """What a text in Markdown says, in order."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEPTH}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    if any(token.level >= _DEPTH - 2 for token in tokens):
        yield from text_pieces(text)  # what is deeper, and all after it, would be missing
    else:
        yield from _Reader(source).pieces(tokens)


class _Reader:
    """Where in the lists and quotes of a text one is."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._lists: list[int] = []  # numbers of the items of open lists, 0 where they have none
        self._quotes = 0
        self._marker = ""
        self._heading = 0
        self._cells: list[str] = []
        self._in_cell = False

    def pieces(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        for token in tokens:
            match token.type:
                case "heading_open":
                    self._heading = int(token.tag[1:])
                case "heading_close":
                    self._heading = 0
                case "bullet_list_open":
                    self._lists.append(0)
                case "ordered_list_open":
                    self._lists.append(max(1, int(token.attrs.get("start", 1))))
                case "bullet_list_close" | "ordered_list_close":
                    self._lists.pop()
                case "list_item_open":
                    self._marker = self._next_marker()
                case "blockquote_open":
                    self._quotes += 1
                case "blockquote_close":
                    self._quotes -= 1
                case "tr_close":
                    yield Piece("table", row(self._cells))
                    self._cells = []
                case "th_open" | "td_open":
                    self._in_cell = True
                case "th_close" | "td_close":
                    self._in_cell = False
                case "inline" if self._in_cell:
                    self._cells.append(_plain(token.children or ()))
                case "inline":
                    yield self._paragraph(_plain(token.children or ()))
                case "fence" | "code_block":
                    yield Piece("code", token.content)
                case "html_block":
                    yield from self._html(token.content)

    def _paragraph(self, text: str) -> Piece:
        if note := _NOTE.match(text):
            return Piece("text", marked("footnotes", text[note.end() :], note[1]))
        text = _TO_NOTE.sub("", text)
        kind, level = self._kind()
        if kind == "list" and self._marker:
            text, self._marker = f"{self._marker} {text}", ""
        return Piece(kind, text, level)

    def _kind(self) -> tuple[BlockKind, int]:
        if self._heading:
            return "heading", self._heading
        if self._lists:
            return "list", len(self._lists)
        return ("quote", 0) if self._quotes else ("text", 0)

    def _next_marker(self) -> str:
        if not self._lists[-1]:
            return "•"
        self._lists[-1] += 1
        return f"{self._lists[-1] - 1}."

    def _html(self, text: str) -> Iterator[Piece]:
        try:
            yield from html_pieces(parsed_html(text, self._source))
        except DocumentError:
            return  # a comment, or an end without a beginning: it says nothing


def _plain(tokens: Sequence[Token]) -> str:
    """The text of a paragraph without its signs; of a picture what it is described with."""
    return "".join(map(_word, tokens))


def _word(token: Token) -> str:
    match token.type:
        case "text" | "code_inline" | "text_special":
            return token.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return _plain(token.children or ())
        case "html_inline":
            return "\n" if _BREAK.fullmatch(token.content) else ""
    return ""
