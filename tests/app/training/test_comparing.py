"""The same questions asked twice, on an engine of its own."""

import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from app.calls import Calls
from app.training.comparing import Comparing, questions_of
from engine.examples.records import Example
from engine.messages import AdapterUse, ChatMessage

WAIT = 30_000


def example(question, answer):
    return Example((ChatMessage("user", question), ChatMessage("assistant", answer)))


@pytest.fixture
def comparing(bridge):
    calls = Calls(bridge)
    yield Comparing(bridge, calls)
    calls.close()


@pytest.fixture
def tiny(tmp_path):
    return write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML)


def test_questions_are_asked_once_each():
    rows = [example("a", "1"), example("a", "2"), example("b", "3")]
    alone = Example((ChatMessage("assistant", "x"),))
    assert [q.text for q in questions_of([*rows, alone])] == ["a", "b"]


def test_answers_without_and_with(comparing, tiny, tmp_path, qtbot):
    adapter = write_adapter(tmp_path / "a.gguf", tiny, size=1.0)
    asked = questions_of([example("hello", "1"), example("and you", "2")])
    comparing.start(tiny, AdapterUse(str(adapter)), asked)
    assert comparing.state == "running"
    qtbot.waitUntil(lambda: comparing.state != "running", timeout=WAIT)
    assert comparing.state == "done", comparing.error
    assert all(pair.before is not None and pair.after is not None for pair in comparing.pairs)
    assert any(pair.before != pair.after for pair in comparing.pairs)


def test_a_model_that_is_gone_is_told(comparing, tmp_path, qtbot):
    asked = questions_of([example("hello", "1")])
    comparing.start(tmp_path / "none.gguf", AdapterUse("a.gguf"), asked)
    qtbot.waitUntil(lambda: comparing.state == "failed", timeout=WAIT)
    assert comparing.error.kind == "model_not_found"


def test_stopped_it_keeps_what_it_has(comparing, tiny, tmp_path, qtbot):
    adapter = write_adapter(tmp_path / "a.gguf", tiny)
    asked = questions_of([example(str(n), "1") for n in range(4)])
    comparing.start(tiny, AdapterUse(str(adapter)), asked)
    qtbot.waitUntil(lambda: comparing.pairs[0].before is not None, timeout=WAIT)
    comparing.stop()
    assert comparing.state == "idle"
    assert comparing.pairs[0].before is not None
    assert comparing.pairs[3].after is None
