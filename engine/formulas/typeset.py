"""One formula to one picture, under limits. The only module that imports ziamath, and late.

ziamath (MIT) draws with the glyphs of STIX Two Math as paths, so that the picture needs no font.
Knows no colours: everything is black, for the window to replace.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

import msgspec

MOST_CHARACTERS: Final = 2_000
MOST_NESTING: Final = 16  # of braces and environments
UNIT: Final = 20.0
"""Pixels of one em in a picture."""
HAN: Final = "puna-han"
"""The font family of what is SVG text in a picture, to be replaced by one that is there."""
_MOST_EMS: Final = 150  # of width and of height
_MOST_BYTES: Final = 600_000

_OPENING = re.compile(r"\\.|[{}]|\\begin|\\end", re.DOTALL)
_FONT = "puna"
_NUMBERING = re.compile(r"\\(?:label\s*\{[^{}]*\}|nonumber\b|notag\b)")
# The parser fails at a superscript behind an environment, and not behind braces.
_SCRIPTED = re.compile(r"(\\begin\{(\w+\*?)\}(?:(?!\\begin).)*?\\end\{\2\})(?=\s*[\^_])", re.DOTALL)
_BEGIN, _END = re.compile(r"\\begin\b"), re.compile(r"\\end\b")


class Formula(msgspec.Struct, frozen=True):
    """LaTeX without its dollar signs. `display`: on lines of its own, where there is more room."""

    source: str
    display: bool = False


class Picture(msgspec.Struct, frozen=True):
    """An SVG picture; its sizes in em, `ascent` above the baseline and `descent` below it.

    `error` says why there is none.
    """

    svg: str = ""
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    error: str = ""


def refusal(source: str) -> str:
    """Why a formula is not even tried, or nothing: it is empty, too long, or too deep."""
    if not source.strip():
        return "it is empty"
    if len(source) > MOST_CHARACTERS:
        return f"it has more than {MOST_CHARACTERS} characters"
    depth = deepest = 0
    for found in _OPENING.finditer(source):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        deepest = max(deepest, depth)
    if depth:
        return "its braces do not match"
    begins = len(_BEGIN.findall(source))
    if begins != len(_END.findall(source)):
        return "an environment in it does not end"
    if deepest + begins > MOST_NESTING:
        return f"it is nested deeper than {MOST_NESTING}"
    return ""


def typeset(formula: Formula) -> Picture:
    """The picture of a formula; whatever goes wrong in it becomes `error`. May take long."""
    error = refusal(formula.source)
    if error:
        return Picture(error=error)
    try:
        return _draw(formula)
    except (MemoryError, RecursionError):
        return Picture(error="it needs more memory than it may have")
    except Exception as fault:  # noqa: BLE001  # ziamath raises anything at what it cannot parse
        return Picture(error=f"{type(fault).__name__}: {fault}"[:300])


def _draw(formula: Formula) -> Picture:
    from ziamath.config import config  # 0.17 s, most of it for a font
    from ziamath.tex import tex2mml
    from ziamath.zmath import Latex, loadedfonts

    from engine.formulas.han import WideFont, is_wide

    if _FONT not in loadedfonts:
        loadedfonts[_FONT] = WideFont(loadedfonts["default"].info.filename)
    # Paths, because Qt draws no symbols of SVG 2.
    config.svg2, config.precision = False, 2
    source = " ".join(_NUMBERING.sub(" ", formula.source).split())
    source = _SCRIPTED.sub(r"{\1}", source)
    known = "".join(ElementTree.fromstring(tex2mml(source)).itertext())
    if unknown := re.search(r"\\[A-Za-z]+", known):
        return Picture(error=f"{unknown[0]} is not known")
    drawn = Latex(source, size=UNIT, font=_FONT, inline=not formula.display, margin=0)
    for character in known:
        seen = character.isprintable() and not character.isspace()
        if seen and not is_wide(character) and not drawn.font.glyphindex(character):
            return Picture(error=f"its font has no {character}")
    svg = drawn.svg()
    box = ElementTree.fromstring(svg).get("viewBox", "")
    _, top, width, height = (float(number) / UNIT for number in box.split())
    if len(svg) > _MOST_BYTES or max(width, height) > _MOST_EMS:
        return Picture(error="it is too large")
    if min(width, height) <= 0:
        return Picture(error="there is nothing to see in it")
    return Picture(svg, width, -top, height + top)
