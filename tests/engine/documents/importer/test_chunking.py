"""Pages to chunks: exact places, headings, sizes."""

from __future__ import annotations

import random

import pytest

from engine.documents.importer.chunking import TARGET, Chunker
from engine.documents.importer.tokens import estimate
from engine.documents.records import Block, Page

WORDS = "the index keeps every chunk with its place and the reader opens it there"


def prose(sentences, seed=0, chinese=False):
    choice = random.Random(seed)
    if chinese:
        made = (
            "".join(choice.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张", k=24)) + "。"
            for _ in range(sentences)
        )
        return "".join(made)
    made = (
        " ".join(choice.choices(WORDS.split(), k=12)).capitalize() + "." for _ in range(sentences)
    )
    return " ".join(made)


def page(*blocks, number=1):
    """A page of blocks: (kind, text) or (kind, text, level), a line feed between."""
    text, found = "", []
    for kind, words, *level in blocks:
        found.append(Block(kind, len(text), len(words), *level))
        text += words + "\n"
    return Page(number, text, tuple(found))


def check(page, chunks):
    """What holds for all chunks of a page."""
    place = 0
    for chunk in chunks:
        assert chunk.text == page.text[chunk.start : chunk.start + chunk.length]
        assert chunk.text == chunk.text.strip() != ""
        assert chunk.start >= place
        assert chunk.page == page.number
        place = chunk.start + chunk.length


@pytest.mark.parametrize("chinese", [False, True])
def test_chunks_are_exact_and_of_a_size(chinese):
    one = page(*[("text", prose(5, seed, chinese)) for seed in range(40)])
    chunks = Chunker().chunks(one)
    check(one, chunks)
    kept = "".join("".join(chunk.text.split()) for chunk in chunks)
    assert kept == "".join(one.text.split())
    sizes = [chunk.tokens for chunk in chunks]
    assert max(sizes) <= TARGET * 1.25
    assert sorted(sizes)[len(sizes) // 2] >= TARGET * 0.5


def test_chunks_end_with_paragraphs():
    one = page(*[("text", prose(4, seed)) for seed in range(30)])
    assert all(chunk.text.endswith(".") for chunk in Chunker().chunks(one))


def test_headings_are_told_and_last_over_pages():
    chunker = Chunker()
    first = page(
        ("heading", "1 Ships", 1),
        ("text", prose(12)),
        ("heading", "1.1 Sails", 2),
        ("text", prose(12, 1)),
    )
    second = page(("text", prose(8, 2)), ("heading", "2 Ports", 1), ("text", prose(8, 3)), number=2)
    found = [*chunker.chunks(first), *chunker.chunks(second)]
    assert [chunk.heading for chunk in found] == [
        ("1 Ships",),
        ("1 Ships", "1.1 Sails"),
        ("1 Ships", "1.1 Sails"),
        ("2 Ports",),
    ]
    assert found[1].text.startswith("1.1 Sails")


def test_small_sections_are_told_together_under_what_they_share():
    parts = [("heading", "Mast", 2), ("text", "It carries the sails of the whole ship.")]
    parts += [("heading", "Keel", 2), ("text", "It is below, where the water is deep.")]
    ship = page(("heading", "Parts", 1), *parts)
    assert [chunk.heading for chunk in Chunker().chunks(ship)] == [("Parts",)]
    apart = page(*[(kind, text, 1 if level else 0) for kind, text, *level in parts])
    assert [chunk.heading for chunk in Chunker().chunks(apart)] == [()]


def test_what_is_hardly_anything_by_itself_goes_with_the_next_section():
    one = page(
        ("heading", "Mast", 1), ("text", "It is high."), ("heading", "Crew", 1), ("text", prose(10))
    )
    chunks = Chunker().chunks(one)
    check(one, chunks)
    assert [chunk.heading for chunk in chunks] == [("Crew",)]
    long = page(
        ("heading", "Crew", 1), ("text", prose(8)), ("heading", "Mast", 2), ("text", "High.")
    )
    assert [chunk.heading for chunk in Chunker().chunks(long)] == [("Crew",), ("Crew", "Mast")]


def test_a_heading_that_leads_to_another_is_told_with_it():
    one = page(("heading", "Ships", 1), ("heading", "Sails", 2), ("text", prose(10)))
    assert [chunk.heading for chunk in Chunker().chunks(one)] == [("Ships", "Sails")]


def test_headings_alone_are_weak():
    one = page(("heading", "A title", 1))
    (chunk,) = Chunker().chunks(one)
    assert (chunk.text, chunk.weak) == ("A title", True)


def test_tables_are_parted_between_rows():
    rows = [("table", f"row {n}\tvalue {n * 7}\tsome words that fill the cell") for n in range(80)]
    one = page(*rows)
    chunks = Chunker().chunks(one)
    check(one, chunks)
    assert len(chunks) > 3
    lines = [line for chunk in chunks for line in chunk.text.split("\n")]
    assert lines == [text for _, text in rows]


def test_what_is_in_no_block_is_left_out():
    text = "Running head 7\nThe body of the page.\n7 / 20"
    one = Page(1, text, (Block("text", 15, 21),))
    (chunk,) = Chunker().chunks(one)
    assert chunk.text == "The body of the page."


def test_a_page_without_blocks_is_one_text():
    text = prose(40)
    chunks = Chunker().chunks(Page(1, text))
    check(Page(1, text), chunks)
    assert len(chunks) > 1


def test_nothing_makes_no_chunk():
    assert Chunker().chunks(Page(1, "")) == []
    assert Chunker().chunks(Page(1, " \n\t ")) == []
    assert Chunker().chunks(Page(1, "only a head", (Block("text", 11, 0),))) == []


def test_contents_are_weak():
    lines = "\n".join(
        f"{n}. Some chapter of the book . . . . . . . . . . . {n * 9}" for n in range(1, 30)
    )
    assert all(chunk.weak for chunk in Chunker().chunks(Page(1, lines)))
    assert not any(chunk.weak for chunk in Chunker().chunks(Page(1, prose(30))))


@pytest.mark.parametrize(
    "text", ["字" * 20_000, "x" * 50_000, "a b " * 10_000, "\n".join("ab" * 9_000)]
)
def test_text_without_an_end_is_parted_all_the_same(text):
    one = Page(1, text)
    chunks = Chunker().chunks(one)
    check(one, chunks)
    assert max(estimate(chunk.text) for chunk in chunks) <= TARGET * 1.25
