"""Pages, states and times of documents in words."""

import pytest
from PySide6.QtCore import QLocale

from app.document_words import DocumentWords
from engine.documents.records import Collection, File, FileInfo, Passage, Progress, Ranks
from engine.errors import DocumentError


@pytest.fixture
def words(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield DocumentWords()
    QLocale.setDefault(before)


def file(state="ready", chunks=4, vectors=4, kind="pdf", pages=3, empty=0, fault=""):
    info = FileInfo(kind, "A title", pages, empty, 900, "0" * 64)
    error = DocumentError("/a/b.pdf", fault, "so").info() if fault else None
    return File("f", "c", "/a/b.pdf", 2_400_000, state, error, info, chunks, vectors)


def passage(page=14, label="", kind="page", heading=()):
    return Passage(1, "f", "/a/b.pdf", "T", "0", page, 0, 4, "text", label, kind, heading)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((14, "", "page"), "page 14"),
        ((4, "xiv", "page"), "page xiv"),
        ((3, "", "slide"), "slide 3"),
        ((3, "Results", "slide"), "slide 3, “Results”"),
        ((2, "Q1", "sheet"), "sheet Q1"),
        ((2, "", "chapter"), "chapter 2"),
        ((2, "How to begin", "chapter"), "“How to begin”"),
        ((1200, "", "part"), "part 1,200"),
    ],
)
def test_what_a_page_is_called(words, place, said):
    assert words.page(*place) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (passage(heading=("Book", "Leave", "Parents")), "page 14 · Leave › Parents"),
        (passage(), "page 14"),
        (passage(1, kind="part", heading=("Backups",)), "Backups"),
        (passage(1, kind="part"), "part 1"),
        (passage(2, "Parents", "chapter", ("Leave", "Parents")), "Leave › Parents"),
    ],
)
def test_where_a_passage_is(words, at, said):
    assert words.place(at) == said


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (file(), ("Ready", "ok")),
        (file(empty=1), ("Ready · 1 page without text", "warn")),
        (file(empty=12), ("Ready · 12 pages without text", "warn")),
        (file(chunks=0, vectors=0), ("No text to search", "warn")),
        (file("words", vectors=0), ("Found by words", "ok")),
        (file("words", vectors=1), ("Found by words · meaning 25 %", "ok")),
        (file("waiting"), ("Waiting", "muted")),
        (file("reading"), ("Reading…", "muted")),
        (file("failed", fault="encrypted"), ("Locked with a password", "bad")),
    ],
)
def test_states_of_a_file(words, one, said):
    assert words.state(one) == said


def test_pages_are_counted_in_the_word_of_the_format(words):
    assert words.pages_of(file()) == "3 pages"
    assert words.pages_of(file(kind="xlsx", pages=1)) == "1 sheet"
    assert words.pages_of(file(kind="markdown", pages=1)) == ""
    assert words.pages_of(file(kind="text", pages=7)) == "7 parts"
    assert words.pages_of(File("f", "c", "/a", 1, "waiting")) == ""


def test_how_a_collection_stands(words):
    all_read = Collection("c", "Work", files=3, searchable=3, size=12_000_000)
    assert words.contents(all_read) == "3 files · 12.0 MB"
    assert words.contents(Collection("c", "Work")) == "Empty"
    assert words.standing(all_read) == ("", "")
    some = Collection("c", "Work", files=5, searchable=3, failed=1)
    assert words.standing(some) == ("1 to read", "muted")
    failed = Collection("c", "Work", files=5, searchable=3, failed=2)
    assert words.standing(failed) == ("2 failed", "bad")


def test_progress_says_what_is_done_and_how_long_that_takes(words):
    reading = Progress(12, 1200, 0, 0, 130.0, "handbook.pdf")
    assert words.progress(reading) == (
        "Reading handbook.pdf · 12 of 1,200 files · about 3 min left"
    )
    meaning = Progress(4, 4, 100, 4000, None)
    assert words.progress(meaning) == "Learning what passages mean · 100 of 4,000 passages"
    held = Progress(4, 4, 100, 4000, 60.0, held=True)
    assert words.progress(held).endswith("waits while a reply is written")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (7, "7 s"), (21, "25 s"), (61, "2 min"), (3600, "1 h"), (4000, "1 h 10 min")],
)
def test_a_time_is_no_finer_than_it_is_known(words, seconds, said):
    assert words.duration(seconds) == said


def test_why_a_passage_was_found(words):
    assert words.why(Ranks(words=2, meaning=1, terms=("leave",))) == (
        "by words: 2 · by meaning: 1 · has “leave”"
    )
    assert words.why(Ranks(whole=True)) == "all of the file is given"
