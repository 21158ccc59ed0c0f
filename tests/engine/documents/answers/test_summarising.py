"""A document is summarised section by section; it can be stopped, and gone on with."""

import queue
import re

import msgspec
import pytest
from helpers.passages import passage
from helpers.scripted import write_script

from engine.documents.answers.checking import check
from engine.documents.answers.sections import TOKENS, sections, whole
from engine.documents.answers.summarising import Summariser
from engine.documents.records import Hit, Ranks, Sources
from engine.engine import Engine
from engine.messages import ChatMessage, ChatRequest, Failed, Finished, Text

FEES = "The yearly fee of the club is 120 euros. " * 16
RULES = "Dogs of the members must be kept on a lead. " * 16
PATIENCE = 60


def book():
    return Sources(
        "whole",
        (
            passage(FEES, 1, heading=("Fees", "All")),
            passage(FEES, 2, heading=("Fees", "More")),
            passage(RULES, 3, heading=("Rules #1",)),
        ),
    )


@pytest.fixture
def engine():
    with Engine() as engine:
        yield engine


@pytest.fixture
def model(tmp_path):
    return write_script(
        tmp_path / "s.json",
        {"text": "The yearly fee of the club is 120 euros. [1]", "match": "yearly fee"},
        {"text": "Dogs of the members must be kept on a lead. [3]", "match": "Dogs"},
    )


def written(summariser, request, until=lambda text: False):
    """The text of a summary, cancelled when `until` says so, and its end."""
    events = queue.SimpleQueue()
    job = summariser.chat(request, events.put)
    text = ""
    while True:
        event = events.get(timeout=PATIENCE)
        if isinstance(event, Text):
            text += event.text
            if until(text):
                job.cancel()
        if isinstance(event, Finished | Failed):
            return text, event


WHOLE = (
    "### Fees [1]\n\nThe yearly fee of the club is 120 euros. [1]\n\n"
    "### Rules 1 [3]\n\nDogs of the members must be kept on a lead. [3]\n\n"
)


def test_each_section_under_its_title_with_citations_that_are_found(engine, model):
    text, end = written(Summariser(engine, book()), ChatRequest(model, ()))
    assert text == WHOLE
    assert end.reason == "stop"
    assert end.stats.completion_tokens > 20
    checked = check(text, "Summarise this document.", book())
    assert (checked.found, checked.missing) == (2, 0)


def test_it_goes_on_where_it_was_stopped(engine, model):
    request = ChatRequest(model, ())
    for cut in range(0, len(WHOLE) + 1, 7):
        said = (ChatMessage("user", "Summarise."), ChatMessage("assistant", WHOLE[:cut]))
        again = msgspec.structs.replace(request, messages=said, continue_reply=True)
        rest, end = written(Summariser(engine, book()), again)
        assert end.reason == "stop"
        # The scripted model cannot go on in the middle of a sentence: it says it again.
        heads = re.findall("^### .*", WHOLE[:cut] + rest, re.MULTILINE)
        assert [head for head in heads if head in WHOLE.splitlines()][-1] == "### Rules 1 [3]"
        assert WHOLE.endswith(rest[-20:])


def test_stopped_it_ends_as_cancelled(engine, tmp_path):
    slow = write_script(
        tmp_path / "slow.json", {"text": "The fee is due. " * 50, "piece_delay": 0.02}
    )
    text, end = written(
        Summariser(engine, book()), ChatRequest(slow, ()), lambda text: "fee is due" in text
    )
    assert end.reason == "cancelled"
    assert "Rules" not in text


def test_what_cannot_be_opened_fails_once(engine):
    request = ChatRequest(write_script_missing(), ())
    text, end = written(Summariser(engine, book()), request)
    assert isinstance(end, Failed)
    assert text == "### Fees [1]\n\n"


def write_script_missing():
    from engine.messages import ModelSpec

    return ModelSpec("scripted:/nowhere/at/all.json")


def test_nothing_to_summarise(engine, model):
    text, end = written(Summariser(engine, Sources("whole", ())), ChatRequest(model, ()))
    assert (text, end.error.kind) == ("", "invalid_input")


def test_sections_follow_headings_and_fit():
    cut = sections(book().passages)
    assert [[p.number for p in one.passages] for one in cut] == [[1, 2], [3]]
    small = [passage("One line.", n, heading=(f"H{n}",)) for n in range(1, 9)]
    assert len(sections(small)) == 1
    large = [passage(FEES, n, heading=("One",)) for n in range(1, 30)]
    for one in sections(large):
        assert sum(len(p.text) / 3.6 for p in one.passages) <= TOKENS
    assert sections(()) == []


def test_all_chunks_of_a_document_are_its_sources():
    hit = Hit(7, "f", "/a.md", "A", "00", 2, 5, 3, "", "part", ("H",), "abc", 1, 0.0, Ranks())
    made = whole([hit, hit])
    assert made.mode == "whole"
    assert [(p.number, p.page, p.start, p.text) for p in made.passages] == [
        (1, 2, 5, "abc"),
        (2, 2, 5, "abc"),
    ]
