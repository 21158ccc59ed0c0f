"""A question from the index to the checked answer, with the scripted model."""

import pytest
from helpers.plain_reader import PlainReader, write_text
from helpers.scripted import write_script

from engine.documents.answers.asking import Asking
from engine.documents.documents import Documents
from engine.documents.records import Checked, Source, Sources
from engine.engine import Engine
from engine.messages import ChatRequest, Failed, Finished, Loading, Text

QUESTION = "When was the museum founded?"
ANSWER = "The museum was founded in 1921 by Anna Berg. [1]"
PATIENCE = 60


@pytest.fixture
def documents(home, tmp_path):
    folder = tmp_path / "texts"
    write_text(folder, "museum.txt", "The museum was founded in 1921 by Anna Berg.", "It is small.")
    write_text(folder, "pump.txt", "The pump moves forty litres of water in a minute.")
    nowhere = tmp_path / "no-embedder.gguf"
    with Documents(home, embedder=nowhere, reader=PlainReader()) as documents:
        collection = documents.create("Texts").result(PATIENCE)
        documents.add(collection.key, [folder]).result(PATIENCE)
        documents.settle(lexical_only=True)
        yield documents


@pytest.fixture
def ask(documents, tmp_path):
    def run(question, *replies, scope=(), **more):
        spec = write_script(tmp_path / "s.json", *replies)
        with Engine() as engine:
            asking = Asking(documents, engine, ChatRequest(spec, ()), n_ctx=4096, **more)
            return list(asking.ask(question, scope))

    return run


def test_sources_come_first_then_the_reply_then_what_was_found(ask):
    events = ask(QUESTION, {"text": ANSWER})
    assert isinstance(events[0], Sources)
    assert events[0].passages[0].text.startswith("The museum was founded")
    assert isinstance(events[1], Loading)
    assert "".join(e.text for e in events if isinstance(e, Text)) == ANSWER
    finished, checked = events[-2:]
    assert isinstance(finished, Finished)
    assert isinstance(checked, Checked)
    assert (checked.found, checked.missing, checked.answered) == (1, 0, True)


def test_what_is_made_up_is_missing(ask):
    checked = ask(QUESTION, {"text": "The museum was founded in 1922 by Anna Berg."})[-1]
    assert (checked.found, checked.missing, checked.answered) == (0, 1, False)


def test_no_model_is_asked_about_nothing(ask):
    events = ask("Xylophones?", {"text": ANSWER}, scope=[Source("none")])
    assert events == [events[0], Checked((), 0, 0, answered=False)]
    assert events[0].passages == ()


def test_a_reply_that_fails_is_not_checked(ask):
    events = ask(QUESTION, {"text": "", "error": "broken"})
    assert isinstance(events[-1], Failed)
