"""The importer process, asked by threads of this one; files that end it, hang it, change."""

from __future__ import annotations

import hashlib
import threading
import time

import psutil
import pytest
from helpers.pdf_writer import Title, write_pdf
from helpers.raw_pdf import empty_pages, nested_forms
from helpers.waiting import wait_until

from engine.documents.importer.client import Importer
from engine.documents.importer.limits import Limits
from engine.documents.records import Span
from engine.errors import DocumentError
from engine.files import Stopped

PAGES = [
    [
        Title("1 Ships", 1, 20, "Ships"),
        "A ship has a mast and a keel.",
        "The mast carries the sails.",
    ],
    [Title("2 港口", 1, 20, "港口"), "船停在港口里，等待下一次航行。"],
]


def nothing(*_):
    pass


@pytest.fixture
def importer(tmp_path):
    made = Importer(tmp_path / "work", in_background=False)
    yield made
    made.close()


@pytest.fixture
def manual(tmp_path):
    return write_pdf(tmp_path / "manual.pdf", PAGES)


def fault(function, *arguments):
    with pytest.raises(DocumentError) as raised:
        function(*arguments)
    return raised.value.values["fault"]


def child(importer):
    """The process that the importer has now."""
    return psutil.Process(importer._child.pid)


def test_a_file_is_read(importer, manual):
    chunks, pages, steps = [], [], []

    def take(some, heads):
        chunks.extend(some)
        pages.extend(heads)

    info = importer.parse(manual, take, lambda done, total: steps.append((done, total)))
    assert (info.kind, info.title, info.pages, info.empty_pages) == ("pdf", "manual", 2, 0)
    assert info.sha256 == hashlib.sha256(manual.read_bytes()).hexdigest()
    assert info.tokens == sum(chunk.tokens for chunk in chunks) > 10
    assert [page.number for page in pages] == [1, 2]
    assert steps[-1] == (2, 2)
    assert [chunk.heading for chunk in chunks] == [("1 Ships",), ("2 港口",)]
    assert "港口" in chunks[1].words.split()
    for chunk in chunks:
        page, sha256 = importer.page(manual, chunk.page)
        assert page.text[chunk.start : chunk.start + chunk.length] == chunk.text
        assert sha256 == info.sha256


def test_a_picture_with_boxes(importer, manual, tmp_path):
    page, _ = importer.page(manual, 2)
    place = page.text.index("等待")
    spans = [Span(2, place, 2), Span(1, 0, 3), Span(2, 0, len(page.text))]
    picture = importer.picture(manual, 2, 500, spans)
    assert [len(found) for found in picture.boxes] == [1, 2]  # of this page alone
    file = tmp_path / "work" / picture.file
    assert file.stat().st_size == picture.width * picture.height * 4
    assert fault(importer.picture, manual, 9, 500, []) == "page"
    assert list((tmp_path / "work").iterdir()) == [file]


def test_a_passage_is_located_in_a_file_that_changed(importer, manual):
    text = "A ship has a mast and a keel.\nThe mast carries the sails."
    write_pdf(manual, [["New page."], ["Before it."], ["Much else.", *PAGES[0][1:]]])
    span = importer.locate(manual, text, 1)
    page, _ = importer.page(manual, 3)
    assert span is not None
    assert page.text[span.start : span.start + span.length] == text
    assert span.page == 3
    assert importer.locate(manual, "nothing like that", 1) is None


def test_a_file_that_ends_the_process_is_told_and_the_next_is_read(importer, manual, tmp_path):
    many = empty_pages(tmp_path / "many.pdf", 3000)

    def kill(*_):
        importer._child.kill()

    assert fault(importer.parse, many, nothing, kill) == "crashed"
    assert importer.parse(manual, nothing).pages == 2
    child(importer).kill()  # while nothing is asked
    wait_until(lambda: not importer._child.is_alive())
    assert importer.page(manual, 1)[0].number == 1


