"""The parts of a new run that need no window: the draft, amounts, words of faults, findings."""

import pytest

from app.training.amounts import amount_of, faster, fitting_length, settings_for
from app.training.draft import Draft, is_blank, written
from app.training.fault_words import FaultWords
from app.training.findings import Inspector
from app.training.launch import free_file
from app.training.private_words import PrivateWords
from app.training.run_desk import next_name
from engine.errors import ErrorInfo
from engine.examples.faults import KINDS
from engine.examples.records import DataSet, Example, RowFault
from engine.files import Stopped
from engine.messages import ChatMessage


def example(question, answer, row=0):
    return Example((ChatMessage("user", question), ChatMessage("assistant", answer)), row)


def looked(*examples):
    return Inspector().look(examples, lambda *_: None, lambda: False)


def test_every_step_of_a_draft_can_be_undone(qapp):
    draft = Draft()
    one, two = example("a", "1"), example("b", "2")
    draft.add(DataSet("file", "messages", (one, two)))
    draft.put(0, example("a", "changed"))
    draft.insert(1, example("new", "3"))
    draft.remove([2])
    assert [each.answer for each in draft.examples] == ["changed", "3"]
    for _ in range(3):
        draft.undo()
    assert draft.examples == (one, two)
    draft.undo()
    assert not draft.examples
    assert not draft.can_undo


def test_a_step_that_changes_nothing_is_none(qapp):
    draft = Draft()
    draft.add(DataSet("file", "messages", (example("a", "1"),)))
    draft.put(0, example("a", "1"))
    draft.remove([])
    draft.replace(draft.examples)
    draft.undo()
    assert not draft.can_undo


def test_faults_keep_the_name_of_their_source(qapp):
    draft = Draft()
    fault = RowFault(7, ErrorInfo("row_empty", "", ""))
    draft.add(DataSet("one.csv", "table", (), (fault,)))
    draft.add(DataSet("two.csv", "table", (example("a", "1"),)))
    assert draft.faults == (("one.csv", fault),)
    assert draft.sources == ("one.csv", "two.csv")
    assert draft.ready
    draft.clear()
    assert draft.untouched
    assert not draft.ready


@pytest.mark.parametrize(
    ("question", "answer", "blank"), [("a", "b", False), ("", "b", True), ("a", " \n", True)]
)
def test_what_is_not_written_is_left_out(question, answer, blank):
    assert is_blank(example(question, answer)) is blank
    assert len(written([example(question, answer)])) == (not blank)


def test_few_examples_are_repeated_and_many_are_not():
    few, many = settings_for("normal", 2_000), settings_for("normal", 500_000)
    assert few.epochs > many.epochs == 3
    assert few.lr > many.lr
    assert few.batch_tokens < many.batch_tokens
    # At least some dozens of steps, whatever there is.
    assert few.epochs * 2_000 / few.batch_tokens > 60


def test_amounts_grow_and_are_told_from_figures():
    steps = []
    for amount in ("quick", "normal", "thorough"):
        settings = settings_for(amount, 20_000, 300)
        steps.append(settings.epochs)
        assert amount_of(settings, 20_000, 300) == amount
    assert steps == sorted(set(steps))
    own = faster(settings_for("thorough", 20_000))
    assert own.fast
    assert amount_of(own, 20_000) is None


def test_the_longest_example_fits():
    assert fitting_length(0) == 1024
    assert fitting_length(40) == 256
    assert 700 <= fitting_length(700) <= 828
    assert fitting_length(100_000) == 4096


def test_all_faults_have_words(qapp):
    words = FaultWords()
    for kind, texts in KINDS.items():
        values = dict.fromkeys(
            [
                *("reason", "found", "expected", "characters", "most", "count"),
                *("field", "message", "tokens", "column", "line"),
            ],
            77,
        )
        error = ErrorInfo(kind, "English", "Advice", values)
        for said, original in zip((words.reason(error), words.remedy(error)), texts, strict=True):
            assert said not in ("English", "Advice"), kind
            assert "77" in said or "{" not in original.replace("{{", ""), kind
    unknown = ErrorInfo("row_of_another_version", "What happened.", "What to do.")
    assert (words.reason(unknown), words.remedy(unknown)) == ("What happened.", "What to do.")


def test_what_is_found_in_examples():
    first = example("Who?", "Write to anna@example.com")
    found = looked(first, example("Hi", "Hello"), example("hi!", "hello."), example("x", ""))
    assert found.duplicates == ((3, 2),)
    assert found.blank == (3,)
    assert found.private == {"email": 1}
    [sample] = found.samples["email"]
    assert (sample.before, sample.found) == ("Write to ", "anna@example.com")
    assert found.answers == 4
    assert found.problems
    assert PrivateWords().counted(found.private) == "e-mail addresses (1)"
    assert not looked(example("Hi", "Hello")).problems


def test_looking_ends_where_it_is_not_wanted():
    with pytest.raises(Stopped):
        Inspector().look([example("a", "b")], lambda *_: None, lambda: True)


def test_names(tmp_path):
    assert free_file(tmp_path, "a/b:c").name == "a b c.gguf"
    (tmp_path / "tone.gguf").touch()
    assert free_file(tmp_path, "tone").name == "tone 2.gguf"
    assert free_file(tmp_path, "...").name == "adapter.gguf"
    # A run that was interrupted has not written its own yet; and one name means what ships.
    assert free_file(tmp_path, "new", [str(tmp_path / "New.gguf")]).name == "new 2.gguf"
    assert free_file(tmp_path, "Puna-starter").name == "Puna-starter 2.gguf"
    assert (next_name("tone"), next_name("tone v2")) == ("tone v2", "tone v3")
