"""Collected rows: by model, taken away and put back, and none lost by a line that was cut off."""

import pytest

from engine.errors import StorageError
from engine.examples.collected import Collected
from engine.examples.records import Example
from engine.messages import ChatMessage


def example(text):
    return Example((ChatMessage("user", text), ChatMessage("assistant", f"{text}!")))


@pytest.fixture
def collected(home):
    return Collected(home)


def test_rows_are_kept_by_model(collected, home):
    assert list(collected.list()) == []
    one = collected.add("/models/a.gguf", example("one"), before="wrong")
    two = collected.add("/models/b.gguf", example("zwei \ud800"), before="")
    three = collected.add("/models/a.gguf", example("three"))
    again = Collected(home)
    assert list(again.list("/models/a.gguf")) == [one, three]
    assert [row.id for row in again.list()] == [one.id, two.id, three.id]
    assert again.list()[1].example.messages[0].content == "zwei \ufffd"
    assert (one.before, one.model) == ("wrong", "/models/a.gguf")
    assert one.example == Example(example("one").messages, last_only=True)
    assert 0 < one.at <= three.at
    assert len(list((home.training / "collected").iterdir())) == 2
    assert list(again.list("/models/c.gguf")) == []


def test_of_a_long_conversation_its_end_is_kept(collected):
    system = ChatMessage("system", "Be brief.")
    said = [system, *(m for n in range(30) for m in example(f"{n} {'字' * 200}").messages)]
    kept = collected.add("m", Example(tuple(said))).example.messages
    assert kept[0] == system
    assert kept[-2:] == tuple(said[-2:])
    assert 3 < len(kept) < 9
    assert kept[1].role == "user"
    text = Example((ChatMessage("assistant", "Once upon a time."),))
    assert collected.add("m", text).example.messages == text.messages


def test_rows_are_taken_away_and_put_back(collected):
    rows = [collected.add("m", example(str(n))) for n in range(3)]
    other = collected.add("n", example("other"))
    collected.remove([rows[0].id, rows[2].id, other.id, "unknown"])
    assert list(collected.list()) == [rows[1]]
    collected.put_back([rows[2].id, other.id])
    assert list(collected.list()) == [rows[1], rows[2], other]
    collected.undo(other)
    assert list(collected.list("n")) == []


def test_a_line_that_was_cut_off_costs_that_line_only(collected, home):
    one = collected.add("m", example("one"))
    (file,) = (home.training / "collected").iterdir()
    whole = file.read_bytes()
    collected.add("m", example("two"))
    file.write_bytes(file.read_bytes()[: len(whole) + 20])
    assert list(collected.list()) == [one]
    three = collected.add("m", example("three"))
    assert list(collected.list()) == [one, three]


def test_a_disk_that_refuses(home):
    home.training.mkdir(parents=True)
    (home.training / "collected").write_text("a file")
    with pytest.raises(StorageError):
        Collected(home).add("m", example("one"))
