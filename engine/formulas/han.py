"""Chinese, Japanese and Korean in formulas: their font has none, so the window's draws them.

In the picture they are SVG text of the family HAN, which whoever draws it replaces. Imported only
together with ziamath.
"""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree

from ziafont.fonttypes import BBox
from ziafont.glyph import SimpleGlyph
from ziafont.svgpath import fmt
from ziamath.mathfont import MathFont
from ziamath.styles import MathVariant

from engine.formulas.typeset import HAN

_ABOVE, _BELOW = 0.88, 0.12  # of an em, around the baseline


def is_wide(character: str) -> bool:
    """Whether a character takes a square of its own."""
    return unicodedata.east_asian_width(character) in "WF"


class WideGlyph(SimpleGlyph):
    """One such character, a square em."""

    def __init__(self, character: str, font: MathFont) -> None:
        self._em = int(font.info.layout.unitsperem)
        box = BBox(0, self._em, round(-_BELOW * self._em), round(_ABOVE * self._em))
        super().__init__(0, (), box, font)
        self._character = character

    def advance(self, nextchr: SimpleGlyph | None = None) -> int:
        return self._em

    def place(self, x: float, y: float, point_size: float) -> ElementTree.Element:
        text = ElementTree.Element("text")
        text.text = self._character
        text.set("x", fmt(x))
        text.set("y", fmt(y))
        text.set("font-family", HAN)
        text.set("font-size", fmt(point_size))
        return text


class WideFont(MathFont):
    """A font for formulas that has wide characters too."""

    def findglyph(self, char: str, variant: MathVariant) -> SimpleGlyph:
        if is_wide(char) and not self.glyphindex(char):
            return WideGlyph(char, self)
        return super().findglyph(char, variant)
