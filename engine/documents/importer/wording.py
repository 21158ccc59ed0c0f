"""The words of a chunk for the index: lines of Chinese that a line feed parts are joined first."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from engine.documents.records import Chunk
from engine.store.words import words

_HAN: Final = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PARTED: Final = re.compile(f"(?<=[{_HAN}])[^\\S\\n]*\\n[^\\S\\n]*(?=[{_HAN}])")


def worded(chunk: Chunk) -> Chunk:
    """`chunk` with its words."""
    text = chunk.text if chunk.text.isascii() else _PARTED.sub("", chunk.text)
    return msgspec.structs.replace(chunk, words=" ".join(words(text)))
