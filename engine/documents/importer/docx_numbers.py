"""Numbers before paragraphs of Word, counted as Word counts them: they are not in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from engine.documents.importer.xml_tree import Element, attribute, children, local, value

BULLET: Final = "•"
_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_CHINESE: Final = "零一二三四五六七八九"
_MOST: Final = 4999


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level is numbered: `text` has `%1` for the number of the first level, and on."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class _List:
    """A numbering, and where its count is. `counts` of levels that have not begun are None."""

    levels: list[_Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """The numberings of a document, of its part `numbering` where it has one."""

    def __init__(self, root: Element | None) -> None:
        elements = list(children(root))
        abstract = {
            attribute(one, "abstractNumId"): _List(_levels(one))
            for one in elements
            if local(one) == "abstractNum"
        }
        self._lists = {
            attribute(one, "numId"): _own(one, abstract.get(value(one, "abstractNumId") or ""))
            for one in elements
            if local(one) == "num"
        }

    def marker(self, list_id: str, level: int) -> str:
        """What stands before the next paragraph of a list: a bullet, a number, or nothing."""
        numbering = self._lists.get(list_id)
        if numbering is None:
            return BULLET
        counts, levels = numbering.counts, numbering.levels
        last = counts[level]
        counts[level] = levels[level].start if last is None else last + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        form = levels[level].form
        if form in ("bullet", "none"):
            return BULLET if form == "bullet" else ""

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            count = counts[at]
            return _number(levels[at].start if count is None else count, levels[at].form)

        return _PLACE.sub(shown, levels[level].text).strip()


def _own(element: Element, shared: _List | None) -> _List:
    """The numbering of a list; one that says where it starts counts for itself."""
    if shared is None:
        return _List(_filled({}))
    starts = {
        attribute(one, "ilvl"): value(one, "startOverride")
        for one in element
        if local(one) == "lvlOverride"
    }
    if not any(starts.values()):
        return shared
    levels = [
        _Level(level.form, level.text, _whole(starts.get(str(at)), level.start))
        for at, level in enumerate(shared.levels)
    ]
    return _List(levels)


def _levels(element: Element) -> list[_Level]:
    found = {}
    for one in element:
        if local(one) == "lvl":
            at = _whole(attribute(one, "ilvl"), 0)
            text = value(one, "lvlText")
            form = value(one, "numFmt") or "decimal"
            found[at] = _Level(form, "" if text is None else text, _whole(value(one, "start"), 1))
    return _filled(found)


def _filled(levels: dict[int, _Level]) -> list[_Level]:
    return [levels.get(at, _Level(text=f"%{at + 1}.")) for at in range(_LEVELS)]


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _number(count: int, form: str) -> str:
    if not 0 < count <= _MOST:
        return str(count)
    match form:
        case "upperRoman":
            return _roman(count).upper()
        case "lowerRoman":
            return _roman(count)
        case "upperLetter":
            return _letter(count).upper()
        case "lowerLetter":
            return _letter(count)
        case "chineseCounting" | "chineseCountingThousand" | "taiwaneseCountingThousand":
            return _chinese(count)
        case "japaneseCounting" | "ideographDigital" | "taiwaneseCounting":
            return _chinese(count)
        case "decimalZero":
            return f"{count:02}"
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (count // worth)
        count %= worth
    return text


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * min(8, (count - 1) // 26 + 1)


def _chinese(count: int) -> str:
    """Ten is 十, eleven 十一, a hundred and one 一百零一."""
    text, zero = "", False
    for worth, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, count = divmod(count, worth)
        if digit:
            text += ("零" if zero and text else "") + _CHINESE[digit] + sign
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text
