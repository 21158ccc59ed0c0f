"""A desk on a real index, with files that are read by a plain reader, and the page over it."""

from functools import partial

import pytest
from helpers.plain_reader import PlainReader, write_text

from app.document_desk import DocumentDesk
from app.document_words import DocumentWords
from app.documents.page import DocumentsPage
from app.errors import ErrorWords
from engine.documents.documents import Documents


@pytest.fixture
def reader():
    return PlainReader()


@pytest.fixture
def folder(tmp_path):
    """Two files that can be read, and one that cannot."""
    folder = tmp_path / "Manuals"
    write_text(folder, "llamas.txt", "# Llamas", "The llama lives on the puna.", "It eats grass.")
    write_text(folder, "deep/alpaca.md", "An alpaca is smaller.", "羊驼生活在高原。")
    (folder / "broken.txt").write_bytes(b"\0\1\2")
    return folder


@pytest.fixture
def desk(home, bridge, reader, tmp_path):
    """Without an embedder: files are found by their words."""
    nowhere = tmp_path / "no-embedder.gguf"
    desk = DocumentDesk(partial(Documents, home, embedder=nowhere, reader=reader), bridge)
    yield desk
    desk.close()


@pytest.fixture
def words(qapp):
    return DocumentWords()


@pytest.fixture
def page(qtbot, desk, theme):
    page = DocumentsPage(desk, ErrorWords(), theme)
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    qtbot.waitUntil(lambda: desk.known)
    return page


@pytest.fixture
def filled(qtbot, desk, page, folder):
    """The page, with the folder added and read."""
    page.add([folder])
    qtbot.waitUntil(lambda: is_read(desk) and page.view.files.table.files.rowCount() == 3)
    qtbot.waitUntil(lambda: states(page) == {"words", "failed"})
    return page


def states(page):
    return {file.state for file in page.view.files.listing.files}


def is_read(desk, files=3):
    collection = next(iter(desk.collections), None)
    return (
        collection is not None
        and collection.files == files == collection.searchable + collection.failed
    )
