"""Files of tests/data/documents and of tests, read by the parsers as the importer process does.

The files there were made by other programs. pandoc 3.9, of two texts in Markdown and one of slides:
wool.*, wool2.epub, tea.*, pumps.pptx. python-docx 1.2: water.docx; python-pptx 1.0: roof.pptx;
XlsxWriter 3.3: herd.xlsx; openpyxl 3.1: log.xlsx; the email package: price.eml and order.eml.
iconv: novel_* and tea_gb2312.html. meeting.eml is a message as old programs write them.
"""

from pathlib import Path

import pytest

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.recognise import parser_of
from engine.errors import DocumentError

DATA = Path(__file__).resolve().parent.parent / "data" / "documents"


def parse(path, limits=None):
    """What a parser makes of a file, by its name in the data or its path, and all its pages."""
    limits = limits or Limits()
    source = SourceFile(DATA / path, limits)
    parsed = parser_of(source)(source, limits)
    pages = list(parsed.pages)
    check_positions(pages)
    return parsed, pages


def check_positions(pages):
    """Pages count from 1; blocks are in order, whole, and have only white space between them."""
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        end = 0
        for block in page.blocks:
            assert page.text[end : block.start].strip() == ""
            assert page.text[block.start : block.start + block.length].strip()
            end = block.start + block.length
        assert end == len(page.text)


def said(page):
    """The blocks of a page, each with its kind and level before its text."""
    return [
        f"{block.kind}{block.level or ''} {page.text[block.start : block.start + block.length]}"
        for block in page.blocks
    ]


def all_said(path, limits=None):
    """The blocks of all pages of a file."""
    return [block for page in parse(path, limits)[1] for block in said(page)]


def fault_of(path, limits=None):
    """The fault of the DocumentError that reading a file ends in."""
    with pytest.raises(DocumentError) as caught:
        parse(path, limits)
    assert caught.value.advice
    return caught.value.values["fault"]
