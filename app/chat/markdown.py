"""From Markdown to tokens: GitHub's dialect, mended for Chinese and bounded against hostile text.

Raw HTML is text, images are their alternative text, and nothing is fetched. Nothing is lost
either: whatever goes past a bound stays readable as plain text. This module knows no Qt; tokens
are drawn by `app.chat.render`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from app.chat.math_rules import add_math

RICH_CHARACTERS: Final = 65_536  # rendered richly, a message
RICH_LINES: Final = 4_000
RICH_MARKS: Final = 6_000  # characters that make the parser work: brackets, stars, pipes, ...
TABLE_CELLS: Final = 2_000
WORD_CHARACTERS: Final = 2_000
SOFT_BREAK: Final = "\u200b"  # zero-width space: where a longer word may break
_DEPTH: Final = 16  # of quotes and lists in each other

Env = MutableMapping[str, Any]

_MARK = re.compile(r"[\[\]!*_~<&|\\`$]")
# Lone surrogates, control characters, and the code points that QTextDocument uses for itself.
_UNSAFE = re.compile("[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\u2029\ufdd0-\ufdef\ufff9-\ufffc]")
_LONG_WORD = re.compile(rf"\S{{{WORD_CHARACTERS}}}(?=\S)")
_LONG_LINE = re.compile(rf"([^\n]{{{WORD_CHARACTERS}}}[^\s]{{0,{WORD_CHARACTERS}}})[ \t]")
_TASK = re.compile(r"\[([ xX])\] ")
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\uac00-\ud7ff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)


def clean(text: str) -> str:
    """`text` with line ends as line feeds and without characters that no document can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub("\ufffd", text)


def break_long_words(text: str) -> str:
    """`text` with a zero-width space in words over 2,000 characters, which Qt lays out slowly."""
    return _LONG_WORD.sub(lambda found: found[0] + SOFT_BREAK, text)


def break_long_lines(text: str) -> str:
    """`text` for a plain text widget, with a line end in lines over 2,000 characters: it lays
    out line by line, and only what is visible. It is as long as before, but for words that are
    longer than that."""
    return _LONG_LINE.sub("\\1\n", _LONG_WORD.sub(lambda found: found[0] + "\n", text))


def rich_length(text: str) -> int:
    """How much of `text` is rendered richly, in characters; the rest is shown as plain text.

    It depends on the beginning of `text` alone, so it does not shrink while a message grows,
    but for the last line.
    """
    end = _rich_bound(text)
    if end == len(text):
        return end
    return text.rfind("\n", 0, end) + 1 or end


def _rich_bound(text: str) -> int:
    end = min(len(text), RICH_CHARACTERS)
    if text.count("\n", 0, end) > RICH_LINES:
        end = _position_of(re.compile("\n"), text, end, RICH_LINES)
    return _position_of(_MARK, text, end, RICH_MARKS)


def _position_of(pattern: re.Pattern[str], text: str, end: int, count: int) -> int:
    """Where the match after `count` matches is, or `end`."""
    for number, found in enumerate(pattern.finditer(text, 0, end)):
        if number == count:
            return found.start()
    return end


def allowed_link(address: str) -> str | None:
    """`address` if it may be followed: http, https or mailto. None for anything else."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return parts.geturl() if parts.netloc else None
    return parts.geturl() if parts.scheme == "mailto" and parts.path else None


def task_state(item: Token) -> bool | None:
    """Whether a list item whose text is `item` is a ticked task; None if it is not a task."""
    first = item.children[0] if item.children else None
    found = _TASK.match(first.content) if first and first.type == "text" else None
    return None if found is None else found[1] != " "


class Parser:
    """A Markdown parser. Give the same `env` to the parts of one message: it holds the link
    references defined so far and the table cells used."""

    def __init__(self) -> None:
        md = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEPTH + 4})
        md.inline = _Inline()
        md.configure("commonmark", {"html": False, "maxNesting": _DEPTH + 4})
        md.enable(["table", "strikethrough"])
        md.disable(["html_block", "html_inline"])
        # Addresses are checked where they are drawn, so that a refused link loses its address
        # and keeps its text.
        md.validateLink = lambda url: True  # type: ignore[method-assign]
        wraps = ["paragraph", "reference"]
        rules = md.block.ruler
        rules.at("table", _bounded_table, {"alt": wraps})
        rules.at("blockquote", _bounded(blockquote), {"alt": [*wraps, "blockquote", "list"]})
        rules.at("list", _bounded(list_block), {"alt": [*wraps, "blockquote"]})
        add_math(md)
        self._md = md

    def parse(self, text: str, env: Env) -> list[Token]:
        """The tokens of `text`, block by block. `text` must be clean and within the bounds."""
        return self._md.parse(text, env)


def cut_of(text: str, tokens: list[Token]) -> int:
    """Where the last top-level block of `text`, parsed to `tokens`, starts, in characters: what is
    before it is final whatever follows, but for link references.

    A block that begins in the unfinished last line does not count: `2` may become `2.`, an item
    of the list before it.
    """
    complete = text.count("\n")
    starts = [t.map[0] for t in tokens if t.level == 0 and t.nesting >= 0 and t.map]
    line = max((start for start in starts if start < complete), default=0)
    cut = 0
    for _ in range(line):
        cut = text.index("\n", cut) + 1
    return cut


_BlockRule = Callable[[StateBlock, int, int, bool], bool]


def _bounded(rule: _BlockRule) -> _BlockRule:
    """`rule` up to a depth: deeper marks stay text, where the parser itself would drop them."""

    def bounded(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level < _DEPTH and rule(state, start, end, silent)

    return bounded


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless the message has too many cells with it: then it stays text."""
    if not table(state, start, end, True):
        return False
    if silent:
        return True
    delimiters = state.getLines(start + 1, start + 2, 0, False).strip(" \t|")
    columns = delimiters.count("|") + 1
    last = start + 1
    while last < end and not state.isEmpty(last):
        last += 1
    cells = columns * (last - start - 1)
    if state.env.get("cells", 0) + cells > TABLE_CELLS:
        return False
    state.env["cells"] = state.env.get("cells", 0) + cells
    opening = len(state.tokens)
    made = table(state, start, end, False)
    state.tokens[opening].meta["cells"] = cells
    return made


class _InlineState(StateInline):
    """Emphasis that opens and closes beside Chinese, Japanese and Korean punctuation.

    CommonMark refuses `**注意：**请`, because a mark after punctuation and before a letter cannot
    close. Here CJK punctuation counts as a letter, and punctuation beside CJK as beside a space.
    Rule: github.com/tats-u/markdown-cjk-friendly, specification.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:
        pos = start
        while pos < self.posMax and self.src[pos] == self.src[start]:
            pos += 1
        before = self.src[start - 1] if start else " "
        after = self.src[pos] if pos < self.posMax else " "
        left = _flanks(before, after)
        right = _flanks(after, before)
        return Scanned(
            left and (canSplitWord or not right or _is_punctuation(before)),
            right and (canSplitWord or not left or _is_punctuation(after)),
            pos - start,
        )


def _flanks(outside: str, inside: str) -> bool:
    """Whether a mark between these characters hugs the inside one."""
    if isWhiteSpace(ord(inside)):
        return False
    if not _is_punctuation(inside) or _CJK.match(inside):
        return True
    return isWhiteSpace(ord(outside)) or _is_punctuation(outside) or _CJK.match(outside) is not None


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Env, tokens: list[Token]) -> list[Token]:
        state = _InlineState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
