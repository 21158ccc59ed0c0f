"""Books, written by pandoc as EPUB 3 and 2: chapters, their names, text as in the other formats."""

import zipfile

import pytest
from helpers.documents import DATA, parse, said
from helpers.hostile_files import zipped


@pytest.mark.parametrize("name", ["wool.epub", "wool2.epub"])
def test_chapters_are_pages_with_their_names(name):
    parsed, pages = parse(name)
    assert (parsed.kind, parsed.title) == ("epub", "The Wool Handbook")
    assert [page.label for page in pages][1:] == ["Keeping llamas", "Selling wool"]
    assert [page.kind for page in pages] == ["chapter"] * 3
    assert said(pages[1])[:3] == [
        "heading1 Keeping llamas",
        "text A llama needs about 1.8 kg of dry hay a day, and fresh water at all times. "
        "The herd of the cooperative had 412 animals in March 2024.",
        "heading2 Feeding",
    ]
    assert "table Killa\t128.0\t2.7" in said(pages[1])
    assert said(pages[2])[-1] == (
        "text A truck carries 900 kg. The journey to the coast takes 9 hours."
    )


def test_a_book_that_was_packed_with_its_folder(tmp_path):
    with zipfile.ZipFile(DATA / "wool.epub") as archive:
        members = {f"book/{name}": archive.read(name) for name in archive.namelist()}
    pages = parse(zipped(tmp_path / "folder.epub", members))[1]
    assert pages == parse("wool.epub")[1]


def test_chinese():
    parsed, pages = parse("tea.epub")
    assert parsed.title == "茶叶手册"
    assert [page.label for page in pages][1:] == ["采茶", "制茶"]
    assert "table 水仙\t一级\t360" in said(pages[1])
    assert "list1 2. 再看叶色。" in said(pages[1])
    assert said(pages[2])[-2:] == [
        "heading3 储存",
        "text 干茶的含水量要低于百分之六，用锡罐密封，放在阴凉处。",
    ]
