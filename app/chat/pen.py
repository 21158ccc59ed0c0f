"""Words going into a QTextDocument: in the ink of their marks, with links and formulas.

Text goes in as text with a format, so nothing in it can become markup or load anything. Knows no
blocks: `app.chat.render` puts the cursor where words are to go.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from markdown_it.token import Token
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from app.chat.citing import CITE, MISSING
from app.chat.formats import Ink, Style
from app.chat.formula_object import OBJECT, FormulaObject, em_of, formula_format, formula_of
from app.chat.markdown import allowed_link, break_long_words
from app.chat.math_rules import INLINE, source_of
from engine.formulas.typeset import Formula, Picture

BREAK: Final = "\u2028"  # a new line of the same block
MOST_FORMULAS: Final = 300  # of a message; more stay as they were written
_URL = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_MINIMUM = QTextBlockFormat.LineHeightTypes.MinimumHeight.value
_MIDDLE = QTextCharFormat.VerticalAlignment.AlignMiddle


class Placed(NamedTuple):
    """A formula in the document."""

    position: int
    formula: Formula
    source: str  # as it was written, with its marks


@dataclass(slots=True)
class Pen:
    """Writes at `cursor`. Without `object` formulas stay as they were written."""

    document: QTextDocument
    style: Style
    object: FormulaObject | None = None
    cursor: QTextCursor = field(init=False)
    last: int = field(init=False, default=0)  # behind the last character written
    formulas: list[Placed] = field(init=False, default_factory=list)
    _formats: dict[tuple[Style, Ink], QTextCharFormat] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.cursor = QTextCursor(self.document)

    def inline(self, token: Token, ink: Ink, skip: int = 0) -> None:
        """The words of a block; the first `skip` characters of the first are left out."""
        inks = [ink]
        for index, child in enumerate(token.children or []):
            if child.nesting > 0:
                inks.append(inks[-1].within(child))
            elif child.nesting < 0:
                inks.pop()
            elif child.type in ("softbreak", "hardbreak"):
                self.text(BREAK, inks[-1])
            elif child.type == CITE:
                meta = child.meta
                self.text(child.content, Ink(cite=meta["address"], tip=meta["tip"]))
            elif child.type == MISSING:
                self.text(child.content, Ink(unfound=True))
            elif child.type == "code_inline":
                code = replace(inks[-1], code=True, missing=MISSING in child.meta)
                self.text(child.content, code)
            elif child.type == "image":
                self.text(child.content or str(child.attrGet("src") or ""), inks[-1])
            elif child.type == INLINE:
                self.formula(child.content, child.markup, inks[-1])
            else:
                words = replace(inks[-1], missing=True) if MISSING in child.meta else inks[-1]
                self._linked(child.content[0 if index else skip :], words)

    def text(self, text: str, ink: Ink) -> None:
        if not text:
            return
        self.cursor.insertText(break_long_words(text), self.char(ink))
        self.last = self.cursor.position()

    def char(self, ink: Ink) -> QTextCharFormat:
        """The format of words in this ink."""
        key = (self.style, ink)
        if key not in self._formats:
            self._formats[key] = self.style.char(ink)
        return self._formats[key]

    def formula(self, content: str, markup: str, ink: Ink) -> None:
        """A formula: its picture, or what it was written as where there can be none."""
        fmt = formula_format(self.char(ink), content, markup)
        formula = formula_of(fmt)
        too_many = len(self.formulas) >= MOST_FORMULAS
        picture = None if self.object is None or too_many else self.object.look(formula)
        if self.object is None or too_many or (picture is not None and picture.error):
            self.source(content, markup, ink)
            return
        self.formulas.append(Placed(self.cursor.position(), formula, source_of(content, markup)))
        # Set before it goes in, because Qt asks for its size at once.
        tall = picture is not None and self._is_tall(picture, fmt)
        if tall:
            fmt.setVerticalAlignment(_MIDDLE)
        self.cursor.insertText(OBJECT, fmt)
        self.last = self.cursor.position()
        if tall:
            _make_room(self.cursor)

    def source(self, content: str, markup: str, ink: Ink, *, closed: bool = True) -> None:
        """A formula as code."""
        source = source_of(content, markup) if closed else markup + content
        self.text(source.replace("\n", BREAK), replace(ink, code=True))

    def settle(self, news: Set[Formula]) -> bool:
        """Pictures have come: make room for them. False if one of these cannot be drawn, so that
        the document has to be drawn anew."""
        placed = [place for place in self.formulas if place.formula in news]
        if self.object is None or not placed:
            return True
        pictures = [self.object.look(place.formula) for place in placed]
        if any(picture is None or picture.error for picture in pictures):
            return False
        cursor = QTextCursor(self.document)
        cursor.beginEditBlock()
        for place, picture in zip(placed, pictures, strict=True):
            cursor.setPosition(place.position)
            cursor.movePosition(
                QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
            )
            fmt = cursor.charFormat()
            if picture is not None and self._is_tall(picture, fmt):
                fmt.setVerticalAlignment(_MIDDLE)
                _make_room(cursor)
            cursor.setCharFormat(fmt)
        cursor.endEditBlock()
        # A format that stays the same lays nothing out. Once for all, because each time costs.
        first = placed[0].position
        self.document.markContentsDirty(first, placed[-1].position + 1 - first)
        return True

    def _is_tall(self, picture: Picture, fmt: QTextCharFormat) -> bool:
        """Whether a formula goes beyond its line."""
        em = em_of(fmt.font())
        above, below = self.style.line_room(fmt.font())
        return em * picture.ascent > above or em * picture.descent > below

    def _linked(self, text: str, ink: Ink) -> None:
        """`text`, with the bare web addresses in it as links."""
        start = 0
        if "://" in text and not ink.link:
            for found in _URL.finditer(text):
                address = found[0].rstrip(".,;:!?'*)]")
                link = allowed_link(address)
                if link:
                    self.text(text[start : found.start()], ink)
                    self.text(address, replace(ink, link=link))
                    start = found.start() + len(address)
        self.text(text[start:], ink)


def _make_room(cursor: QTextCursor) -> None:
    """Let the lines of the current block be as high as what is in them."""
    fmt = cursor.blockFormat()
    if fmt.lineHeightType() != _MINIMUM:
        fmt.setLineHeight(fmt.lineHeight(), _MINIMUM)
        cursor.setBlockFormat(fmt)
