"""The evaluation set of bar 3: questions derived from the structure of Debian's documentation.

A question is a heading (in the FAQ, a question) or, in English, an entry of an index; its answer is
the text of the section that it stands over, or that the index names. No heading is in the text that
is searched, but the title of the chapter, which is never asked. But for the manual with the index,
English and Chinese are translations of each other, section by section, so that an English question
has its answer in Chinese, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import docs_index
from debian_docs import unpacked
from lxml import html

from engine.documents.importer.chunking import Chunker
from engine.documents.importer.tokens import estimate
from engine.documents.records import Block, Page

Language = Literal["en", "zh"]
Kind = Literal["faq", "heading", "index"]

MOST_CHUNKS: Final = 1_500
_LEAST_TOKENS: Final = 40
"""Of a section that is asked for: below it there is nothing to find but a reference elsewhere."""
_MOST_TOKENS: Final = 1_500
"""Above it nearly anything would answer."""
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_NUMBER: Final = re.compile(r"^\s*(?:第\s*\d+\s*章|Chapter\s+\d+\.?|[\dA-Z]+(?:\.\d+)*\.)\s*")
_BLOCKS: Final = {
    "p",
    "pre",
    "dt",
    "li",
    "tr",
    "dd",
    "blockquote",
    "table",
    "ul",
    "ol",
    "dl",
    "div",
}
_LEFT_OUT: Final = {
    *("toc", "navheader", "navfooter", "titlepage", "list-of-tables", "footnotes"),
    *("header", "section-toc", "chapter-toc", "contents"),
}


@dataclass(slots=True)
class Section:
    """A section without those below it. `path`: its own id and those of the ones it stands in."""

    document: str
    chapter: str
    path: tuple[str, ...]
    title: str
    blocks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A chunk: the sections it is of, the title of its chapter, and its text."""

    document: str
    path: tuple[str, ...]
    chapter: str
    text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the section that answers: a document and an id."""

    text: str
    document: str
    section: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All of one language. `texts` are whole chapters, for a recipe that cuts them in its own way,
    with where the sections begin and end in them."""

    language: Language
    pieces: tuple[Piece, ...]
    questions: tuple[Question, ...]
    sections: tuple[Section, ...]

    def answers(self, question: Question) -> list[int]:
        """The pieces that answer."""
        return [
            number
            for number, piece in enumerate(self.pieces)
            if piece.document == question.document and question.section in piece.path
        ]


def evaluation(language: Language) -> Evaluation:
    """The set of `language`."""
    sections: list[Section] = []
    pieces: list[Piece] = []
    for found in _chapters(language):
        new = [piece for section in found for piece in _pieces(section)]
        if len(pieces) + len(new) > MOST_CHUNKS:
            break
        sections += found
        pieces += new
    questions = (*_headings(sections, language), *_entries(sections))
    return Evaluation(language, tuple(pieces), questions, tuple(sections))


def _chapters(language: Language) -> Iterator[list[Section]]:
    """The sections of each chapter. The manual with the index comes first: the others are cut where
    there are enough chunks."""
    if language == "en":
        for chapter, title, element in docs_index.chapters(docs_index.manual()):
            found: list[Section] = []
            _visit(element, Section(docs_index.DOCUMENT, title, (chapter,), ""), found)
            yield [section for section in found if section.blocks]
    for document, path in _files(language):
        yield list(_sections(document, path))


def _files(language: Language) -> Iterator[tuple[str, Path]]:
    """The chapters of what is wholly translated: the FAQ, the reference, the maintainers' guide."""
    ending = "en" if language == "en" else "zh-cn"
    faq = ("debian-faq", "doc/debian/FAQ")
    if language == "zh":
        faq = ("debian-faq-zh-cn", "doc/debian/FAQ/zh-cn")
    folders = {
        "faq": faq,
        "reference": (f"debian-reference-{ending}", "debian-reference"),
        "guide": ("debmake-doc", "doc/debmake-doc/html"),
    }
    for document, (package, folder) in folders.items():
        for path in sorted((unpacked(package) / folder).glob(f"*.{ending}.html")):
            if not path.name.startswith("index"):
                yield document, path


