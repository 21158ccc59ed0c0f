"""Which parser reads a file: by its content first, then by the ending of its name."""

from __future__ import annotations

from engine.documents.importer.parsed import Parser, SourceFile
from engine.documents.importer.pdf import read_pdf


def parser_of(source: SourceFile) -> Parser:
    """The parser of a file. Raises DocumentError `kind`."""
    if b"%PDF-" in source.head[:1024]:
        return read_pdf
    raise source.error("kind", "it is in no format that can be read")
