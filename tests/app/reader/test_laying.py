"""A page as a document: every place of the page is a place of the document."""

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument, QTextTable

from app.reader.laying import MOST_CELLS, MOST_TEXT, LaidPage, Look, paragraphs
from engine.documents.records import Block, Page

PIECES = (
    ("heading", "Leave", 2),
    ("text", "Parents receive 16 weeks 😀 of paid leave.", 0),
    ("list", "within a year", 1),
    ("quote", "As it was agreed.", 0),
    ("code", "if born:\n    leave(16)", 0),
    ("table", "Weeks\tPaid by", 0),
    ("table", "1 to 6\tInsurance", 0),
    ("table", "7 to 16\tCompany\tfull", 0),
    ("text", "The end.", 0),
)


def page_of(pieces):
    text, blocks = "", []
    for kind, words, level in pieces:
        blocks.append(Block(kind, len(text), len(words), level))
        text += words + "\n\n"
    return Page(1, text, tuple(blocks), kind="part")


@pytest.fixture
def look(theme):
    return Look(theme.tokens, theme.fonts)


def words_at(document, laid, start, length):
    cursor = QTextCursor(document)
    found = []
    for first, last in laid.spans(start, length):
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        found.append(cursor.selectedText().replace("\u2028", "\n"))
    return found


def test_each_block_is_found_again(look):
    page = page_of(PIECES)
    document = QTextDocument()
    laid = LaidPage(document, page, look)
    for block in page.blocks:
        words = page.text[block.start : block.start + block.length]
        found = words_at(document, laid, block.start, block.length)
        assert found == (words.split("\t") if block.kind == "table" else [words])


def test_a_place_over_several_blocks_and_parts_of_them(look):
    page = page_of(PIECES)
    document = QTextDocument()
    laid = LaidPage(document, page, look)
    start = page.text.index("of paid")
    end = page.text.index("a year") + len("a year")
    found = words_at(document, laid, start, end - start)
    assert found == ["of paid leave.", "within a year"]
    start, end = page.text.index("16\tCompany"), page.text.index("full") + 2
    assert words_at(document, laid, start, end - start) == ["16", "Company", "fu"]


def test_rows_become_a_table_and_headings_say_so(look):
    document = QTextDocument()
    LaidPage(document, page_of(PIECES), look)
    tables = [f for f in document.rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert [(table.rows(), table.columns()) for table in tables] == [(3, 3)]
    assert document.begin().blockFormat().headingLevel() == 2


def test_a_huge_table_is_lines(look):
    rows = [("table", f"{n}\tb\tc", 0) for n in range(MOST_CELLS)]
    page = page_of(rows)
    document = QTextDocument()
    laid = LaidPage(document, page, look)
    assert not document.rootFrame().childFrames()
    start = page.text.index(f"{MOST_CELLS - 1}\tb")
    assert words_at(document, laid, start, 4) == [f"{MOST_CELLS - 1}"]


def test_nothing_in_a_page_is_markup(look):
    words = '<b>bold</b> <img src="file:///etc/passwd"> **x** &amp;'
    document = QTextDocument()
    LaidPage(document, page_of([("text", words, 0)]), look)
    assert document.toPlainText() == words


def test_a_page_without_blocks_has_paragraphs():
    page = Page(1, "  One\r\nline\r\n \r\nTwo \n\n\n three")
    blocks = paragraphs(page.text, 0, len(page.text))
    found = [page.text[b.start : b.start + b.length] for b in blocks]
    assert found == ["One\r\nline", "Two", "three"]


@pytest.mark.parametrize("parted", [True, False])
def test_of_a_very_long_page_the_part_around_the_place_is_laid(look, parted):
    pieces = [("text", f"Line {n} of many, of no interest.", 0) for n in range(20_000)]
    page = page_of(pieces) if parted else page_of([("text", "x" * 700_000, 0)])
    for place in (0, len(page.text) // 2, len(page.text) - 40):
        document = QTextDocument()
        laid = LaidPage(document, page, look, place)
        assert not laid.whole
        assert document.characterCount() <= MOST_TEXT + 1
        found = "\n\n".join(words_at(document, laid, place, 30))
        assert found.strip() == page.text[place : place + 30].strip()


def test_an_empty_page_is_an_empty_document(look):
    document = QTextDocument()
    laid = LaidPage(document, Page(1, ""), look)
    assert document.toPlainText() == ""
    assert laid.spans(0, 10) == []
