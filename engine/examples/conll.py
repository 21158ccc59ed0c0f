"""Sentences with named entities, a token and its tags on a line, as in CoNLL-2003, to examples.

The answer lists the entities, which a language model can write and a person can read. Knows no
metric.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from engine.examples.conversation import checked
from engine.examples.faults import Faulty
from engine.examples.fields import short
from engine.examples.records import Example, RowFault
from engine.messages import ChatMessage

INSTRUCTION: Final = (
    "List the named entities of the text, one a line, as KIND: entity. Write None where there are "
    "none."
)
NOTHING: Final = "None"

_TAG: Final = re.compile(r"(?:O|[BIESLUM]-[^\s-]\S*)")
_START: Final = "-DOCSTART-"
_ENOUGH: Final = 0.9
_SAMPLE: Final = 400
_HAN: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]")
_CLOSES: Final = frozenset(".,;:!?%)]}'’”…")
_OPENS: Final = frozenset("([{‘“")
_CONTRACTED: Final = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))$", re.IGNORECASE)

Tagged = tuple[str, str]
"""A token and its tag."""


def is_conll(text: str) -> bool:
    """Whether nearly every line of a text is a token with a tag."""
    lines = [line for line in text.split("\n", _SAMPLE)[:_SAMPLE] if _counts(line)]
    tagged = [line.split() for line in lines]
    good = sum(len(parts) > 1 and bool(_TAG.fullmatch(parts[-1])) for parts in tagged)
    return len(lines) > 1 and good >= _ENOUGH * len(lines)


def examples(text: str) -> tuple[list[Example], list[RowFault]]:
    """An example of each sentence; its row is the line it begins at."""
    found, faults = [], []
    for line, lines in _sentences(text):
        try:
            tokens = [_tagged(one, number) for number, one in enumerate(lines, start=line)]
            found.append(Example(_messages(tokens), line))
        except Faulty as faulty:
            faults.append(faulty.at(line))
    return found, faults


def entities(tokens: Sequence[Tagged]) -> list[tuple[str, str]]:
    """The entities of a sentence as (kind, text), in its order: tags as IOB1, IOB2 or IOBES."""
    found: list[tuple[str, list[str]]] = []
    open_kind = ""
    for token, tag in tokens:
        place, _, kind = tag.partition("-")
        if place in ("I", "M", "E", "L") and kind == open_kind:
            found[-1][1].append(token)
        elif kind:
            found.append((kind, [token]))
        open_kind = "" if place in ("O", "E", "L", "S", "U") else kind
    return [(kind, joined(words)) for kind, words in found]


def joined(tokens: Sequence[str]) -> str:
    """Tokens as a text: spaces where writing has them, none between Chinese characters."""
    text = ""
    for token in tokens:
        glued = (
            not text
            or token[0] in _CLOSES
            or text[-1] in _OPENS
            or _CONTRACTED.match(token)
            or (_HAN.match(token[0]) and _HAN.match(text[-1]))
        )
        text += token if glued else f" {token}"
    return text


def _messages(tokens: Sequence[Tagged]) -> tuple[ChatMessage, ...]:
    listed = "\n".join(f"{kind}: {text}" for kind, text in entities(tokens))
    return checked(
        [
            ChatMessage("system", INSTRUCTION),
            ChatMessage("user", joined([token for token, _ in tokens])),
            ChatMessage("assistant", listed or NOTHING),
        ]
    )


def _sentences(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between empty ones, each with the number of its first line."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if _counts(line):
            start = start if lines else number
            lines.append(line)
        elif lines and not line.startswith("#"):
            yield start, lines
            lines = []


def _counts(line: str) -> bool:
    return bool(line.strip()) and not line.startswith((_START, "# "))


def _tagged(line: str, number: int) -> Tagged:
    parts = line.split()
    if len(parts) < 2 or not _TAG.fullmatch(parts[-1]):
        raise Faulty("row_tag", line=number, found=short(line))
    return parts[0], parts[-1]
