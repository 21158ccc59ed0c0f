from __future__ import annotations

import random

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument

from app.chat.document_text import DocumentText
from app.chat.formula_object import OBJECT
from app.chat.markdown import SOFT_BREAK


def part(document: QTextDocument, begin: int, end: int) -> str:
    cursor = QTextCursor(document)
    cursor.setPosition(begin)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


@pytest.mark.parametrize("seed", range(30))
def test_parts_of_the_text_are_found_in_the_document(seed: int, qapp) -> None:
    draw = random.Random(seed)
    pieces = draw.choices(["word ", "中文", "😀", OBJECT, SOFT_BREAK, "é"], k=30)
    document = QTextDocument()
    document.setPlainText("".join(pieces))
    sources = [f"$x_{n}$" for n in range(pieces.count(OBJECT))]
    read = DocumentText(document.toPlainText(), sources)
    waiting = iter(sources)
    words = [next(waiting) if piece == OBJECT else piece for piece in pieces]
    assert read.text == "".join(words).replace(SOFT_BREAK, "")
    for word in ("word", "中文", "😀", "é"):
        start = read.text.find(word)
        if start >= 0:
            assert part(document, *read.span(start, len(word))) == word
    for source in sources:
        place = read.span(read.text.index(source) + 1, 2)
        assert part(document, *place) == OBJECT
