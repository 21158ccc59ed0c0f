"""Books in EPUB as pieces of text: a page a chapter, as the book has its files in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from engine.documents.importer.epub_book import Book
from engine.documents.importer.html import html_pieces
from engine.documents.importer.limits import Limits
from engine.documents.importer.package import Package
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, paged
from engine.documents.importer.titles import title_or_name
from engine.documents.importer.web_page import html_text, parsed_html
from engine.documents.importer.xml_tree import Element, parsed_xml
from engine.errors import DocumentError

_NAMED: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};")
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_epub(source: SourceFile, limits: Limits) -> Parsed:
    """A book. Its own table of contents gives the chapters their names, and is left out."""
    package = Package(source, limits)
    book = Book(package)
    if any(book.is_locked(chapter) for chapter in book.chapters):
        advice = "Only the program it was bought for can open it."
        raise source.error("encrypted", "it is protected against copying", advice)

    def pieces() -> Iterator[Piece | Cut]:
        for chapter in book.chapters:
            yield Cut(book.name_of(chapter))
            yield from html_pieces(_root(package.read(chapter), source, chapter))
        package.close()

    return Parsed(
        "epub", title_or_name(source, book.title), paged(source, limits, pieces(), "chapter")
    )


def _root(data: bytes, source: SourceFile, name: str) -> Element:
    """A chapter as what it should be, XML, or else as a web page."""
    text = html_text(data, source)
    named = _NAMED.sub(lambda found: unescape(found[0]), _DECLARATION.sub("", text))
    try:
        return parsed_xml(named.encode("utf-8", "replace"), source, name)
    except DocumentError as error:
        if error.values["fault"] == "bomb":
            raise
        return parsed_html(text, source)
