"""A passage as it was kept, with what stands around it in the index: shown in place of its file.

Knows no file and no Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.documents.records import Hit, Page, Passage, Span

AROUND: Final = 2
"""Chunks of the index before a passage, and as many behind it."""
_GAP: Final = "\n\n"


def stored_page(passage: Passage, chunks: Sequence[Hit]) -> tuple[Page, Span]:
    """A page made of the passage and of its neighbours, and where the passage is in it.

    `chunks` are those of the file in order; of another version of it they count for nothing.
    """
    of_then = [chunk for chunk in chunks if chunk.sha256 == passage.sha256]
    before, behind = _around(passage, of_then)
    text = before + passage.text
    page = Page(passage.page, text + behind, (), passage.label, passage.page_kind)
    return page, Span(passage.page, len(before), len(passage.text))


def _around(passage: Passage, chunks: Sequence[Hit]) -> tuple[str, str]:
    """What is before the passage and behind it, each with what parts it from the passage."""
    begin, end = (passage.page, passage.start), (passage.page, passage.start + passage.length)
    before = [chunk for chunk in chunks if (chunk.page, chunk.start) < begin]
    behind = [chunk for chunk in chunks if (chunk.page, chunk.start + chunk.length) > end]
    above, below = "", ""
    for chunk in before[-AROUND:]:
        above += _cut(chunk, 0, begin)
    for chunk in behind[:AROUND]:
        below += _cut(chunk, end[1] - chunk.start if chunk.page == end[0] else 0, None)
    return above, below


def _cut(chunk: Hit, first: int, begin: tuple[int, int] | None) -> str:
    """The text of a chunk outside the passage, with a gap where it does not touch that."""
    if begin is not None:
        inside = chunk.page == begin[0] and chunk.start + chunk.length > begin[1]
        return chunk.text[: begin[1] - chunk.start] if inside else chunk.text + _GAP
    return chunk.text[first:] if first > 0 else _GAP + chunk.text
