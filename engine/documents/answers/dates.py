"""Dates as one key, however they are written: 5 May 2021, May 5, 2021-05-05, 2021年5月5日.

`05/06/2021` is the fifth or the sixth of a month, depending on the country, and stays as it is.
Knows no calendar beyond the lengths of months.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_NAMES: Final = {name[:3].lower(): i for i, name in enumerate(_MONTHS, 1)}
_LONGEST: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Month names are written with a capital: "section 5 may apply" is no date.
_MONTH: Final = "(?:" + "|".join(f"{n}|{n.upper()}|{n[:3]}\\.?" for n in _MONTHS) + "|Sept\\.?)"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
_GAP: Final = r"[ \u00a0\t]*(?:\r?\n)?[ \u00a0\t]*"
_SPACE: Final = r"(?:[ \u00a0]+|[ \u00a0]*\r?\n[ \u00a0]*)"
PATTERN: Final = (
    rf"(?<![\w.])(?:{_DAY}{_SPACE}(?:of{_SPACE})?{_MONTH}(?!\w)(?:,?{_SPACE}\d{{4}}(?!\d))?"
    rf"|{_MONTH}{_SPACE}{_DAY}(?![\d\w:])(?:,?{_SPACE}\d{{4}}(?!\d))?"
    rf"|{_MONTH}{_SPACE}\d{{4}}(?!\d)"
    r"|\d{4}(?P<_s>[-/.])\d{1,2}(?P=_s)\d{1,2}(?![\d\w]|[-/.]\d)"
    r"|\d{1,2}(?P<_t>[-/.])\d{1,2}(?P=_t)\d{4}(?![\d\w]|[-/.]\d))"
    rf"|(?<!\d)(?:\d{{4}}|[〇零一二三四五六七八九]{{4}}){_GAP}年{_GAP}"
    rf"(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}月"
    rf"(?:{_GAP}(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}[日号號])?"
    rf"|(?<![\d年第])(?:\d{{1,2}}|[一二三四五六七八九十]{{1,2}}){_GAP}月{_GAP}"
    rf"(?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}}){_GAP}[日号號]"
)
_NUMERAL: Final = re.compile(r"\d+|[〇零一二三四五六七八九十]+")
_HAN_DIGITS: Final = {sign: i for i, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


def key(text: str) -> str:
    """The key of a text that `PATTERN` matched: `d:2021-05-05`, `d:2021-05` or `d:05-05`; the text
    itself where it is no date, or could be two."""
    folded = unicodedata.normalize("NFKC", text)
    numbers = [_number(found) for found in _NUMERAL.findall(folded)]
    named = re.search(r"[A-Za-z]{3,}", folded.replace("of", ""))
    year = month = day = 0
    if named:
        month = _NAMES[named.group()[:3].lower()]
        day = next((n for n in numbers if n <= 31), 0)
        year = next((n for n in numbers if n > 31), 0)
    elif "月" in folded:
        if "年" in folded:
            year, *numbers = numbers
        month, day = (*numbers, 0)[:2]
    elif numbers[0] > 31:
        year, month, day = numbers
    else:
        first, second, year = numbers
        if first > 12 and second <= 12:
            day, month = first, second
        elif second > 12 and first <= 12:
            month, day = first, second
        elif first == second:
            month = day = first
    if not 1 <= month <= 12 or not 0 <= day <= _LONGEST[month - 1]:
        return "".join(folded.split())
    parts = [f"{year:04}"] * bool(year) + [f"{month:02}"] + [f"{day:02}"] * bool(day)
    return "d:" + "-".join(parts)


def _number(text: str) -> int:
    """A year digit by digit, or a number up to 31."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text))
    return 10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0)
