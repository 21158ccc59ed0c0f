"""The words of a document for its index, and those of a question to it.

Words are those of `engine.store.words`, of text whose lines flow on (files of PDF break words and
sentences at the ends of lines) and whose characters are folded (`engine.documents.folding`). Both
sides come through here, so that they meet. Knows no database but the syntax of an FTS5 query.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from engine.documents.folding import simplified
from engine.store.words import MAX_WORD, fold, runs, words

MAX_TERMS: Final = 64
"""Of a question. A page that was pasted as a question has more, and its beginning will do."""
MAX_QUESTION: Final = 2000
"""Characters of a question that are looked at."""

_HAN_OR_KANA: Final = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
)
_BREAK: Final = "[ \t]*(?:\r\n|\r|\n)[ \t]*"
_LINE_END: Final = re.compile(_BREAK)
# Marks that say a word goes on: the soft hyphen, and what PDFium writes for a hyphen it took away.
_SOFT: Final = re.compile(f"[\u00ad\ufffe\x02](?:{_BREAK})?")
# A hyphen at the end of a line may belong to the word or not; the word is found in either way.
_HYPHENATED: Final = re.compile(f"([^\\W\\d_]+)[-\u2010]{_BREAK}([^\\W\\d_]+)")


def index_words(text: str) -> str:
    """The words of `text` with spaces between, as `chunk_words` of the index takes them. Linear in
    the length of `text`."""
    text = flowing(text)
    found = words(text)
    if "-" in text or "\u2010" in text:
        found += (fold(before + after)[:MAX_WORD] for before, after in _HYPHENATED.findall(text))
    return " ".join(found)


def question_words(question: str) -> list[str]:
    """What a question asks for: its words, and the pairs of its CJK runs, each once, in their
    order. A single character is one only where the question has nothing else."""
    found: dict[str, None] = {}
    single: dict[str, None] = {}
    for _, _, run, is_cjk in runs(flowing(question[:MAX_QUESTION])):
        if not is_cjk:
            found[run[:MAX_WORD]] = None
        elif len(run) == 1:
            single[run] = None
        else:
            found |= dict.fromkeys(first + second for first, second in pairwise(run))
    return list(found or single)[:MAX_TERMS]


def query_expression(
    queries: Sequence[str], choose: Callable[[Sequence[str]], Sequence[str]] = list
) -> str:
    """An FTS5 query for chunks with any word of the `queries`; empty where there is none.

    `choose` says which of the words are worth looking for. A single character of CJK is looked for
    as the beginning of a pair, too.
    """
    asked = list(dict.fromkeys(word for query in queries for word in question_words(query)))
    return " OR ".join(map(_quoted, choose(asked[:MAX_TERMS])))


def _quoted(word: str) -> str:
    return f'"{word}" *' if len(word) == 1 and not word.isascii() else f'"{word}"'


def flowing(text: str) -> str:
    """`text` with its lines flowing on where they end within a word or a sentence, and its
    characters folded but for case."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = _LINE_END.sub(_within_sentence, simplified(text))
    return _SOFT.sub("", text)


def _within_sentence(end: re.Match[str]) -> str:
    """Nothing in place of the end of a line in a script without spaces."""
    text = end.string
    before, after = text[end.start() - 1 : end.start()], text[end.end() : end.end() + 1]
    torn = _HAN_OR_KANA.match(before) and _HAN_OR_KANA.match(after)
    return "" if torn else end.group()
