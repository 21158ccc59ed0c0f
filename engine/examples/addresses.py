"""Addresses of houses, by the words that end the name of a street, in English, German and Chinese.

Knows no towns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_STREETS: Final = (
    "Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Court|Ct|Place|Pl|Square|Sq|"
    "Terrace|Crescent|Close|Highway|Hwy|Parkway|Pkwy|Alley|Row|Quay"
)
_ENGLISH: Final = re.compile(
    rf"\b\d{{1,5}}[A-Za-z]?,? (?:[NSEW]\.? )?(?:(?:[A-Z][\w'.-]*|\d+(?:st|nd|rd|th)) ){{1,4}}"
    rf"(?:{_STREETS})\b\.?(?: (?:NE|NW|SE|SW|[NSEW])\b)?"
    r"(?:,? (?:Apt|Apartment|Suite|Unit|Flat|Floor|#)\.? ?\w{1,6})?"
    r"(?:,? [A-Z][a-z]+(?: [A-Z][a-z]+)?)?(?:,? [A-Z]{2} \d{5}(?:-\d{4})?)?"
    r"(?:,? [A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2})?"
    r"|\bP\.? ?O\.? Box \d+"
)
_GERMAN: Final = re.compile(
    r"\b[A-ZÄÖÜ][\wäöüß-]{0,40}?(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer) ?\d{1,4}"
    r"(?: ?[a-z]\b)?(?:,? \d{5} [A-ZÄÖÜ][\wäöüß-]+)?"
)
_HOUSE: Final = re.compile(
    r"(?:大道|大街|胡同|路|街|道|巷|弄|里)\s*\d{1,5}\s*(?:号|弄)(?:院|楼)?"
    r"(?:[\u4e00-\u9fff]{0,8}?\s*[\dA-Za-z一二三四五六七八九十]{1,5}\s*"
    r"(?:号楼|栋|幢|座|单元|层|楼|室|房|号)){0,4}"
)
_BEFORE_HOUSE: Final = re.compile(r"[\u4e00-\u9fff\d]{1,30}\Z")
"""What stands right before a house: province, town, district and street."""
_LEAD: Final = re.compile(r".*(?:地址|住址|住在|寄到|送到|位于|家在|来自|在|到|是|为)")
_MOST: Final = 30


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses are, as start and end."""
    for form in (_ENGLISH, _GERMAN):
        yield from (match.span() for match in form.finditer(text))
    for house in _HOUSE.finditer(text):
        start = max(0, house.start() - _MOST)
        if before := _BEFORE_HOUSE.search(text[start : house.start()]):
            lead = _LEAD.match(before[0])
            yield start + before.start() + (lead.end() if lead else 0), house.end()
