"""Plain text to examples: paragraphs joined to pieces a model learns from at once.

A text in which two take turns by name (User: and Assistant:, Q: and A:, 问： and 答：) becomes
conversations instead. Knows no file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from engine.examples.conversation import checked, checked_text
from engine.examples.faults import Faulty
from engine.examples.records import Example, RowFault
from engine.messages import ChatMessage, Role

PIECE: Final = 2_000
"""Characters of a piece, where paragraphs allow: less than most models learn from at once."""
_TURN: Final = re.compile(
    r"^(?:(?P<user>User|Human|Question|Q|用户|问题|问)"
    r"|(?P<assistant>Assistant|AI|Answer|A|助手|回答|答))\s*[:：][ \t]*",
    re.IGNORECASE,
)
_ENDS: Final = ("\n", "。", "！", "？", ". ", "! ", "? ", " ")
"""Where a paragraph that is too long may be cut, the best first."""


def examples(text: str) -> tuple[list[Example], list[RowFault]]:
    """The examples of a text; their rows are the lines they begin at."""
    found: list[Example] = []
    faults: list[RowFault] = []
    talks = _is_talk(text)
    for line, part in _talks(text) if talks else _pieces(text):
        try:
            found.append(Example(checked(_turns(part)) if talks else checked_text(part), line))
        except Faulty as faulty:
            faults.append(faulty.at(line))
    return found, faults


def _is_talk(text: str) -> bool:
    """Whether its first line is a question by name, and answers follow."""
    first = _TURN.match(text.lstrip())
    if first is None or not first["user"]:
        return False
    turns = [turn for line in text.split("\n") if (turn := _TURN.match(line))]
    return any(turn["assistant"] for turn in turns)


def _talks(text: str) -> Iterator[tuple[int, str]]:
    """Conversations, each with its first line: a question behind an empty line begins one."""
    yield from _joined(_paragraphs(text), lambda _, after: _begins_talk(after))


def _begins_talk(text: str) -> bool:
    turn = _TURN.match(text)
    return turn is not None and bool(turn["user"])


def _turns(text: str) -> list[ChatMessage]:
    said: list[tuple[Role, list[str]]] = []
    for line in text.split("\n"):
        turn = _TURN.match(line)
        if turn is not None:
            role: Role = "user" if turn["user"] else "assistant"
            said.append((role, [line[turn.end() :]]))
        elif said:
            said[-1][1].append(line)
        elif line.strip():
            said.append(("system", [line]))
    return [ChatMessage(role, "\n".join(lines).strip()) for role, lines in said]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Paragraphs joined to pieces, each with its first line."""
    short = ((line, part) for line, whole in _paragraphs(text) for part in _cut(whole))
    yield from _joined(short, lambda before, after: len(before) + len(after) > PIECE)


def _joined(
    paragraphs: Iterable[tuple[int, str]], begins: Callable[[str, str], bool]
) -> Iterator[tuple[int, str]]:
    """Paragraphs joined until `begins` says of what is joined and the next that it begins anew."""
    start, text = 0, ""
    for line, paragraph in paragraphs:
        if text and not begins(text, paragraph):
            text = f"{text}\n\n{paragraph}"
            continue
        if text:
            yield start, text
        start, text = line, paragraph
    if text:
        yield start, text


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Runs of lines between empty ones, each with the number of its first line."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            start = start if lines else number
            lines.append(line.rstrip())
        elif lines:
            yield start, "\n".join(lines)
            lines = []


def _cut(text: str) -> Iterator[str]:
    """A paragraph in parts that are no longer than a piece."""
    while len(text) > PIECE:
        places = (text.rfind(end, PIECE // 2, PIECE) + len(end) for end in _ENDS)
        cut = next((place for place in places if place > PIECE // 2), PIECE)
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text