def test_a_file_that_takes_too_long(manual, tmp_path):
    slow = nested_forms(tmp_path / "slow.pdf", 9, 9)
    limits = Limits(page_seconds=0.3, memory=8 << 30)
    importer = Importer(tmp_path / "work", limits=limits)
    try:
        assert fault(importer.parse, slow, nothing) == "time"
    finally:
        importer.close()


def test_a_file_that_takes_too_much_memory(importer, manual, tmp_path):
    small = Importer(tmp_path / "work", limits=Limits(memory=300 << 20))
    try:
        huge = nested_forms(tmp_path / "huge.pdf", 9, 9)
        assert fault(small.parse, huge, nothing) == "memory"
        assert small.parse(manual, nothing).pages == 2
    finally:
        small.close()


def test_what_nobody_wants_any_more_is_given_up(importer, manual, tmp_path):
    many = empty_pages(tmp_path / "many.pdf", 5000)
    seen = []
    with pytest.raises(Stopped):
        importer.parse(many, nothing, lambda *step: seen.append(step), lambda: len(seen) > 3)
    assert importer.parse(manual, nothing).pages == 2


def test_an_error_of_the_one_who_takes_is_passed_on(importer, manual):
    def refuse(*_):
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        importer.parse(manual, refuse)
    assert importer.parse(manual, nothing).pages == 2


def test_closing_stops_what_is_read(tmp_path):
    many = empty_pages(tmp_path / "many.pdf", 15_000)
    importer = Importer(tmp_path / "work")
    begun, ended = threading.Event(), []

    def read():
        try:
            importer.parse(many, nothing, lambda *_: begun.set())
        except (Stopped, DocumentError) as error:
            ended.append(type(error))

    reader = threading.Thread(target=read)
    reader.start()
    assert begun.wait(60)
    importer.close()
    reader.join(60)
    assert ended == [Stopped]
    with pytest.raises(Stopped):
        importer.page(many, 1)


def test_threads_wait_for_each_other(importer, manual):
    found = []

    def read():
        found.append(importer.parse(manual, nothing).pages)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [2, 2, 2, 2]


def test_the_process_outlives_the_thread_that_first_asked(importer, manual):
    asking = threading.Thread(target=importer.page, args=(manual, 1))
    asking.start()
    asking.join(60)
    first = child(importer).pid
    importer.page(manual, 2)
    assert child(importer).pid == first


def test_the_process_ends_when_nothing_is_asked(manual, tmp_path):
    importer = Importer(tmp_path / "work", idle=0.05)
    try:
        importer.page(manual, 1)
        wait_until(lambda: importer._child is None)
        assert importer.page(manual, 2)[0].number == 2
    finally:
        importer.close()


def test_pictures_that_a_window_left_are_removed(manual, tmp_path):
    import os

    work = tmp_path / "work"
    work.mkdir()
    for name in ("old.bgrx", "new.bgrx", "old.txt"):
        (work / name).write_bytes(b"x")
        if name.startswith("old"):
            os.utime(work / name, (time.time() - 2 * 86_400,) * 2)
    importer = Importer(work)
    try:
        importer.page(manual, 1)
    finally:
        importer.close()
    assert sorted(path.name for path in work.iterdir()) == ["new.bgrx", "old.txt"]


def test_files_that_cannot_be_read(importer, tmp_path):
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert fault(importer.parse, tmp_path / "gone.pdf", nothing) == "missing"
    assert fault(importer.parse, tmp_path, nothing) in ("missing", "kind")
    assert fault(importer.parse, tmp_path / "empty.pdf", nothing) == "empty"
    assert fault(importer.page, tmp_path / "gone.pdf", 1) == "missing"
    assert fault(importer.locate, tmp_path / "gone.pdf", "x", 1) == "missing"


def test_a_page_of_a_file_that_was_replaced(importer, manual):
    before, first = importer.page(manual, 1)
    write_pdf(manual, [["All of it is new."]])
    after, second = importer.page(manual, 1)
    assert before != after
    assert first != second
    assert after.text == "All of it is new."
