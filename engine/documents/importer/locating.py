"""Where a passage stands in a file that may have changed since it was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from engine.documents.importer.sentences import parts
from engine.documents.records import Page, Span

_SHORTEST: Final = 16  # characters of a sentence that tells where it is
_MOST_SENTENCES: Final = 6


def locate(text: str, pages: Iterable[Page]) -> Span | None:
    """The first of `pages` that has `text`, whatever its white space; else the longest of its
    sentences that is on one of them. None where it is nowhere."""
    tries = [_finder(text)] + [_finder(sentence) for sentence in _sentences(text)]
    best: tuple[int, Span] | None = None
    for page in pages:
        for rank, found in enumerate(tries if best is None else tries[: best[0]]):
            if place := found(page.text):
                best = rank, Span(page.number, place[0], place[1] - place[0])
                break
        if best is not None and best[0] == 0:
            break
    return best[1] if best else None


def _sentences(text: str) -> list[str]:
    """Its longest sentences, the longest first."""
    found = {text[part.start : part.end].strip() for part in parts(text, 0, len(text), 400.0)}
    long = sorted(found - {text.strip()}, key=lambda sentence: (-len(sentence), sentence))
    return [sentence for sentence in long if len(sentence) >= _SHORTEST][:_MOST_SENTENCES]


def _finder(text: str) -> Callable[[str], tuple[int, int] | None]:
    """Looks for `text` in another text, white space left out of both."""
    wanted = "".join(text.split())

    def find(page: str) -> tuple[int, int] | None:
        place = "".join(page.split()).find(wanted) if wanted else -1
        if place < 0:
            return None
        dense = [match.start() for match in _DENSE.finditer(page)]
        return dense[place], dense[place + len(wanted) - 1] + 1

    return find


_DENSE: Final = re.compile(r"\S")
