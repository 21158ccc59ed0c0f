"""PDF files to pages: text, headings, labels, what runs."""

from __future__ import annotations

import pytest
from helpers.pdf_writer import Title, write_pdf
from helpers.raw_pdf import FONT, endless_outline, raw_pdf, stream

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.pdf import PdfReader, read_pdf
from engine.errors import DocumentError

LIMITS = Limits()

SAILING = [
    [
        Title("1 Ships", 1, 20, "Ships"),
        "A ship has a mast and a keel.",
        "The mast carries the sails.",
    ],
    ["Ropes hold the sails.", Title("1.1 Ropes", 2, 15, "Ropes"), "There are many kinds of ropes."],
    [
        "A sheet is a rope, too.",
        "It is no sail.",
        Title("2 Ports", 1, 20, "Ports"),
        "Ships rest there.",
    ],
]
CHINESE = [
    [Title("第一章 船", 1, 20, "船"), "船有桅杆和龙骨，桅杆带着船帆。", "缆绳用来固定船帆。"],
    [Title("第二章 港口", 1, 20, "港口"), "船停在港口里。"],
]


def read(path, limits=LIMITS):
    return list(read_pdf(SourceFile(path, limits), limits).pages)


def blocks(page):
    return [(one.kind, page.text[one.start : one.start + one.length]) for one in page.blocks]


@pytest.fixture
def manual(tmp_path):
    return write_pdf(
        tmp_path / "manual.pdf",
        SAILING,
        head="Ship Manual {page}",
        foot="{page} / {pages}",
        title="Sails",
    )


def test_pages_have_text_headings_and_nothing_that_runs(manual):
    parsed = read_pdf(SourceFile(manual, LIMITS), LIMITS)
    assert (parsed.kind, parsed.title, parsed.n_pages) == ("pdf", "Sails", 3)
    first, second, third = parsed.pages
    assert "Ship Manual 1" in first.text
    assert blocks(first) == [
        ("heading", "1 Ships"),
        ("text", "A ship has a mast and a keel.\nThe mast carries the sails."),
    ]
    assert blocks(second)[1] == ("heading", "1.1 Ropes")
    assert [one.level for one in second.blocks] == [0, 2, 0]
    assert blocks(third)[-1] == ("text", "Ships rest there.")


def test_chinese(tmp_path):
    first, second = read(write_pdf(tmp_path / "zh.pdf", CHINESE))
    assert blocks(first) == [
        ("heading", "第一章 船"),
        ("text", "船有桅杆和龙骨，桅杆带着船帆。\n缆绳用来固定船帆。"),
    ]
    assert blocks(second)[0] == ("heading", "第二章 港口")


def test_without_an_outline_large_letters_are_headings(tmp_path):
    body = [f"Line {n} of the text, in letters of the usual size." for n in range(12)]
    pages = [[Title(f"Part {name}"), *body, Title("Details", size=14), *body] for name in "ABC"]
    first, *_ = read(write_pdf(tmp_path / "plain.pdf", pages))
    found = [(one.level, first.text[one.start : one.start + one.length]) for one in first.blocks]
    assert [one for one in found if one[0]] == [(1, "Part A"), (2, "Details")]


def test_where_most_is_large_nothing_is_a_heading(tmp_path):
    pages = [[Title("Big words"), Title("More of them"), "small"] for _ in range(4)]
    assert all(
        one.kind == "text"
        for page in read(write_pdf(tmp_path / "p.pdf", pages))
        for one in page.blocks
    )


def test_a_page_is_the_same_whenever_it_is_read(manual):
    all_of_them = read(manual)
    reader = PdfReader(SourceFile(manual, LIMITS), LIMITS)
    assert [reader.page(number) for number in (3, 1, 2)] == [all_of_them[n] for n in (2, 0, 1)]
    for number in (0, 4, -1):
        with pytest.raises(DocumentError) as raised:
            reader.page(number)
        assert raised.value.values["fault"] == "page"
    reader.close()


def test_labels_are_what_is_printed(tmp_path):
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
    path = tmp_path / "labels.pdf"
    labels = b"<< /Nums [0 << /S /r >> 1 << /S /D /St 2 >>] >>"
    path.write_bytes(
        raw_pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R /PageLabels " + labels + b" >>",
                b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
                page + b" /Resources << /Font << /F 6 0 R >> >> >>",
                page + b" /Resources << /Font << /F 6 0 R >> >> >>",
                stream(b"BT /F 12 Tf 72 700 Td (Some text.) Tj ET"),
                FONT,
            ]
        )
    )
    assert [page.label for page in read(path)] == ["i", ""]  # the second is 2


def test_an_outline_without_end(tmp_path, expected_log):
    expected_log("circular bookmark")
    (page,) = read(endless_outline(tmp_path / "round.pdf"))
    assert page.text == "Round and round it goes."


def test_characters_beyond_the_first_plane(tmp_path):
    """A letter of two units of UTF-16: the places behind it are not moved."""
    mapping = stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <00> <FF> endcodespacerange\n"
        b"1 beginbfchar <41> <D840DC00> endbfchar endcmap end end"
    )
    path = tmp_path / "astral.pdf"
    path.write_bytes(
        raw_pdf(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                b" /Resources << /Font << /F 5 0 R >> >> >>",
                stream(b"BT /F 12 Tf 72 700 Td (xAAy) Tj 0 -40 Td (zz) Tj ET"),
                FONT[:-2] + b"/ToUnicode 6 0 R >>",
                mapping,
            ]
        )
    )
    (page,) = read(path)
    assert page.text == "x\U00020000\U00020000y\nzz"
    reader = PdfReader(SourceFile(path, LIMITS), LIMITS)
    with reader.file.opened(1) as opened:
        first, count = opened.char_range(page.text.index("zz"), 2)
        assert (first, count) == (8, 2)
    reader.close()


@pytest.mark.parametrize("limits", [Limits(page=20)])
def test_a_page_with_too_much_text_is_cut(manual, limits):
    assert all(10 < len(page.text) <= 20 for page in read(manual, limits))


def test_too_many_pages(manual):
    with pytest.raises(DocumentError) as raised:
        read(manual, Limits(pages=2))
    assert raised.value.values["fault"] == "too_many_pages"
