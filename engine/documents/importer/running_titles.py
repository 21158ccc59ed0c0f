"""Running heads that change: the titles of the chapter and the section that a page is of.

Knows no PDF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.documents.importer.bare import NUMBERING, bare

_PAGE: Final = re.compile(r"^(?:\d{1,4}|[ivxlc]{1,6})(?=\D)|(?<=\D)(?:\d{1,4}|[ivxlc]{1,6})$")
_MOST: Final = 3  # titles in a line
_SHORTEST: Final = 6  # characters of a title that is cut


def is_running_title(line: str, titles: Sequence[str]) -> bool:
    """Whether a line is nothing but some of `titles`, which are bare, with their numbers and that
    of the page."""
    plain = bare(line)
    if "…" not in plain and "..." not in plain and not any(title in plain for title in titles):
        return False
    return any(_is_titles(rest, titles, _MOST) for rest in {plain, _PAGE.sub("", plain)})


def _is_titles(text: str, titles: Sequence[str], most: int) -> bool:
    if not text or not most:
        return False
    for end in {match.end() for match in _numberings(text)} | {0}:
        rest = text[end:]
        cut, dots, after = rest.partition("…" if "…" in rest else "...")
        is_cut = dots and len(cut) >= _SHORTEST and any(t.startswith(cut) for t in titles)
        if is_cut and (not after or _is_titles(after, titles, most - 1)):
            return True
        for title in titles:
            after = rest.removeprefix(title)
            if after != rest and (not after or _is_titles(after, titles, most - 1)):
                return True
    return False


def _numberings(text: str) -> list[re.Match[str]]:
    """The ways in which a number may stand at the beginning of `text`."""
    found = [NUMBERING.match(text, 0, end) for end in range(1, min(len(text), 16))]
    return [match for match in found if match]
