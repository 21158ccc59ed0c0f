"""Presentations of PowerPoint as pieces of text: a page a slide, title first, notes last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.documents.importer.limits import Limits
from engine.documents.importer.marks import hidden, marked, word_for
from engine.documents.importer.package import Package
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import Cut, Piece, cell, paged, prose, row
from engine.documents.importer.titles import titled
from engine.documents.importer.xml_tree import Element, attribute, child, children, local, walked

_TITLES: Final = ("title", "ctrTitle")
_FURNITURE: Final = ("dt", "ftr", "sldNum", "hdr", "sldImg")


def read_pptx(source: SourceFile, limits: Limits) -> Parsed:
    """A presentation, a page a slide, empty ones too, so that their numbers are right."""
    package = Package(source, limits)
    main = package.main("ppt/presentation.xml")
    slides = list(_slides(package, main))
    if len(slides) > limits.pages:
        raise source.error("too_many_pages", f"it has {len(slides):,} slides")

    def all_slides() -> Iterator[Piece | Cut]:
        for number, slide in enumerate(slides, start=1):
            yield from _slide(package, slide, number)
        package.close()

    title, pieces = titled(source, package.title(), all_slides())
    return Parsed("pptx", title, paged(source, limits, pieces, "slide"), len(slides))


def _slides(package: Package, main: str) -> Iterator[str]:
    """The members of the slides, in the order in which they are shown."""
    relations = package.relations(main)
    for element in package.xml(main).iter():
        if local(element) == "sldId":
            ids = [value for key, value in element.items() if key.endswith("}id")]
            target = relations[ids[0]].target if ids and ids[0] in relations else ""
            if target in package:
                yield target


def _slide(package: Package, part: str, number: int) -> Iterator[Piece | Cut]:
    root = package.xml(part)
    shapes = list(_shapes(root))
    shown = [piece for kind, pieces in shapes if kind in _TITLES for piece in pieces]
    shown += [piece for kind, pieces in shapes if kind not in _TITLES for piece in pieces]
    is_hidden = attribute(root, "show") in ("0", "false")
    text = "".join(piece.text for piece in shown)
    yield Cut(hidden(str(number), text) if is_hidden else "")
    yield from shown
    relations = package.relations(part).values()
    for wanted, read in (
        ("diagramData", _diagram),
        ("notesSlide", _notes),
        ("comments", _comments),
    ):
        for relation in relations:
            if relation.kind == wanted and relation.target in package:
                yield from read(package.xml(relation.target))


def _shapes(root: Element) -> Iterator[tuple[str, list[Piece]]]:
    """The kind of place each shape stands in, empty for none, and what it says."""
    skipped: Element | None = None
    for event, element in walked(root):
        if skipped is not None:
            skipped = None if event == "end" and element is skipped else skipped
        elif event == "start" and local(element) == "Fallback":
            skipped = element  # says the same again, for old programs
        elif event == "start" and local(element) == "sp":
            kind, place = _place(element)
            if kind not in _FURNITURE:
                yield kind, list(_paragraphs(element, kind, in_list=place))
        elif event == "start" and local(element) == "tbl":
            yield "", [Piece("table", row(_cells(one))) for one in element if local(one) == "tr"]


def _place(shape: Element) -> tuple[str, bool]:
    """The kind of a shape's place, and whether what stands there are points of a list."""
    place = child(shape, "nvSpPr", "nvPr", "ph")
    if place is None:
        return "", False
    kind = attribute(place, "type")
    return kind, kind in ("", "body", "obj")


def _paragraphs(shape: Element, kind: str, *, in_list: bool) -> Iterator[Piece]:
    body = child(shape, "txBody")
    paragraphs = [one for one in children(body) if local(one) == "p"]
    if kind in _TITLES:
        yield Piece("heading", cell(" ".join(map(_text, paragraphs))), 1)
        return
    count = 0
    for paragraph in paragraphs:
        text = prose(_text(paragraph))
        properties = child(paragraph, "pPr")
        signs = set(map(local, children(properties)))
        level = attribute(properties, "lvl") if properties is not None else ""
        depth = int(level) if level.isdigit() and len(level) == 1 else 0
        if "buAutoNum" in signs:
            count += 1
            yield Piece("list", f"{count}. {text}" if text else "", depth + 1)
        elif text and "buNone" not in signs and (in_list or signs & {"buChar", "buBlip"}):
            yield Piece("list", f"• {text}", depth + 1)
        else:
            yield Piece("text", text)


def _cells(table_row: Element) -> Iterator[str]:
    for one in table_row:
        if local(one) == "tc":
            yield " ".join(_text(part) for part in one.iter() if local(part) == "p")


def _text(paragraph: Element) -> str:
    words = []
    for element in paragraph.iter():
        name = local(element)
        if name == "t":
            words.append(element.text or "")
        elif name in ("br", "tab"):
            words.append("\n" if name == "br" else " ")
    return "".join(words)


def _diagram(root: Element) -> Iterator[Piece]:
    for element in root.iter():
        if local(element) == "p" and (text := prose(_text(element))):
            yield Piece("list", f"• {text}", 1)


def _notes(root: Element) -> Iterator[Piece]:
    """What the speaker has to say, under a heading that says so."""
    said = [piece for kind, pieces in _shapes(root) for piece in pieces if kind == "body"]
    texts = [piece.text.removeprefix("• ") for piece in said if piece.text]
    if texts:
        yield Piece("heading", word_for("notes", "".join(texts)), 2)
        yield from (Piece("text", text) for text in texts)


def _comments(root: Element) -> Iterator[Piece]:
    for element in root.iter():
        if local(element) in ("text", "txBody"):
            paragraphs = [_text(one) for one in element.iter() if local(one) == "p"]
            if text := cell(" ".join(paragraphs) or element.text or ""):
                yield Piece("text", marked("comments", text))
