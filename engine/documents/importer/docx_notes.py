"""Footnotes, endnotes and comments of Word. Each follows the paragraph that points to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.documents.importer.marks import Mark, marked
from engine.documents.importer.package import Package
from engine.documents.importer.pieces import Piece, cell
from engine.documents.importer.xml_tree import Element, attribute, local

_KINDS: Final[tuple[Mark, ...]] = ("footnotes", "endnotes", "comments")
_SEPARATORS: Final = ("separator", "continuationSeparator", "continuationNotice")


class Notes:
    """The notes of a document, whose `parts` are named by their kinds."""

    def __init__(self, package: Package, parts: dict[str, str]) -> None:
        self._notes = {
            (kind, attribute(note, "id")): note
            for kind in _KINDS
            if parts.get(kind, "") in package
            for note in package.xml(parts[kind])
            if attribute(note, "type") not in _SEPARATORS
        }
        self._counts = dict.fromkeys(_KINDS, 0)

    def of(self, kind: Mark, key: str) -> Iterator[Piece]:
        """The note that is pointed to, each once."""
        note = self._notes.pop((kind, key), None)
        if note is None or not (text := cell(_text(note))):
            return
        self._counts[kind] += 1
        whose = attribute(note, "author") if kind == "comments" else str(self._counts[kind])
        yield Piece("text", marked(kind, text, whose))


def _text(note: Element) -> str:
    """The paragraphs of a note, with a space between."""
    words = []
    for element in note.iter():
        name = local(element)
        if name == "t":
            words.append(element.text or "")
        elif name in ("p", "tab", "br"):
            words.append(" ")
    return "".join(words)
