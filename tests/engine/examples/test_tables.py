"""Tables of any separator and encoding, and spreadsheets: columns are asked for, cells are read."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from engine.errors import DataError
from engine.examples.reading import read_examples, read_text
from engine.examples.records import Columns, DataSet, Table

QA = Columns("answer", "question")


def said(data):
    return [[message.content for message in example.messages] for example in data.examples]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_any_separator_and_encoding(tmp_path, sign, encoding):
    path = tmp_path / "data.csv"
    rows = [("question", "answer"), ("你好，世界吗", "是的，当然可以"), (f'"a{sign}\nb"', "c")]
    path.write_bytes("\r\n".join(sign.join(row) for row in rows).encode(encoding))
    table = read_examples(path)
    assert isinstance(table, Table)
    assert table.columns == ("question", "answer")
    assert table.guess == QA
    assert table.rows[1] == (f"a{sign}\nb", "c")
    data = read_examples(path, QA)
    assert said(data) == [["你好，世界吗", "是的，当然可以"], [f"a{sign}\nb", "c"]]
    assert (data.format, [example.row for example in data.examples]) == ("table", [2, 3])


def test_western_text_of_windows(tmp_path):
    path = tmp_path / "data.csv"
    path.write_bytes("question;answer\nGrüße aus Köln?;Schöne Grüße!".encode("cp1252"))
    assert said(read_examples(path, QA)) == [["Grüße aus Köln?", "Schöne Grüße!"]]


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("Prompt,Completion", Columns("Completion", "Prompt")),
        ("System,User,Assistant", Columns("Assistant", "User", "System")),
        ("问题,答案", Columns("答案", "问题")),
        ("text,label", Columns("label", "text")),
        ("answer", Columns("answer")),
        ("first,second", None),
    ],
)
def test_names_of_columns_are_understood(header, guess):
    values = ",".join(f"value {i}" for i in range(header.count(",") + 1))
    table = read_text(f"{header}\n{values}", Path("a.csv"))
    assert isinstance(table, Table)
    assert (table.columns, table.guess) == (tuple(header.split(",")), guess)


def test_a_table_without_names_gets_letters():
    text = "What is it?,It is a table.\nAnd now?,Nothing."
    table = read_text(text, Path("a.csv"))
    assert (table.columns, len(table.rows), table.guess) == (("A", "B"), 2, None)
    data = read_text(
        "What is it?,It is a table.\nAnd now?,Nothing.", Path("a.csv"), Columns("B", "A")
    )
    assert said(data)[0] == ["What is it?", "It is a table."]


def test_a_quote_that_is_not_closed_costs_one_row():
    rows = "\n".join(f"q{i},a{i}" for i in range(1000))
    data = read_text(f'question,answer\nq,"open\n{rows}', Path("a.csv"), QA)
    assert [found.error.kind for found in data.faults] == ["row_quote"]
    assert len(data.examples) == 1000


def test_a_table_with_a_system_column_and_one_of_answers_only():
    text = "system,question,answer\nBe brief.,Why?,So.\n,How?,Thus."
    data = read_text(text, Path("a.csv"), Columns("answer", "question", "system"))
    assert said(data) == [["Be brief.", "Why?", "So."], ["How?", "Thus."]]
    alone = read_text(text, Path("a.csv"), Columns("answer"))
    assert [example.is_text for example in alone.examples] == [True, True]


def test_columns_that_are_not_there():
    with pytest.raises(DataError, match="no column reply, but question, answer"):
        read_text("question,answer\na,b", Path("a.csv"), Columns("reply", "question"))


def test_cells_that_were_copied_are_a_table_and_prose_is_not():
    assert isinstance(read_text("Why?\tSo.\nHow?\tThus.", Path("pasted")), Table)
    assert isinstance(read_text("question,answer\na,b", Path("pasted")), Table)
    prose = read_text("Well, this is text.\nIndeed, it is.", Path("pasted"))
    assert isinstance(prose, DataSet)
    assert prose.format == "text"


def sheet(path, rows, *, empty_first=False):
    book = openpyxl.Workbook()
    if empty_first:
        book.create_sheet("Data")
    for row in rows:
        book.worksheets[-1].append(row)
    book.save(path)
    return path


def test_a_spreadsheet_is_read(tmp_path):
    rows = [
        ("问题", "答案", None),
        ("Wie groß?", 42.0),
        (None, None),
        ("Wann?", datetime.date(2026, 5, 1)),
        ("Stimmt es?", True),
        ("Wie viel?", 1.5),
        ("Wo?", None),
    ]
    path = sheet(tmp_path / "data.xlsx", rows, empty_first=True)
    table = read_examples(path)
    assert isinstance(table, Table)
    assert (table.columns, table.guess) == (("问题", "答案"), Columns("答案", "问题"))
    data = read_examples(path, Columns("答案", "问题"))
    assert said(data) == [
        ["Wie groß?", "42"], ["Wann?", "2026-05-01"], ["Stimmt es?", "TRUE"], ["Wie viel?", "1.5"]
    ]  # fmt: skip
    assert [example.row for example in data.examples] == [2, 4, 5, 6]
    assert [(found.row, found.error.kind) for found in data.faults] == [(7, "row_empty_answer")]


def test_a_spreadsheet_of_nothing_and_one_that_is_none(tmp_path):
    with pytest.raises(DataError, match="no row"):
        read_examples(sheet(tmp_path / "empty.xlsx", []))
    whole = sheet(tmp_path / "cut.xlsx", [("question", "answer"), ("a", "b")]).read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match="damaged"):
        read_examples(tmp_path / "cut.xlsx")
