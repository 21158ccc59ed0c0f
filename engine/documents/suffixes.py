"""Which files of a folder are taken for documents, by the ending of their names.

What they are is decided by their content, in the importer process.
"""

from __future__ import annotations

from typing import Final

_DOCUMENTS = "pdf docx docm pptx pptm xlsx xlsm epub html htm xhtml xht eml csv tsv tab"
_TEXTS = "txt text md markdown mdown mkd mdx qmd rmd rst org tex bib adoc log"
_CODE = (
    "py pyi pyx js mjs cjs ts mts tsx jsx vue svelte java kt kts groovy gradle c h cc cpp cxx hh"
    " hpp hxx cu cs go rs rb php swift scala lua r jl pl pm sh bash zsh fish ps1 bat sql hs ml mli"
    " fs ex exs erl elm clj cljs lisp el dart m mm zig nim css scss less toml yaml yml ini cfg conf"
    " proto graphql cmake"
)

READABLE: Final = frozenset(f".{one}" for one in f"{_DOCUMENTS} {_TEXTS} {_CODE}".split())
"""Endings in lower case, with the dot."""
