"""Counting through the engine: one at a time, the newest wish of each kind."""

import pytest
from helpers.scripted import ask, write_script
from PySide6.QtCore import QObject
from shiboken6 import delete

from app.bridge import Bridge
from app.chat.measuring import Measuring
from engine.engine import Engine
from engine.messages import ModelSpec

WAIT = 60_000


@pytest.fixture
def measuring(qapp):
    engine, bridge = Engine(), Bridge()
    yield Measuring(engine, bridge)
    engine.close()
    bridge.close()


@pytest.fixture
def model(tmp_path):
    return write_script(tmp_path / "script.json", {"text": "Yes."})


def test_a_conversation_is_counted(qtbot, measuring, model):
    told = []
    measuring.ask("bar", measuring, ask(model, "one two three"), lambda *got: told.append(got))
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    ((measured, error),) = told
    assert error is None
    assert measured.tokens == 3
    assert all(segment.text == "" for segment in measured.segments)


def test_its_text_comes_where_it_is_asked_for(qtbot, measuring, model):
    told = []
    request = ask(model, "one two three")
    measuring.ask("seen", measuring, request, lambda *got: told.append(got), text=True)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert "one two three" in "".join(segment.text for segment in told[0][0].segments)


def test_only_the_newest_of_a_kind_is_told_and_every_kind_is(qtbot, measuring, model):
    told = []
    for words in ("one", "one two", "one two three"):
        measuring.ask("bar", measuring, ask(model, words), lambda m, _: told.append(m.tokens))
    other = []
    measuring.ask("card", measuring, ask(model, "a b c d"), lambda m, _: other.append(m.tokens))
    qtbot.waitUntil(lambda: bool(told) and bool(other), timeout=WAIT)
    assert (told, other) == ([3], [4])


def test_an_error_is_told(qtbot, measuring, tmp_path):
    told = []
    nothing = ModelSpec(f"scripted:{tmp_path / 'none.json'}")
    measuring.ask("bar", measuring, ask(nothing, "one"), lambda *got: told.append(got))
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT)
    assert told[0][0] is None
    assert told[0][1].kind == "model_not_found"


def test_who_is_gone_or_does_not_want_it_any_more_is_not_told(qtbot, measuring, model):
    told, last = [], []
    owner = QObject()
    measuring.ask("gone", owner, ask(model, "one"), lambda *got: told.append(got))
    measuring.ask("dropped", measuring, ask(model, "two"), lambda *got: told.append(got))
    delete(owner)
    measuring.drop("dropped")
    measuring.ask("last", measuring, ask(model, "three"), lambda *got: last.append(got))
    qtbot.waitUntil(lambda: bool(last), timeout=WAIT)
    assert told == []


def test_nothing_is_counted_once_it_is_closed(measuring, model):
    told = []
    measuring.close()
    measuring.ask("bar", measuring, ask(model, "one"), lambda *got: told.append(got))
    assert measuring._engine.process_id is None
    assert told == []
