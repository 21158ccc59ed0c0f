"""The words of a message as a reader sees them, without drawing it: what find looks through.

The same words in the same order as in the document of `app.chat.document`, with all thinking
open and formulas as they were written. Knows no Qt.
"""

from __future__ import annotations

import html
import re

from markdown_it.token import Token

from app.chat.citing import Annotator, Notes
from app.chat.fold import fold
from app.chat.markdown import SOFT_BREAK, Parser, clean, rich_length, task_state
from app.chat.math_rules import BLOCK, CLOSING, INLINE, source_of
from app.chat.thinking import split_thinking
from engine.store.records import StoredMessage

_TARGET = re.compile(r"\]\([^)]*\)")
_MARKS = re.compile(r"[\W_]+")


def shown_text(message: StoredMessage, parser: Parser, missing: str = "") -> str:
    """All words of a message; `missing` are those of marks that nothing was found."""
    text = clean(message.content).replace(SOFT_BREAK, "")
    if message.role == "user":
        return text
    length = rich_length(text)
    env: dict[str, object] = {}
    marks = Annotator(Notes.of(message.content, message.checked, missing))
    parts = []
    for part in split_thinking(text[:length]):
        tokens = parser.parse(part.text, env)
        if part.kind == "answer":
            marks.annotate(tokens)
        parts.append(_words(tokens))
    return "\n".join([*parts, text[length:]])


def letters(text: str) -> str:
    """Letters and digits alone, folded: what a text shows has no others than what it is written
    with, so that most messages need not be parsed to see that a word is not in them."""
    if "](" in text:
        text = _TARGET.sub("]", text)
    if "&" in text:
        text = html.unescape(text)
    return _MARKS.sub("", fold(text))


def _words(tokens: list[Token]) -> str:
    lines: list[str] = []
    for token in tokens:
        if token.type == "inline":
            lines.append(_line(token))
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.removesuffix("\n"))
        elif token.type == BLOCK:
            is_open = token.info == "open"
            whole = source_of(token.content, token.markup)
            lines.append(whole.removesuffix(CLOSING[token.markup]) if is_open else whole)
    return "\n".join(lines)


def _line(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content or str(child.attrGet("src") or ""))
        elif child.type == INLINE:
            parts.append(source_of(child.content, child.markup))
        elif child.nesting == 0:
            parts.append(child.content)
    line = "".join(parts)
    return line[4:] if task_state(token) is not None else line
