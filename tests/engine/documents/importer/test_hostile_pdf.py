"""PDF files that nobody should be able to do harm with: each ends in a clear status."""

from __future__ import annotations

import pytest
from helpers.pdf_writer import write_pdf
from helpers.raw_pdf import empty_pages, endless_outline, one_page, packed_bomb, stream

from engine.documents.importer.client import Importer
from engine.errors import DocumentError


@pytest.fixture(scope="module")
def importer(tmp_path_factory):
    made = Importer(tmp_path_factory.mktemp("work"), in_background=False)
    yield made
    made.close()


def outcome(importer, path):
    """The fault of a file, or how many pages it has."""
    try:
        return importer.parse(path, lambda *_: None).pages
    except DocumentError as error:
        return error.values["fault"] if error.message and error.advice else "no words"


def whole(tmp_path):
    pages = [[f"Line {line} of page {page}." for line in range(30)] for page in range(3)]
    return write_pdf(tmp_path / "whole.pdf", pages).read_bytes()


def test_thousands_of_empty_pages(importer, tmp_path):
    assert outcome(importer, empty_pages(tmp_path / "empty.pdf", 5000)) == "no_text"


def test_more_pages_than_are_read(importer, tmp_path):
    assert outcome(importer, empty_pages(tmp_path / "empty.pdf", 20_001)) == "too_many_pages"


def test_a_password(importer, tmp_path):
    path = write_pdf(tmp_path / "locked.pdf", [["Nobody reads this."]], password="open")
    assert outcome(importer, path) == "encrypted"


def test_an_outline_without_end(importer, tmp_path):
    assert outcome(importer, endless_outline(tmp_path / "round.pdf")) == 1


def test_a_page_that_unpacks_to_hundreds_of_megabytes(importer, tmp_path):
    assert outcome(importer, packed_bomb(tmp_path / "bomb.pdf", 60)) in (
        "memory",
        "time",
        "crashed",
    )


def test_scanned_pages(importer, tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(one_page(stream(b"0.5 g 50 50 400 600 re f")))
    assert outcome(importer, path) == "no_text"


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.3, 0.9])
def test_a_file_that_is_cut(importer, tmp_path, keep):
    data = whole(tmp_path)
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: max(9, int(len(data) * keep))])
    assert outcome(importer, path) in ("damaged", "no_text", 1, 2, 3)


@pytest.mark.parametrize("seed", range(12))
def test_a_file_with_bytes_that_are_wrong(importer, tmp_path, seed):
    import random

    choice = random.Random(seed)
    data = bytearray(whole(tmp_path))
    for _ in range(40):
        data[choice.randrange(9, len(data))] = choice.randrange(256)
    path = tmp_path / "wrong.pdf"
    path.write_bytes(data)
    assert outcome(importer, path) in ("damaged", "no_text", "encrypted", 1, 2, 3)


def test_a_picture_is_drawn_after_all_of_that(importer, tmp_path):
    path = write_pdf(tmp_path / "good.pdf", [["Some text."]])
    assert importer.picture(path, 1, 300, []).width == 300
