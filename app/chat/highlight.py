"""Colours for code: runs of text by the kind of word, from Pygments. Knows no Qt.

The colours are ours, readable (4.5:1) on the `code` token in light and in dark.
"""

from __future__ import annotations

from functools import lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    String,
    _TokenType,
)
from pygments.util import ClassNotFound

MAX_CHARACTERS = 20_000
MAX_LINE = 2_000  # longer lines are data, and the slow case of many lexers

Run = tuple[str, str | None]  # text, and its colour or None for that of plain text

_LIGHT: dict[_TokenType, str] = {
    Comment: "#6F6A5E",
    Keyword: "#8A3B9E",
    Keyword.Constant: "#9A4A00",
    Name.Builtin: "#0B6580",
    Name.Class: "#0B6580",
    Name.Decorator: "#9A4A00",
    Name.Exception: "#0B6580",
    Name.Function: "#1C58B0",
    Name.Attribute: "#1C58B0",
    Name.Tag: "#8A3B9E",
    Number: "#9A4A00",
    String: "#2B6E3A",
    Operator.Word: "#8A3B9E",
    Generic.Deleted: "#B42318",
    Generic.Inserted: "#1F7A4D",
    Generic.Heading: "#1C58B0",
}

_DARK: dict[_TokenType, str] = {
    Comment: "#938C7D",
    Keyword: "#D3A0E3",
    Keyword.Constant: "#E3A75A",
    Name.Builtin: "#6CC5DD",
    Name.Class: "#6CC5DD",
    Name.Decorator: "#E3A75A",
    Name.Exception: "#6CC5DD",
    Name.Function: "#8FB8F0",
    Name.Attribute: "#8FB8F0",
    Name.Tag: "#D3A0E3",
    Number: "#E3A75A",
    String: "#9CCB8E",
    Operator.Word: "#D3A0E3",
    Generic.Deleted: "#F0857A",
    Generic.Inserted: "#5CC48F",
    Generic.Heading: "#8FB8F0",
}


def highlight(code: str, language: str, dark: bool) -> list[Run]:
    """`code` as coloured runs that join to it exactly; one plain run for an unknown language or
    code over the bounds."""
    bounded = len(code) <= MAX_CHARACTERS and max(map(len, code.split("\n"))) <= MAX_LINE
    lexer = _lexer(language) if bounded else None
    if lexer is None:
        return [(code, None)] if code else []
    colors = _DARK if dark else _LIGHT
    runs: list[Run] = []
    left = len(code)
    # Some lexers know a comment by the line end behind it, which the last line does not have.
    for _, kind, text in lexer.get_tokens_unprocessed(code + "\n"):
        text, color = text[:left], _color(kind, colors)
        left -= len(text)
        if runs and (runs[-1][1] == color or text.isspace()):
            runs[-1] = (runs[-1][0] + text, runs[-1][1])
        elif text:
            runs.append((text, color))
    return runs


def _color(kind: _TokenType, colors: dict[_TokenType, str]) -> str | None:
    found: _TokenType | None = kind
    while found is not None and found not in colors:
        found = found.parent
    return colors[found] if found is not None else None


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    """The lexer of a language as fences name it, or None. Making one takes milliseconds."""
    try:
        lexer: Lexer = get_lexer_by_name(language.strip().lower())
    except ClassNotFound:
        return None
    return lexer
