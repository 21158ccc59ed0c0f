"""Source code as pieces: as it stands, with the lines that define something as headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pieces import DEFINITION, Cut, Piece, paged
from engine.documents.importer.text import text_of
from engine.documents.importer.titles import title_or_name

_PYTHON: Final = r"(?:async\s+)?def\s+\w+|class\s+\w+"
_SCRIPT: Final = (
    r"(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?"
    r"(?:async\s+)?(?:function\b|class\s+\w|interface\s+\w|enum\s+\w|namespace\s+\w)"
    r"|(?:export\s+)?(?:const|let|var)\s+\w+\s*=\s*(?:async\s*)?(?:\([^)]*\)|\w+)\s*=>"
)
_C: Final = (
    r"(?:typedef\s+)?(?:struct|class|enum|union|namespace|interface)\s+\w+[^;]*$"
    r"|(?!(?:if|for|while|switch|return|else|do|case|sizeof)\b)"
    r"[A-Za-z_][\w:<>,*&]*(?:\s+[\w:<>,*&]+)*?[\s*&]+~?[\w:]+\s*\([^;=]*$"
)
_JAVA: Final = (
    r"(?:(?:public|private|protected|internal|static|final|abstract|sealed|override|virtual|open|"
    r"data|async|partial|suspend|synchronized)\s+)*"
    r"(?:(?:class|interface|enum|record|struct|object|namespace|trait|protocol|extension|fun|func)"
    r"\s+\w+|(?!(?:return|new|else|throw|await)\b)[\w<>\[\],.?]+\s+\w+\s*\([^;]*\{\s*$)"
)
_PUBLIC: Final = r"(?:(?:public|private|protected|static|final|abstract)\s+)*"
_DEFINITIONS: Final = {
    "python": _PYTHON,
    "ruby": r"(?:def|class|module)\s+\S+",
    "javascript": _SCRIPT,
    "c": _C,
    "java": _JAVA,
    "go": r"func\s+.+|type\s+\w+\s+(?:struct|interface)\b",
    "rust": r"(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|unsafe\s+|const\s+)*"
    r"(?:fn|struct|enum|trait|mod|impl|union)\b.+",
    "php": _PUBLIC + r"(?:function|class|interface|trait)\s+\w+",
    "shell": r"(?:function\s+)?[\w-]+\s*\(\)\s*\{?|function\s+[\w-]+",
    "lua": r"(?:local\s+)?function\s+[\w.:]+",
    "r": r"[\w.]+\s*(?:<-|=)\s*function\s*\(",
    "sql": r"(?i:create)\s+.+",
    "latex": r"\\(?:part|chapter|(?:sub){0,2}section)\*?\{.+",
    "perl": r"sub\s+\w+|package\s+[\w:]+",
    "lisp": r"\((?:def\w*|ns|module)\s+\S+",
    "haskell": r"(?:data|newtype|class|instance|module)\s+.+|\w+'?\s*::.+",
    "config": r"\[{1,2}[^\]]+\]{1,2}\s*$",
}
_LANGUAGES: Final = {
    "python": "py pyw pyi pyx",
    "ruby": "rb rake gemspec",
    "javascript": "js jsx mjs cjs ts tsx mts vue svelte",
    "c": "c h cc cpp cxx hpp hh hxx m mm cu ino d glsl",
    "java": "java kt kts cs scala swift groovy gradle dart",
    "go": "go",
    "rust": "rs",
    "php": "php",
    "shell": "sh bash zsh fish ksh ps1 bat cmd",
    "lua": "lua",
    "r": "r jl",
    "sql": "sql",
    "latex": "tex sty cls bib",
    "perl": "pl pm",
    "lisp": "lisp el clj cljs scm rkt",
    "haskell": "hs ml mli fs elm ex exs erl",
    "config": "ini toml cfg conf properties",
    "": "json jsonl ndjson yaml yml xml xsd xsl svg css scss less cmake mk makefile proto "
    "dockerfile graphql diff patch asm s f f90 pas vb vbs nim zig v sv vhd tcl awk sed ipynb lock",
}  # fmt: skip
_LANGUAGE_OF: Final = {
    f".{ending}": language for language, endings in _LANGUAGES.items() for ending in endings.split()
}
_LONGEST_LINE: Final = 300


def is_code(source: SourceFile) -> bool:
    """Whether the name of a file says that it is source code, or data for programs."""
    return _suffix(source) in _LANGUAGE_OF


def read_code(source: SourceFile, limits: Limits) -> Parsed:
    """Source code, in parts where it is long."""
    text = text_of(source)
    pieces = _pieces(text, _LANGUAGE_OF.get(_suffix(source), ""))
    return Parsed(
        "code", title_or_name(source, source.path.name), paged(source, limits, pieces, "part")
    )


def _suffix(source: SourceFile) -> str:
    return source.suffix or f".{source.path.name.lower()}"


def _pieces(text: str, language: str) -> Iterator[Piece | Cut]:
    yield Cut()
    pattern = _DEFINITIONS.get(language)
    defines = re.compile(rf"([ \t]*)(?:{pattern})") if pattern else None
    lines: list[str] = []
    for line in text.split("\n"):
        found = defines.match(line) if defines and len(line) <= _LONGEST_LINE else None
        if not found:
            lines.append(line)
            continue
        yield Piece("code", "\n".join(lines))
        lines = []
        yield Piece("heading", line, DEFINITION + bool(found[1]))
    yield Piece("code", "\n".join(lines))
