"""How SentencePiece prepares text for unigram vocabularies: its rule `nmt_nfkc`.

GGUF files may hold the rule as a table; one that does not gets its text prepared here. Source:
github.com/google/sentencepiece, `src/builder.cc`. Knows no model.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_SPACES: Final = "\t\n\f\r\u1680\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd"
_GONE: Final = (*range(0x01, 0x09), 0x0B, *range(0x0E, 0x20), 0x7F, 0x8F, 0x9F)
_TABLE: Final = str.maketrans(dict.fromkeys(_SPACES, " ") | {chr(c): None for c in _GONE})
_WAVE: Final = "\uff5e"
"""The full-width tilde of Chinese ranges (10～20), which stays what it is."""


def nmt_nfkc(text: str) -> str:
    """`text` with compatibility forms made plain, other white space as spaces, and no controls.

    Runs of spaces stay: the tokenizer merges them.
    """
    parts = text.translate(_TABLE).split(_WAVE)
    return _WAVE.join(unicodedata.normalize("NFKC", part) for part in parts)
