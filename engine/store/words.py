"""The words of a text, as they are searched for: folded words, and pairs of CJK characters.

Chinese and Japanese write no spaces, and Korean few: a run of their characters is taken apart into
every two neighbours and the last character alone, so that any part of it can be found. Knows no SQL
but the syntax of an FTS5 query.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_WORD = 64  # characters; what is longer is no word that anybody types
MAX_QUERY = 32  # words and runs
MAX_TEXT = 1000  # characters of a query

_CJK = (
    "\u3005-\u3007"  # signs for repetition, and zero
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"  # Hangul
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3099\u309a"  # voicing marks of kana, where they are characters of their own
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
# Vowel signs and accents are no letters to `re`, yet part of the word.
_MARKS = "".join(
    chr(code) for code in range(0x300, 0x1E00) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
# Symbols that stand for letters: ℃ ㎏ ㈱ Ⓐ.
_LETTERLIKE = "\u2100-\u214f\u249c-\u24e9\u3200-\u33ff"
_RUN = re.compile(f"([{_CJK}]+)|(?:(?![{_CJK}])[^\\W_]|[{_MARKS}{_LETTERLIKE}])+")
_ENDINGS = (
    "n",
    "on",
    "ion",
    "tion",
    "g",
    "ng",
    "ing",
    "s",
    "d",
    "ed",
    "ty",
    "ity",
    "t",
    "nt",
    "ent",
)
_ASCII = re.compile("[0-9a-z]+")


def words(text: str) -> list[str]:
    """The words of `text` in their order: NFKC, case folded, CJK runs as the pairs of neighbours
    and the last character. Linear in the length of `text`."""
    if text.isascii():
        return [word[:MAX_WORD] for word in _ASCII.findall(text.lower())]
    found: list[str] = []
    for _, _, run, is_cjk in runs(text):
        if is_cjk:
            found.extend(_pairs(run))
        else:
            found.append(run[:MAX_WORD])
    return found


def runs(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where words and CJK runs are in `text`: start, end, the folded run, and whether it is CJK.

    A symbol of several letters gives several runs of one place.
    """
    for match in _RUN.finditer(text):
        raw = match.group()
        if raw.isascii():
            yield match.start(), match.end(), raw.lower(), False
            continue
        # No more than is kept of a word is folded: one character may become eighteen.
        folded = fold(raw if match.group(1) else raw[:MAX_WORD])
        if match.group(1) and len(folded) == len(raw):
            yield match.start(), match.end(), folded, True
            continue
        for part in _RUN.finditer(folded):
            yield match.start(), match.end(), part.group(), bool(part.group(1))


def fold(text: str) -> str:
    """`text` without differences of width, form and case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


class Word(NamedTuple):
    """One word of a query, or a CJK run. `is_last`: it may be the beginning of a word."""

    text: str
    is_cjk: bool
    is_last: bool


def terms(text: str) -> list[Word]:
    """What a query asks for: its words and CJK runs, at most `MAX_QUERY`."""
    found = [(run[:MAX_WORD], is_cjk) for _, _, run, is_cjk in runs(text[:MAX_TEXT])][:MAX_QUERY]
    return [Word(*one, is_last=place == len(found)) for place, one in enumerate(found, 1)]


def query(text: str) -> str:
    """An FTS5 query for messages that have every word of `text`; empty for text without words.

    The last word may be the beginning of one. A CJK run is a phrase of its pairs; a character
    alone is the beginning of any pair. Whatever `text` is, SQLite can read the query.
    """
    return " AND ".join(map(_asked, terms(text)))


def completions(term: Word) -> list[str]:
    """A word as it may be meant. The index has "connect" for "connection": while that is typed,
    "connecti" is the beginning of neither, so that likely endings are tried."""
    unfinished = term.is_last and len(term.text) > 3 and term.text.isascii() and term.text.isalpha()
    return [term.text, *(term.text + ending for ending in (_ENDINGS if unfinished else ()))]


def _asked(term: Word) -> str:
    if term.is_cjk and len(term.text) > 1:
        return f'"{" ".join(_pairs(term.text)[:-1])}"'
    if term.is_cjk:
        return f'"{term.text}" *'
    if not term.is_last:
        return f'"{term.text}"'
    tried = " OR ".join(f'"{word}"' for word in completions(term))
    return f'("{term.text}" * OR {tried})'


def _pairs(run: str) -> list[str]:
    return [*(first + second for first, second in itertools.pairwise(run)), run[-1]]
