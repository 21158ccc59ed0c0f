"""The bytes of a web page as a tree: its encoding found, its tags brought in order by lxml."""

from __future__ import annotations

import codecs
import re
from typing import Final, cast

from lxml import etree  # type: ignore[import-untyped]  # no types; `Element` says what is used

from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.xml_tree import Element, fault_in
from engine.encodings import decoded, decoded_as

_HEAD: Final = 4096
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET: Final = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)


def html_text(data: bytes, source: SourceFile) -> str:
    """The text of a page: in its mark's encoding, or the one it says, or as any other text.

    Raises DocumentError `kind` for what is no text.
    """
    said = None if data.startswith(_MARKS) else _CHARSET.search(data[:_HEAD])
    text = decoded_as(data, said[1].decode("ascii", "replace")) if said else None
    text = decoded(data) if text is None else text
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


def html_title(root: Element) -> str:
    """What a page calls itself, empty where it does not."""
    found = next(root.iter("title", "{http://www.w3.org/1999/xhtml}title"), None)
    return " ".join((found.text or "").split()) if found is not None else ""
