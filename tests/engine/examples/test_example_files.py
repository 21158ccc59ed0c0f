"""Examples on disk in our own form: what is written is what is read."""

import pytest

from engine.errors import DataError, StorageError
from engine.examples.files import load_examples, write_examples
from engine.examples.records import Example
from engine.messages import ChatMessage

EXAMPLES = (
    Example((ChatMessage("user", "Héllo\r\n世界\u2028 😀"), ChatMessage("assistant", "Hi")), 3),
    Example((ChatMessage("assistant", "Only text"),), 9, last_only=True),
)


def test_what_is_written_is_read(tmp_path):
    path = tmp_path / "new" / "examples.jsonl"
    assert write_examples(path, EXAMPLES) == 2
    assert load_examples(path) == EXAMPLES
    assert EXAMPLES[1].is_text
    assert not EXAMPLES[0].is_text


def test_examples_without_a_row_get_that_of_their_line(tmp_path):
    path = tmp_path / "examples.jsonl"
    write_examples(path, [Example(one.messages) for one in EXAMPLES])
    assert [one.row for one in load_examples(path)] == [1, 2]


@pytest.mark.parametrize("line", ["{", '{"messages": 3}', '{"messages": [{"role": "x"}]}', "\xff"])
def test_a_damaged_line_is_named_and_nothing_is_read(tmp_path, line):
    path = tmp_path / "examples.jsonl"
    write_examples(path, EXAMPLES)
    path.write_bytes(path.read_bytes() + line.encode("latin-1"))
    with pytest.raises(DataError, match="line 3"):
        load_examples(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(StorageError):
        load_examples(tmp_path / "none.jsonl")
