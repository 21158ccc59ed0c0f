"""Telling a model's thinking (`<think>` … `</think>`) from its answer. Knows no Markdown parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_MOST_THOUGHTS = 16  # tags behind that are text
_TAGS = ("<think>", "</think>", "<thinking>", "</thinking>")
_EVENT = re.compile(
    r"(?P<fence>^ {0,3}(?:`{3,}|~{3,}))"
    r"|(?P<code>`+)"
    r"|(?P<open><think(?:ing)?>)"
    r"|(?P<close></think(?:ing)?>)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message. `closed` is False for the last part, which may still grow."""

    kind: Literal["thinking", "answer"]
    text: str
    closed: bool


def split_thinking(text: str) -> list[Part]:
    """The parts of a message in order, without their tags; never two of a kind in a row.

    Tags inside code are text. Thinking that was never closed goes to the end. A closing tag at
    the start of a line without an opening one ends thinking too: some chat templates open it in
    the prompt. Empty parts are left out, but there is always one part at least.
    """
    parts: list[Part] = []
    thinking = False
    start = pos = 0
    while found := _EVENT.search(text, pos):
        pos = found.end()
        if len(parts) >= 2 * _MOST_THOUGHTS:
            break
        if found.lastgroup == "close" and (thinking or (not parts and _starts_line(text, found))):
            _add(parts, "thinking", text[start : found.start()], True)
            thinking, start = False, pos
        elif found.lastgroup == "open" and not thinking:
            _add(parts, "answer", text[start : found.start()], True)
            thinking, start = True, pos
        elif found.lastgroup == "fence":
            pos = _after_fence(text, found, thinking)
        elif found.lastgroup == "code":
            pos = _after_code(text, found)
    _add(parts, "thinking" if thinking else "answer", text[start:], False)
    return parts or [Part("answer", "", False)]


def answer_alone(text: str) -> str:
    """`text` with blanks in place of thinking, so that every place in it stays where it is."""
    kept: list[str] = []
    at = 0
    for part in split_thinking(text):
        if part.kind == "answer" and part.text:
            start = text.find(part.text, at)
            kept += (_blank(text[at:start]), part.text)
            at = start + len(part.text)
    return "".join((*kept, _blank(text[at:])))


def held_back(text: str) -> int:
    """How many characters at the end may be the beginning of a tag, and should not show yet."""
    start = text.rfind("<", -max(map(len, _TAGS)))
    if start < 0 or not any(tag.startswith(text[start:]) for tag in _TAGS):
        return 0
    return len(text) - start


def _starts_line(text: str, found: re.Match[str]) -> bool:
    return not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()


def _after_fence(text: str, found: re.Match[str], thinking: bool) -> int:
    """The end of a fenced block. A closing tag on a line of its own ends thinking even there,
    because models leave fences open in their thoughts."""
    mark = found[0].strip()
    end = re.compile(rf"^ {{0,3}}{mark[0]}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
    closed = end.search(text, found.end())
    stop = closed.end() if closed else len(text)
    if thinking:
        tag = re.compile(r"^</think(?:ing)?>", re.MULTILINE).search(text, found.end(), stop)
        if tag:
            return tag.start()
    return stop


def _after_code(text: str, found: re.Match[str]) -> int:
    """The end of a code span on the same line, or of its opening mark if it has none."""
    line_end = text.find("\n", found.end())
    line = text[found.end() : line_end if line_end >= 0 else len(text)]
    closed = re.search(rf"(?<!`){found[0]}(?!`)", line)
    return found.end() + closed.end() if closed else found.end()


def _add(parts: list[Part], kind: Literal["thinking", "answer"], text: str, closed: bool) -> None:
    text = text.lstrip("\n") if kind == "answer" else text.strip("\n")
    if not text.strip() and (closed or parts):
        if kind == "thinking" and not closed:
            parts.append(Part(kind, "", False))
        return
    parts.append(Part(kind, text, closed))


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