def _sections(document: str, path: Path) -> Iterator[Section]:
    tree = html.fromstring(path.read_bytes())
    title = tree.find(".//h1")
    chapter = _title(title) if title is not None else ""
    found: list[Section] = []
    _visit(tree.find("body"), Section(document, chapter, (path.stem.split(".")[0],), ""), found)
    yield from (section for section in found if section.blocks)


def _visit(element: html.HtmlElement, section: Section, found: list[Section]) -> None:
    """Collects the blocks of `element` for `section` and the sections within."""
    if section not in found:
        found.append(section)
    for child in element:
        if not isinstance(child.tag, str) or _LEFT_OUT & set((child.get("class") or "").split()):
            continue
        if headed := _headed(child):
            name, title = headed
            below = Section(section.document, section.chapter, (*section.path, name), title)
            _visit(child, below, found)
        elif child.tag == "pre":
            section.blocks.append(child.text_content().strip())
        elif child.tag == "tr":
            section.blocks.append("\t".join(_clean(cell.text_content()) for cell in child))
        elif any(part.tag in _BLOCKS for part in child.iterdescendants()):
            _visit(child, section, found)
        elif child.tag in _BLOCKS and (text := _clean(child.text_content())):
            section.blocks.append(text)


def _headed(element: html.HtmlElement) -> tuple[str, str] | None:
    """The id and the title of a section, where `element` is one: as DocBook writes them, or
    Texinfo."""
    heading = element.find("./div[@class='titlepage']//a[@id]")
    if element.tag == "div" and heading is not None:
        return heading.get("id"), _title(heading.getparent())
    title = docs_index.title(element)
    return (element.get("id"), title) if title else None


def _clean(text: str) -> str:
    return " ".join(text.split())


def _title(element: html.HtmlElement) -> str:
    return _NUMBER.sub("", _clean(element.text_content()))


def _pieces(section: Section) -> Iterator[Piece]:
    """The chunks of a section, as Puna cuts them where it has no headings."""
    text, blocks = "", []
    for block in section.blocks:
        blocks.append(Block("text", len(text), len(block)))
        text += f"{block}\n"
    for chunk in Chunker().chunks(Page(1, text, tuple(blocks))):
        yield Piece(section.document, section.path, section.chapter, chunk.text, chunk.tokens)


def _tokens_below(sections: list[Section]) -> Counter[tuple[str, str]]:
    """Tokens of each section with those below it."""
    tokens: Counter[tuple[str, str]] = Counter()
    for section in sections:
        own = sum(map(estimate, section.blocks))
        for one in section.path:
            tokens[section.document, one] += own
    return tokens


def _askable(title: str) -> bool:
    """Whether a heading says by itself what it is about."""
    cjk = len(_CJK.findall(title))
    return cjk >= 4 or (not cjk and len(title.split()) >= 3)


def _headings(sections: list[Section], language: Language) -> Iterator[Question]:
    tokens = _tokens_below(sections)
    titles = Counter(section.title for section in sections)
    for section in sections:
        # A path has its file and its chapter, too, and the title of a chapter is in the text.
        if len(section.path) < 3 or titles[section.title] > 1 or not _askable(section.title):
            continue
        if section.document == docs_index.DOCUMENT:
            continue  # asked by its index
        if not _long_enough(tokens[section.document, section.path[-1]]):
            continue
        if (language == "zh") != bool(_CJK.search(section.title)):
            continue  # not translated
        kind: Kind = "faq" if section.document == "faq" else "heading"
        yield Question(section.title, section.document, section.path[-1], kind)


def _entries(sections: list[Section]) -> Iterator[Question]:
    """What the index of a manual that is among `sections` asks. No chapters: their titles are in
    the text."""
    here = {section.path[-1] for section in sections if len(section.path) > 1}
    if not any(section.document == docs_index.DOCUMENT for section in sections):
        return
    tokens = _tokens_below(sections)
    for entry in docs_index.entries(docs_index.manual()):
        answer = docs_index.DOCUMENT, entry.section
        if entry.section in here and _long_enough(tokens[answer]):
            yield Question(entry.text, *answer, "index")


def _long_enough(tokens: int) -> bool:
    return _LEAST_TOKENS <= tokens <= _MOST_TOKENS
