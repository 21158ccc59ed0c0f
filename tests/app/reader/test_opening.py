"""Where a passage stands in its file now, as the real importer reads it."""

import os

import msgspec
import pytest
from helpers.cited import HANDBOOK, LEAVE, cite, write_pdf

from app.reader.opening import open_passage
from engine.errors import StorageError


def nothing(_):
    return ()


def marked(opened):
    return opened.page.text[opened.span.start : opened.span.start + opened.span.length]


def test_a_file_as_it_was(importer, handbook):
    opened = open_passage(importer, cite(importer, handbook, LEAVE, 2), nothing)
    assert marked(opened) == LEAVE
    assert opened.page.number == 2
    assert [opened.changed, opened.stored, opened.partly, opened.missing] == [False] * 4


def test_a_passage_that_moved_to_another_page(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    write_pdf(handbook, (("Foreword",), ("Contents",), *HANDBOOK))
    opened = open_passage(importer, passage, nothing)
    assert marked(opened) == LEAVE
    assert (opened.page.number, opened.changed, opened.stored) == (4, True, False)


def test_a_passage_that_stayed_in_a_changed_file(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    write_pdf(handbook, (*HANDBOOK, ("4 More",)))
    opened = open_passage(importer, passage, nothing)
    assert marked(opened) == LEAVE
    assert (opened.page.number, opened.changed, opened.stored) == (2, True, False)


def test_a_file_that_became_shorter(importer, handbook):
    passage = cite(importer, handbook, "Journeys are paid for", 3)
    write_pdf(handbook, (HANDBOOK[2],))
    opened = open_passage(importer, passage, nothing)
    assert marked(opened) == "Journeys are paid for"
    assert (opened.page.number, opened.changed) == (1, True)


def test_only_a_sentence_is_left(importer, handbook):
    words = "Work begins at nine and ends at five. Who comes later stays longer."
    passage = cite(importer, handbook, words, 1)
    write_pdf(handbook, (("1 Work", "Work begins at nine and ends at five.", "Nobody is late."),))
    opened = open_passage(importer, passage, nothing)
    assert marked(opened) == "Work begins at nine and ends at five."
    assert opened.partly
    assert opened.changed


def test_a_passage_that_is_no_more(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    write_pdf(handbook, (("Other things altogether are told here.",),))
    opened = open_passage(importer, passage, nothing)
    assert marked(opened) == LEAVE == opened.page.text
    assert (opened.changed, opened.stored, opened.error) == (True, True, None)


def test_a_file_that_is_no_more(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2, file="key")
    handbook.unlink()
    asked = []

    def neighbours(file):
        asked.append(file)
        return ()

    opened = open_passage(importer, passage, neighbours)
    assert marked(opened) == LEAVE
    assert opened.stored
    assert opened.missing
    assert asked == ["key"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read all files")
def test_a_file_that_may_not_be_opened(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    handbook.chmod(0)
    opened = open_passage(importer, passage, nothing)
    assert opened.stored
    assert not opened.missing


def test_a_folder_in_place_of_the_file(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    handbook.unlink()
    handbook.mkdir()
    opened = open_passage(importer, passage, nothing)
    assert opened.stored
    assert not opened.missing


def test_a_file_that_cannot_be_read_any_more(importer, handbook):
    passage = cite(importer, handbook, LEAVE, 2)
    handbook.write_bytes(b"%PDF-1.7 and then nothing that is one")
    opened = open_passage(importer, passage, nothing)
    assert opened.stored
    assert not opened.missing
    assert opened.error.kind == "document"


def test_an_importer_without_a_disk(importer, handbook):
    class Full:
        def page(self, path, number):
            raise StorageError(str(path), "the disk is full")

    opened = open_passage(Full(), cite(importer, handbook, LEAVE, 2), nothing)
    assert opened.error.kind == "storage"
    assert opened.stored


def test_the_same_file_read_otherwise(importer, handbook):
    passage = msgspec.structs.replace(cite(importer, handbook, LEAVE, 2), start=3)
    opened = open_passage(importer, passage, nothing)
    assert marked(opened) == LEAVE
    assert not opened.changed
