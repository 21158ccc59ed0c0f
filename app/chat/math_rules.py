r"""Where formulas are in Markdown: `$$…$$`, `\[…\]`, `\(…\)`, and `$…$` with care for prices.

Rules for markdown-it. A formula becomes one token with its LaTeX as written, `markup` the mark
that opens it; nothing in it is Markdown. Code is never looked at. Knows no Qt.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_inline import StateInline

BLOCK: Final = "math_block"  # on lines of its own; `info` is "open" while its end has not come
INLINE: Final = "math_inline"
CLOSING: Final = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}
_MOST: Final = 2_200  # characters looked at for the end of a formula in a line
_MOST_BEHIND: Final = 2  # characters of punctuation behind a formula that go with it
_OPENS = re.compile(r"\$\$(?!\$)|\\\[")
_PROSE = re.compile(r"[A-Za-z]{3,}[,.;:]?\s+[A-Za-z]{2,}|^\d[\d.,]*\s+[A-Za-z]{2,}")
_COMMANDS = re.compile(r"\\[A-Za-z]+(\s*\{[^{}]*\})?")


def add_math(md: MarkdownIt) -> None:
    """Teach a parser formulas."""
    md.block.ruler.before(
        "fence", BLOCK, _block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.inline.ruler.before("escape", INLINE, _inline)


def source_of(content: str, markup: str) -> str:
    """A formula as it was written, with its marks."""
    return f"{markup}{content}{CLOSING[markup]}"


def is_display(markup: str) -> bool:
    """Whether a formula with this mark is set with more room."""
    return markup in ("$$", r"\[")


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with `$$` or `\\[` begins a block, whatever follows: so blocks that are
    drawn already stay as they are while a text grows."""
    if state.is_code_block(start):
        return False
    first = _line(state, start)
    opens = _OPENS.match(first)
    if opens is None:
        return False
    if silent:
        return True
    closing = CLOSING[opens[0]]
    lines = [first[opens.end() :]]
    last = start
    while closing not in lines[-1]:
        last += 1
        if last >= end:
            break
        if state.isEmpty(last) or state.sCount[last] < state.blkIndent:
            return bool(paragraph(state, start, end, False))
        lines.append(_line(state, last))
    state.line = min(last + 1, end)
    before, _, behind = "\n".join(lines).partition(closing)
    if len(behind.strip()) > _MOST_BEHIND:
        _push_paragraph(state, start, "\n".join((first, *lines[1:])))
        return True
    token = state.push(BLOCK, "math", 0)
    token.map = [start, state.line]
    token.markup = opens[0]
    token.content = before if last >= end else before.strip() + behind.strip()
    token.info = "open" if last >= end else ""
    return True


def _push_paragraph(state: StateBlock, start: int, content: str) -> None:
    """The lines of a formula that has words behind it."""
    state.push("paragraph_open", "p", 1).map = [start, state.line]
    words = state.push("inline", "", 0)
    words.content, words.children, words.map = content, [], [start, state.line]
    state.push("paragraph_close", "p", -1)


def _line(state: StateBlock, number: int) -> str:
    return state.getLines(number, number + 1, state.blkIndent, False).strip()


def _inline(state: StateInline, silent: bool) -> bool:
    text, start = state.src, state.pos
    mark = next((m for m in ("$$", r"\(", r"\[", "$") if text.startswith(m, start)), "")
    if not mark or "$$$" in text[max(0, start - 1) : start + 3]:
        return False
    begin = start + len(mark)
    limit = min(state.posMax, begin + _MOST)
    end = _closing_dollar(text, begin, limit) if mark == "$" else text.find(CLOSING[mark], begin)
    if mark == "$" and not _may_open(text, start):
        return False
    if not begin < end < limit or not text[begin:end].strip():
        return _as_written(state, mark, silent)
    if not silent:
        token = state.push(INLINE, "math", 0)
        token.markup = mark
        token.content = text[begin:end].strip()
    state.pos = end + len(mark)
    return True


def _as_written(state: StateInline, mark: str, silent: bool) -> bool:
    r"""An opening without its end keeps its backslash: `\(` would become a bracket, and come back
    as soon as the end is there."""
    if not mark.startswith("\\"):
        return False
    if not silent:
        state.pending += mark
    state.pos += len(mark)
    return True


def _may_open(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    behind = text[start + 1 : start + 2]
    return not (before.isascii() and before.isalnum()) and before != "$" and not behind.isspace()


def _closing_dollar(text: str, begin: int, limit: int) -> int:
    """Where the `$` that ends a formula is, or -1: none comes, or this is no formula.

    As in Pandoc, it has no blank before it and no digit behind it; two words that follow each
    other outside of commands are prose.
    """
    end = begin
    while True:
        end = text.find("$", end, limit)
        if end < 0:
            return -1
        if text[end - 1] != "\\":
            break
        end += 1
    behind = text[end + 1 : end + 2]
    if text[end - 1 : end].isspace() or (behind.isascii() and behind.isalnum()) or behind == "$":
        return -1
    return -1 if _PROSE.search(_COMMANDS.sub(" ", text[begin:end])) else end
