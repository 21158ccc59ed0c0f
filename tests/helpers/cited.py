"""Files that are cited, and passages of them as the importer reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from engine.documents.records import Passage

CHINESE = "STSong-Light"
HANDBOOK = (
    (
        "1 Work",
        "Work begins at nine and ends at five.",
        "Who comes later stays longer.",
    ),
    (
        "2 Leave",
        "Every employee has thirty days of paid leave in a year.",
        "Parents receive sixteen weeks of paid leave, which must",
        "be taken within twelve months of the birth or adoption.",
        "Notice is given two months in advance.",
    ),
    (
        "3 Travel",
        "Journeys are paid for by the company.",
    ),
)
LEAVE = "Parents receive sixteen weeks of paid leave"


def write_pdf(path: Path, pages: Sequence[Sequence[str]] = HANDBOOK, font: str = "Helvetica"):
    """A PDF with these lines on its pages, written by reportlab."""
    if font == CHINESE:
        pdfmetrics.registerFont(UnicodeCIDFont(font))
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    for lines in pages:
        text = canvas.beginText(72, A4[1] - 90)
        text.setFont(font, 12)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return path


def cite(
    importer, path: Path, words: str, page: int = 1, number: int = 1, file: str = "", **more
) -> Passage:
    """The passage of `words` on a page as it stands there now, in whatever lines."""
    read, sha256 = importer.page(path, page)
    found = re.search(r"\s+".join(map(re.escape, words.split())), read.text)
    assert found, read.text
    where = {"page": page, "start": found.start(), "length": len(found[0]), "text": found[0]}
    return Passage(number, file, str(path), path.stem, sha256, **where, page_kind=read.kind, **more)
