"""What embedders want in front of a text, by the names of their families. Knows no file.

GGUF files do not say; the prefixes are those of the makers' model cards.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Prefixes(NamedTuple):
    """What is put in front of a question, and of a text that is searched."""

    query: str = ""
    passage: str = ""


_SEARCH: Final = "Represent this sentence for searching relevant passages: "
_WEB_SEARCH: Final = "Given a web search query, retrieve relevant passages that answer the query"
_INSTRUCT: Final = f"Instruct: {_WEB_SEARCH}\nQuery:"
# The first that is found in the name counts, so the narrower stand first.
_FAMILIES: Final = (
    (r"\be5\b.*\binstruct\b", Prefixes(f"Instruct: {_WEB_SEARCH}\nQuery: ")),
    (r"\be5\b", Prefixes("query: ", "passage: ")),
    (r"\bbge\b.*\bzh\b", Prefixes("为这个句子生成表示以用于检索相关文章：")),
    (r"\bbge\b.*\ben\b", Prefixes(_SEARCH)),
    (r"\bmxbai\b.*\bembed\b", Prefixes(_SEARCH)),
    (r"\barctic\b.*\bembed\b.*\bv2\b", Prefixes("query: ")),
    (r"\barctic\b.*\bembed\b", Prefixes(_SEARCH)),
    (r"\bnomic\b.*\bembed\b", Prefixes("search_query: ", "search_document: ")),
    (r"\bmodernbert\b.*\bembed\b", Prefixes("search_query: ", "search_document: ")),
    (r"\bqwen3\b.*\bembedding\b", Prefixes(_INSTRUCT)),
    (r"\bembedding\s?gemma\b", Prefixes("task: search result | query: ", "title: none | text: ")),
)


def prefixes_of(name: str) -> Prefixes:
    """The prefixes of the embedder with this name; none for one that is not known."""
    words = re.sub(r"[^a-z0-9]+", " ", name.lower())
    for pattern, prefixes in _FAMILIES:
        if re.search(pattern, words):
            return prefixes
    return Prefixes()
