"""Which files of a folder are taken for documents, by the ending of their names.

What they are is decided by their content, in the importer process.
"""

from __future__ import annotations

from typing import Final

_DOCUMENTS = "pdf docx docm pptx pptm xlsx xlsm epub html htm xhtml eml csv tsv"
_TEXTS = "txt text md markdown rst org tex adoc log"
_CODE = (
    "py pyi js mjs cjs ts tsx jsx java kt kts c h cc cpp cxx hh hpp cs go rs rb php swift scala"
    " lua r jl pl pm sh bash ps1 sql hs ml ex exs erl clj dart vue css toml yaml yml ini cfg"
)

READABLE: Final = frozenset(f".{one}" for one in f"{_DOCUMENTS} {_TEXTS} {_CODE}".split())
"""Endings in lower case, with the dot."""
