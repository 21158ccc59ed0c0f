"""Rows of JSON in every form that is common become the same conversations."""

import json
from pathlib import Path

import pytest

from engine.examples.reading import read_text
from engine.examples.records import DataSet

ASKED = [("user", "Why?"), ("assistant", "So.")]
WITH_SYSTEM = [("system", "Be brief."), *ASKED]
PAIR = [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}]

ROWS = {
    "messages": ({"messages": PAIR}, "messages", ASKED),
    "parts": (
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "Why?"}]}, PAIR[1]]},
        "messages",
        ASKED,
    ),
    "developer": (
        {"messages": [{"role": "developer", "content": "Be brief."}, *PAIR], "n": 1},
        "messages",
        WITH_SYSTEM,
    ),
    "empty system": (
        {"messages": [{"role": "system", "content": " "}, *PAIR]},
        "messages",
        ASKED,
    ),
    "sharegpt": (
        {
            "conversations": [
                {"from": "human", "value": "Why?"},
                {"from": "gpt", "value": "So."},
            ],
            "system": "Be brief.",
        },
        "sharegpt",
        WITH_SYSTEM,
    ),
    "sharegpt with roles": ({"conversations": PAIR}, "sharegpt", ASKED),
    "alpaca": ({"instruction": "Why?", "input": "", "output": "So."}, "alpaca", ASKED),
    "alpaca with input": (
        {"instruction": "Add", "input": "1 2", "output": "3"},
        "alpaca",
        [("user", "Add\n\n1 2"), ("assistant", "3")],
    ),
    "alpaca with history": (
        {"instruction": "Why?", "output": "So.", "history": [["Hello", "Hi"]]},
        "alpaca",
        [("user", "Hello"), ("assistant", "Hi"), *ASKED],
    ),
    "prompt": ({"prompt": "Why?", "completion": "So."}, "prompt", ASKED),
    "question": (
        {"question": "Why?", "answer": "So.", "system": "Be brief."},
        "prompt",
        WITH_SYSTEM,
    ),
    "prompt of messages": ({"prompt": PAIR[:1], "completion": PAIR[1:]}, "prompt", ASKED),
    "classes": ({"text": "Why?", "label": 3}, "prompt", [ASKED[0], ("assistant", "3")]),
    "summary": ({"article": "Why?", "summary": "So.", "id": 7}, "prompt", ASKED),
    "context": (
        {"context": "It is so.", "question": "Why?", "answer": "So."},
        "prompt",
        [("user", "It is so.\n\nWhy?"), ASKED[1]],
    ),
    "preference": ({"prompt": "Why?", "chosen": "So.", "rejected": "No."}, "preference", ASKED),
    "preference of messages": (
        {"chosen": PAIR, "rejected": [PAIR[0], {"role": "assistant", "content": "No."}]},
        "preference",
        ASKED,
    ),
    "preference of messages with prompt": (
        {"prompt": "Why?", "chosen": PAIR, "rejected": "No."},
        "preference",
        ASKED,
    ),
    "text": ({"text": "Once upon a time."}, "text", [("assistant", "Once upon a time.")]),
}  # fmt: skip


def said(example):
    return [(message.role, message.content) for message in example.messages]


@pytest.mark.parametrize("name", ROWS)
def test_each_form_is_recognised(name):
    row, form, expected = ROWS[name]
    data = read_text(json.dumps(row), Path("data.jsonl"))
    assert isinstance(data, DataSet)
    assert data.faults == ()
    assert (data.format, data.name) == (form, "data.jsonl")
    assert [said(example) for example in data.examples] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "[{0},\n {1}]",
        "{0}\n{1}\n",
        "\n{0}\r\n\r\n{1}",
        '{{"data": [{0}, {1}], "version": 2}}',
        '{{\n"rows":\n[{0}, {1}]}}',
    ],
)
def test_rows_come_a_line_or_in_a_list(text):
    rows = [json.dumps({"prompt": f"Why {n}?", "completion": "So."}) for n in (1, 2)]
    data = read_text(text.format(*rows), Path("pasted"))
    assert [said(example)[0][1] for example in data.examples] == ["Why 1?", "Why 2?"]


def test_a_row_is_called_by_its_line():
    row = json.dumps({"prompt": "Why?", "completion": "So."})
    data = read_text(f"{row}\n\n\n{row}", Path("data.jsonl"))
    assert [example.row for example in data.examples] == [1, 4]
    assert data.duplicates == ((4, 1),)


def test_answers_without_weight_are_not_learnt():
    first = {"role": "assistant", "content": "So.", "weight": 0}
    data = read_text(json.dumps({"messages": [PAIR[0], first, *PAIR]}), Path("data.jsonl"))
    assert data.examples[0].last_only
    data = read_text(json.dumps({"messages": [*PAIR, *PAIR]}), Path("data.jsonl"))
    assert not data.examples[0].last_only
