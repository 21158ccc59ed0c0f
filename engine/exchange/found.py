"""What of an answer was found in documents, as Markdown below it: the words of the document, the
file and the page; and what was not found. Knows no chat.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import msgspec

from engine.documents.records import Checked, Passage, Sources


class FoundWords(msgspec.Struct, frozen=True):
    """The window gives them in its language."""

    found: str = "Found in the documents"
    missing: str = "Not found in the documents"
    unanswered: str = "The documents do not contain an answer to this."
    place: str = "{file}, page {page}"


def found_below(content: str, checked: Checked, sources: Sources, words: FoundWords) -> str:
    """The lines below an answer `content` that was looked up; empty where nothing was."""
    passages = {passage.number: passage for passage in sources.passages}
    blocks = [] if checked.answered else [f"**{words.unanswered}**"]
    for title, lines in (
        (words.found, list(_found(checked, passages, words))),
        (words.missing, list(_missing(content, checked))),
    ):
        if lines:
            blocks.append("\n".join([f"**{title}**", "", *lines]))
    return "\n\n".join(blocks)


def _found(checked: Checked, passages: dict[int, Passage], words: FoundWords) -> Iterator[str]:
    for statement in checked.statements:
        for cite in statement.cites[:1]:
            passage = passages.get(cite.number)
            if statement.verdict == "found" and passage is not None:
                quoted = _one_line(passage.text[cite.start : cite.start + cite.length])
                file = PurePath(passage.path.replace("\\", "/")).name
                page = passage.label or str(passage.page)
                yield f"- “{quoted}” ({words.place.format(file=file, page=page)})"


def _missing(content: str, checked: Checked) -> Iterator[str]:
    for statement in checked.statements:
        if statement.verdict == "missing":
            yield f"- {_one_line(content[statement.start : statement.start + statement.length])}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
