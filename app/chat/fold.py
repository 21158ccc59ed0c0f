"""Finding words in a text as a reader means it: whatever the case, the width and the composition.

Texts are compared in NFKC and case folded; places are told in the text as it is. Knows no Qt.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right


def fold(text: str) -> str:
    """`text` as it is compared."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def matches(text: str, query: str) -> list[tuple[int, int]]:
    """Where `query`, folded, is in `text`, as (start, length) in characters, none overlapping."""
    folded = fold(text)
    if not query or query not in folded:
        return []
    # As good as always each character folds to one.
    starts = None if len(folded) == len(text) else _starts(text)
    found: list[tuple[int, int]] = []
    at = folded.find(query)
    while at >= 0:
        end = at + len(query)
        if starts is None:
            found.append((at, len(query)))
        else:
            first = starts[bisect_right(starts, (at, len(text))) - 1][1]
            behind = bisect_right(starts, (end - 1, len(text)))
            after = starts[behind][1] if behind < len(starts) else len(text)
            found.append((first, after - first))
        at = folded.find(query, end)
    return found


def _starts(text: str) -> list[tuple[int, int]]:
    """For each cluster of `text` where it begins in the folded text, and in `text`."""
    starts: list[tuple[int, int]] = []
    at = index = 0
    for cluster in _clusters(text):
        starts.append((at, index))
        at += len(fold(cluster))
        index += len(cluster)
    return starts


def _clusters(text: str) -> list[str]:
    """Characters with the combining marks behind them."""
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters
