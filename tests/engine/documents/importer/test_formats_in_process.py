"""Files of every format through the importer process: chunks, places, pages read again, limits."""

import pytest
from helpers.documents import DATA, parse

from engine.documents.importer.client import Importer
from engine.documents.importer.limits import Limits
from engine.errors import DocumentError

FILES = sorted(path.name for path in DATA.iterdir() if path.suffix != ".pdf")
KINDS = {"docx", "pptx", "xlsx", "epub", "html", "markdown", "text", "email"}


@pytest.fixture(scope="module")
def importer(tmp_path_factory):
    made = Importer(tmp_path_factory.mktemp("work"), in_background=False)
    yield made
    made.close()


@pytest.mark.parametrize("name", FILES)
def test_chunks_are_the_text_of_their_places(importer, name):
    chunks, heads = [], []

    def take(some, pages):
        chunks.extend(some)
        heads.extend(pages)

    info = importer.parse(DATA / name, take)
    parsed, pages = parse(name)
    assert (info.kind, info.title, info.pages) == (parsed.kind, parsed.title, len(pages))
    assert [(head.number, head.label, head.kind) for head in heads] == [
        (page.number, page.label, page.kind) for page in pages
    ]
    assert chunks
    for chunk in chunks:
        page = pages[chunk.page - 1]
        assert page.text[chunk.start : chunk.start + chunk.length] == chunk.text
    words = "".join("".join(chunk.text for chunk in chunks).split())
    missing = [
        block
        for page in pages
        for block in page.blocks
        if block.kind not in ("heading", "table")
        and "".join(page.text[block.start : block.start + block.length].split()) not in words
    ]
    assert missing == []
    again, sha256 = importer.page(DATA / name, chunks[0].page)
    assert again == pages[chunks[0].page - 1]
    assert sha256 == info.sha256


def test_all_kinds_are_among_the_files():
    assert {parse(name)[0].kind for name in FILES} == KINDS


def test_chunks_stand_under_their_headings(importer):
    for name in ("wool.docx", "wool.md", "wool.html", "wool.epub"):
        chunks = []
        importer.parse(DATA / name, lambda some, _, into=chunks: into.extend(some))
        [truck] = [chunk for chunk in chunks if "9 hours" in chunk.text]
        assert truck.heading[-2:] == ("Selling wool", "Transport") or (
            "Transport" in truck.text and truck.heading[-1] == "Selling wool"
        )


def test_a_page_that_needs_too_much_memory_ends_in_a_fault_and_the_next_file_is_read(tmp_path):
    page = tmp_path / "tags.html"
    page.write_text("<html><body>" + "<b>x</b>" * 3_000_000)
    importer = Importer(tmp_path / "work", in_background=False, limits=Limits(memory=400 << 20))
    try:
        with pytest.raises(DocumentError) as caught:
            importer.parse(page, lambda *_: None)
        assert caught.value.values["fault"] == "memory"
        assert importer.parse(DATA / "wool.md", lambda *_: None).pages == 1
    finally:
        importer.close()
