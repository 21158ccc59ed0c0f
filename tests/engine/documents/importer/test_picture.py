"""Pictures of pages, and boxes that are around exactly what they are asked for."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from helpers.pdf_writer import Title, write_pdf
from helpers.raw_pdf import one_page, stream

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.pdf import PdfReader
from engine.documents.importer.picture import boxes, draw
from engine.documents.records import Span

LIMITS = Limits()
TEXT = ["The mast carries the sails of the ship.", "The keel is below the water."]


@pytest.fixture
def opened(tmp_path):
    """Opens the only page of a file."""
    readers = []

    def open_page(path):
        readers.append(PdfReader(SourceFile(path, LIMITS), LIMITS))
        return readers[-1].file.opened(1)

    yield open_page
    for reader in readers:
        reader.close()


def dark(picture, box):
    """How many of the pixels within a box are dark."""
    data = Path(picture.file).read_bytes()
    left, top, right, bottom = box
    rows = range(int(top * picture.height), int(bottom * picture.height))
    columns = range(int(left * picture.width), int(right * picture.width))
    places = ((row * picture.width + column) * 4 for row in rows for column in columns)
    return sum(data[place] < 128 for place in places)


def test_a_picture_of_a_page(tmp_path, opened):
    path = write_pdf(tmp_path / "a.pdf", [TEXT])
    with opened(path) as page:
        place = page.text.text.index("keel")
        picture = draw(page, 800, LIMITS.pixels, [Span(1, place, 4)], tmp_path / "a.bgrx")
    assert (picture.width, picture.height) == (800, round(800 * 842 / 595))
    assert (tmp_path / "a.bgrx").stat().st_size == picture.width * picture.height * 4
    ((box,),) = picture.boxes
    inside, page_of_it = dark(picture, box), dark(picture, (0, 0, 1, 1))
    assert 0 < inside < page_of_it
    assert box[0] == pytest.approx((72 + 22) / 595, abs=0.01)  # behind "The "
    assert box[1] == pytest.approx((842 - 744 - 11) / 842, abs=0.015)


def test_all_that_is_dark_is_in_the_boxes_of_all_text(tmp_path, opened):
    path = write_pdf(tmp_path / "a.pdf", [[Title("船和港口"), *TEXT]])
    with opened(path) as page:
        span = Span(1, 0, len(page.text.text))
        picture = draw(page, 900, LIMITS.pixels, [span], tmp_path / "a.bgrx")
    assert len(picture.boxes[0]) == 3
    found = sum(dark(picture, box) for box in picture.boxes[0])
    assert found >= 0.95 * dark(picture, (0, 0, 1, 1)) > 0


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_boxes_turn_with_the_page(tmp_path, opened, turned):
    path = write_pdf(tmp_path / "a.pdf", [TEXT], turned=turned)
    with opened(path) as page:
        span = Span(1, 0, len(TEXT[0]))
        picture = draw(page, 600, LIMITS.pixels, [span], tmp_path / "a.bgrx")
    (line,) = picture.boxes[0]
    across, down = line[2] - line[0], line[3] - line[1]
    long = (across * picture.width, down * picture.height)
    assert long[0] > 3 * long[1] if turned in (0, 180) else long[1] > 3 * long[0]
    assert dark(picture, line) > 0.4 * dark(picture, (0, 0, 1, 1))


def test_text_under_the_boxes_is_the_text(tmp_path, opened):
    path = write_pdf(tmp_path / "a.pdf", [TEXT])
    document = pypdfium2.PdfDocument(path)
    chars = document[0].get_textpage()
    with opened(path) as page:
        text = page.text.text
        for start, end in ((0, 8), (4, 30), (10, len(text)), (len(TEXT[0]) + 1, len(text))):
            under = ""
            for left, top, right, bottom in boxes(page, start, end - start):
                lower, upper = (1 - bottom) * 842 - 0.5, (1 - top) * 842 + 0.5
                under += chars.get_text_bounded(left * 595 - 0.5, lower, right * 595 + 0.5, upper)
            assert "".join(text[start:end].split()) in "".join(under.split())
    document.close()


def test_places_that_are_not_there_have_no_boxes(tmp_path, opened):
    with opened(write_pdf(tmp_path / "a.pdf", [TEXT])) as page:
        assert boxes(page, 10_000, 5) == ()
        assert boxes(page, -3, 2) == ()
        assert boxes(page, 3, 0) == ()
        assert boxes(page, 3, 10**9)


@pytest.mark.parametrize("box", [b"[0 0 1e9 1]", b"[0 0 1 1e9]", b"[0 0 0 0]", b"[0 0 2000 2000]"])
@pytest.mark.parametrize("width", [-5, 0, 1000, 10**9])
def test_pixels_are_bounded(tmp_path, opened, box, width):
    path = tmp_path / "a.pdf"
    path.write_bytes(one_page(stream(b"BT /F 12 Tf 10 10 Td (text) Tj ET"), box=box))
    with opened(path) as page:
        picture = draw(page, width, 1_000_000, [Span(1, 0, 4)], tmp_path / "a.bgrx")
    assert 0 < picture.width * picture.height <= 1_000_000
    assert (tmp_path / "a.bgrx").stat().st_size == picture.width * picture.height * 4
