"""Examples checked in their process: counted, shown, refused; and its ends."""

from pathlib import Path

import pytest
from helpers.tiny_gguf import CHATML, write_tiny_gguf
from helpers.waiting import wait_until

from engine.errors import InvalidInput
from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.messages import ChatMessage
from engine.training.checking import Checker, Counted, Counting, Ended, Previewed, Refused

ALTERNATING = CHATML.replace(
    "{% for message in messages %}",
    "{% for message in messages %}{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}",
)


def example(*said, row=1):
    roles = ("user", "assistant")
    return Example(tuple(ChatMessage(roles[i % 2], text) for i, text in enumerate(said)), row)


@pytest.fixture
def check(tmp_path):
    """Opens a checker and a list of what it says."""
    opened = []

    def open_with(template=CHATML, model: Path | None = None):
        events = []
        path = model or write_tiny_gguf(tmp_path / "tiny.gguf", template=template)
        opened.append(Checker(path, "", events.append))
        return opened[-1], events

    yield open_with
    for one in opened:
        one.close()


def of(events, *kinds):
    return [event for event in events if isinstance(event, kinds)]


def test_examples_are_counted_and_bad_ones_named(check, tmp_path):
    checker, events = check(ALTERNATING)
    twice = Example((ChatMessage("user", "a"), *example("b", "c").messages), 7)
    data = tmp_path / "data.jsonl"
    write_examples(data, [example("he", "she"), twice, example("it", "e" * 200, row=9)])
    checker.count(data, max_length=100)
    wait_until(lambda: of(events, Counted))
    (counted,) = of(events, Counted)
    assert (counted.examples, counted.refused, counted.too_long) == (1, 1, 1)
    assert counted.tokens == counted.longest == counted.median > counted.trained_tokens > 0
    assert counted.data == str(data)
    assert counted.carried == ""
    assert [(fault.row, fault.error.kind) for fault in counted.faults] == [
        (7, "row_template"),
        (9, "row_too_long"),
    ]
    assert "roles must alternate" in counted.faults[0].error.message


def test_an_example_is_shown_as_the_model_will_see_it(check):
    checker, events = check()
    checker.preview(example("he", "she", row=3))
    wait_until(lambda: of(events, Previewed))
    (shown,) = of(events, Previewed)
    assert [text for text, learnt in shown.pieces if learnt] == ["she<|im_end|>"]
    assert shown.row == 3
    assert shown.tokens > shown.trained_tokens > 1


def test_examples_are_shown_while_others_are_counted(check, tmp_path):
    checker, events = check()
    data = tmp_path / "data.jsonl"
    write_examples(data, [example(f"he {i}", f"she {i}", row=i) for i in range(1, 20_000)])
    checker.count(data)
    wait_until(lambda: of(events, Counting))
    checker.preview(example("he", "she", row=4000))
    wait_until(lambda: of(events, Previewed, Counted))
    assert not of(events, Counted)
    checker.count(data.with_name("none"))  # takes the place of the first
    wait_until(lambda: of(events, Refused))
    assert not of(events, Counted)
    assert of(events, Refused)[0].error.kind == "storage"


def test_what_the_template_refuses_is_told(check):
    checker, events = check(ALTERNATING)
    checker.preview(Example((ChatMessage("user", "a"), *example("b", "c").messages), 5))
    wait_until(lambda: of(events, Refused))
    assert of(events, Refused)[0].row == 5
    assert of(events, Refused)[0].error.kind == "row_template"


def test_a_model_that_cannot_be_opened_ends_it(check, tmp_path):
    checker, events = check(model=tmp_path / "none.gguf")
    checker.preview(example("a", "b"))
    wait_until(lambda: of(events, Ended))
    assert of(events, Ended)[0].error.kind == "model_not_found"
    checker.preview(example("a", "b"))  # nobody hears it, and nothing is raised


def test_a_process_that_died_is_explained(check):
    checker, events = check()
    checker.preview(example("a", "b"))
    wait_until(lambda: of(events, Previewed))
    checker._process.kill()
    wait_until(lambda: of(events, Ended))
    assert of(events, Ended)[0].error.kind == "engine_crashed"


def test_nothing_is_heard_after_closing(check):
    checker, events = check()
    checker.close()
    checker.preview(example("a", "b"))
    assert events == []


def test_an_example_that_fits_no_frame_is_refused(check):
    checker, _ = check()
    with pytest.raises(InvalidInput):
        checker.preview(example("a", "b" * 1_100_000))
