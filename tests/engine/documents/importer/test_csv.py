"""Tables as text: separators, quotes, encodings, long ones."""

import csv
import io

import pytest
from helpers.documents import parse, said

from engine.documents.importer.limits import Limits

ROWS = [
    ["Name", "城市", "Note"],
    ["Inti, the first", "库斯科", 'said "no"'],
    ["Killa", "", "two\nlines"],
]
SHOWN = [
    "table Name\t城市\tNote",
    'table Inti, the first\t库斯科\tsaid "no"',
    "table Killa\t\ttwo lines",
]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_the_csv_module(tmp_path, sign, encoding):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=sign).writerows(ROWS)
    path = tmp_path / "table.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    parsed, [page] = parse(path)
    assert (parsed.kind, parsed.title) == ("csv", "table")
    assert said(page) == SHOWN


def test_a_long_table_begins_each_part_with_its_first_row(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("id,value\n" + "".join(f"{i},{i * i}\n" for i in range(1000)))
    _, pages = parse(path, Limits(page=2000))
    assert len(pages) > 5
    assert all(page.text.startswith("id\tvalue\n") for page in pages)
    rows = [row for page in pages for row in said(page)[1:]]
    assert rows == [f"table {i}\t{i * i}" for i in range(1000)]


def test_what_is_no_proper_row_is_read_as_it_stands(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text('sep=;\na;b\n1;"2\n3;4\n')
    assert said(parse(path)[1][0]) == ["table a\tb", 'table 1\t"2', "table 3\t4"]
