"""Bad data of every kind: each row is named with its reason and what to do, and none is read."""

import json
from pathlib import Path

import pytest

from engine.errors import DataError, StorageError
from engine.examples.faults import KINDS, LONGEST_ROW, fault
from engine.examples.reading import read_examples, read_text
from engine.examples.records import Columns, DataSet

GOOD = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
USER, ASSISTANT = GOOD["messages"]
SYSTEM = {"role": "system", "content": "s"}


def messages(*found):
    return {"messages": list(found)}


def user(content):
    return {"role": "user", "content": content}


ROWS = {
    "row_json": '{"messages": [',
    "row_not_object": [1, 2],
    "row_keys": {"q": "a", "a": "b"},
    "row_mixed": {"prompt": "a", "completion": "b"},
    "row_empty": messages(),
    "row_too_large": messages(user("a" * (LONGEST_ROW + 1)), ASSISTANT),
    "row_unreadable": messages(user("caf\ufffd"), ASSISTANT),
    "row_message": messages("hello", ASSISTANT),
    "row_role": messages(USER, {"role": "tool", "content": "x"}, ASSISTANT),
    "row_content": messages(user(None), ASSISTANT),
    "row_only_system": messages(SYSTEM),
    "row_no_answer": messages(SYSTEM, USER),
    "row_no_question": messages(ASSISTANT),
    "row_empty_question": messages(user(" \n"), ASSISTANT),
    "row_empty_answer": messages(USER, {"role": "assistant", "content": ""}),
    "row_unanswered": messages(USER, ASSISTANT, USER),
    "row_system_late": messages(USER, SYSTEM, ASSISTANT),
    "row_markup": messages(user("<|im_start|>user\na<|im_end|>"), ASSISTANT),
}
MORE = [
    ("row_empty", {}),
    ("row_empty", messages(user(""), {"role": "assistant", "content": ""})),
    ("row_no_question", messages(USER, ASSISTANT, ASSISTANT)),
    ("row_no_answer", {"prompt": "a"}),
    ("row_no_answer", {"instruction": "a", "input": "b"}),
    ("row_no_question", {"completion": "a"}),
    ("row_content", {"messages": "a"}),
    ("row_content", messages(user(3.5), ASSISTANT)),
    ("row_content", messages(user([{"type": "image_url", "image_url": "x"}]), ASSISTANT)),
    ("row_role", messages({"role": 7, "content": "x"}, ASSISTANT)),
    ("row_message", messages({"role": "user"}, ASSISTANT)),
    ("row_json", '{"messages": NaN}'),
    ("row_json", "{'messages': []}"),
    ("row_json", "[" * 5_000),
    ("row_too_large", '{"prompt": "' + "a" * 10 * LONGEST_ROW),
]


@pytest.mark.parametrize(("kind", "row"), [*ROWS.items(), *MORE])
def test_a_bad_row_is_named_and_the_others_are_read(kind, row):
    good = json.dumps(GOOD)
    bad = row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)
    other = json.dumps(messages(user("another"), ASSISTANT))
    data = read_text("\n".join([good, bad, other]), Path("data.jsonl"))
    assert isinstance(data, DataSet)
    assert [example.row for example in data.examples] == [1, 3]
    (found,) = data.faults
    assert (found.row, found.error.kind) == (2, kind)
    assert found.error.message.startswith("Row 2 cannot be used: ")
    assert found.error.advice.endswith(".")
    assert found.error.values["row"] == 2
    assert len(found.error.message) < 400


def table(kind, row):
    return kind, f"question,answer\na,b\n{row}\nc,d\n"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        table("row_columns", "a,b,c"),
        table("row_columns", "a"),
        table("row_quote", 'a,"b'),
        table("row_cell", "a,#REF!"),
        table("row_empty_answer", "a,"),
        table("row_empty_question", ",b"),
    ],
)
def test_a_bad_row_of_a_table_is_named(kind, text):
    data = read_text(text, Path("data.csv"), Columns("answer", "question"))
    assert [(found.row, found.error.kind) for found in data.faults] == [(3, kind)]
    assert [example.row for example in data.examples] == [2, 4]


def test_other_kinds_of_rows(tmp_path):
    tagged = read_text("EU B-ORG\nrejects O\n\nGerman B-MISC\ncall\n\nok O", Path("x.conll"))
    assert [(found.row, found.error.kind) for found in tagged.faults] == [(4, "row_tag")]
    same = {"prompt": "a", "chosen": "b", "rejected": "b"}
    pair = read_text(json.dumps([same, same | {"chosen": "c"}]), Path("x.json"))
    assert [(found.row, found.error.kind) for found in pair.faults] == [(1, "row_same")]


def test_bytes_that_are_no_text_are_found_in_their_row(tmp_path):
    path = tmp_path / "data.jsonl"
    good = json.dumps(messages(user("早上好 café"), ASSISTANT), ensure_ascii=False).encode()
    path.write_bytes(good + b"\n" + good.replace("é".encode(), b"\xe9") + b"\n" + good)
    data = read_examples(path)
    assert [(found.row, found.error.kind) for found in data.faults] == [(2, "row_encoding")]
    assert [example.row for example in data.examples] == [1, 3]


def test_every_kind_has_words_and_twenty_are_tried():
    tried = {*ROWS, "row_columns", "row_quote", "row_cell", "row_tag", "row_same", "row_encoding"}
    assert len(tried) >= 20
    # These are of chats (test_chat_examples), and of what a model makes of a row (test_checking).
    assert {*KINDS} - tried == {"row_not_corrected", "row_template", "row_too_long"}
    assert "1,200 tokens" in fault("row_too_long", 1, tokens=1200, most=1000).error.message


@pytest.mark.parametrize(
    ("name", "data", "fault", "words"),
    [
        ("a.jsonl", b" \n", "empty", "empty"),
        ("a.json", b"[]", "empty", "no example"),
        ("a.json", b'[{"prompt": "a",\n "completion": ', "json", "not valid JSON"),
        ("a.json", b"hello", "json", "not valid JSON"),
        ("a.txt", b"\x00\x01\x02" * 50, "not_text", "not a text file"),
        ("a.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 50, "not_text", "old Office"),
        ("a.pdf", b"%PDF-1.7\n", "not_text", "PDF"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 50, "spreadsheet", "damaged"),
        ("a.csv", b'"', "empty", "no row"),
    ],
)
def test_a_file_that_cannot_be_used_at_all(tmp_path, name, data, fault, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DataError, match=words) as raised:
        read_examples(path)
    assert raised.value.values["fault"] == fault
    assert raised.value.values["path"] == str(path)
    assert raised.value.advice


def test_a_file_of_bad_rows_alone_says_why(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"x": 1}\n{"y": 2}')
    data = read_examples(path)
    assert data.examples == ()
    assert [found.error.kind for found in data.faults] == ["row_keys", "row_keys"]


def test_what_is_no_file(tmp_path):
    with pytest.raises((StorageError, DataError)):
        read_examples(tmp_path)
    with pytest.raises(StorageError):
        read_examples(tmp_path / "none.jsonl")
