"""What a number in a cell of Excel shows: a number, a percentage, a date or a time."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from engine.documents.importer.xml_tree import Element, attribute, child, children, local

_PERCENT: Final = {9: 0, 10: 2}  # formats that need not be told, with their decimals
_DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_CODE: Final = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_DECIMALS: Final = re.compile(r"\.(0+)")
_LAST_DAY: Final = 2_958_466  # of the year 9999
_SECONDS: Final = 86_400
_LARGEST: Final = 1e12
_ELAPSED: Final = 46
_ELAPSED_CODE: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


class Formats:
    """The formats of a workbook, of its part `styles` where it has one."""

    def __init__(self, root: Element | None, *, since_1904: bool) -> None:
        self._first = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)
        codes = _codes(root)
        ids = [attribute(one, "numFmtId") for one in children(child(root, "cellXfs"))]
        self._formats = [_format(int(one) if one.isdigit() else 0, codes) for one in ids]

    def shown(self, text: str, style: str) -> str:
        """A number as its cell shows it, more or less; what is no number as it is."""
        try:
            number = float(text)
        except ValueError:
            return text
        at = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else -1
        form = self._formats[at] if 0 <= at < len(self._formats) else ""
        if form == "date" and 0 <= number < _LAST_DAY:
            return self._date(number)
        if form == "elapsed" and 0 <= number < _LAST_DAY:
            return _clock(round(number * _SECONDS))
        if form.startswith("percent") and abs(number) < _LARGEST:
            return _percent(number, int(form.removeprefix("percent")))
        return _plain(number, text)

    def _date(self, number: float) -> str:
        """A day, a time, or both. Excel counts a day in February 1900 that was none."""
        days, seconds = divmod(round(number * _SECONDS), _SECONDS)
        if not days:
            return _clock(seconds)
        if days < 60 and self._first.year < 1904:
            days += 1
        day = (self._first + datetime.timedelta(days=days)).isoformat()
        return f"{day} {_clock(seconds)}" if seconds else day


def _codes(root: Element | None) -> dict[int, str]:
    return {
        int(attribute(one, "numFmtId")): attribute(one, "formatCode")
        for one in children(child(root, "numFmts"))
        if local(one) == "numFmt" and attribute(one, "numFmtId").isdigit()
    }


def _format(key: int, codes: dict[int, str]) -> str:
    """`date`, `elapsed` time, `percent2` with its decimals, or empty."""
    if key == _ELAPSED or _ELAPSED_CODE.search(codes.get(key, "")):
        return "elapsed"
    if key not in codes:
        return "date" if key in _DATES else f"percent{_PERCENT[key]}" if key in _PERCENT else ""
    code = _QUOTED.sub("", codes[key].split(";")[0])
    if "%" in code:
        decimals = _DECIMALS.search(code)
        return f"percent{min(9, len(decimals[1])) if decimals else 0}"
    return "date" if _DATE_CODE.search(code) else ""


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _percent(number: float, decimals: int) -> str:
    """Rounded as Excel does: a half goes up."""
    step = Decimal(1).scaleb(-decimals)
    return f"{(Decimal(repr(number)) * 100).quantize(step, ROUND_HALF_UP):f}%"


def _plain(number: float, text: str) -> str:
    """A number with the fifteen digits that Excel keeps."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}" if abs(number) < 1e300 else text
