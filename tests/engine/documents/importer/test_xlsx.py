"""Workbooks, written by XlsxWriter and by openpyxl: a page a sheet, cells as they are shown."""

import openpyxl
import pytest
from helpers.documents import all_said, parse, said

from engine.documents.importer.limits import Limits
from engine.documents.importer.xlsx_numbers import Formats
from engine.documents.importer.xml_tree import parsed_xml


def test_a_workbook_of_xlsxwriter():
    parsed, pages = parse("herd.xlsx")
    assert (parsed.kind, parsed.title) == ("xlsx", "Herd 2024")
    assert [page.label for page in pages] == ["Herd", "价目", "Old prices (hidden)"]
    assert [page.kind for page in pages] == ["sheet"] * 3
    assert said(pages[0]) == [
        "table Animal\tBorn\tWeight (kg)\tShare\tSold\tPrice",
        "table Inti\t2019-03-07\t142.5\t12.5%\tFALSE\t1234.5",
        "table Killa\t2021-11-30 14:45:00\t128\t7.0%\tTRUE\t0.3",
        "table Total\t\t270.5",
        "table see page 4",
        "text Comment A2: Limps since spring",
    ]
    assert said(pages[1])[1:] == ["table 水仙\t360", "table 肉桂\t1280"]


def test_a_workbook_of_openpyxl():
    parsed, [page] = parse("log.xlsx")
    assert parsed.title == "log"
    assert said(page) == [
        "table When\tWhat",
        "table 2024-05-06 07:08:09\tRain & hail <hard>",
        "table 06:30:00\tMilk",
        "table \t\t\tfar",
    ]


def test_a_formula_that_was_never_computed_is_shown(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Total", "=SUM(A1:A9)"])
    book.save(tmp_path / "new.xlsx")
    assert all_said(tmp_path / "new.xlsx") == ["table Total\t=SUM(A1:A9)"]


def test_a_long_sheet_goes_on_with_its_first_row():
    _, pages = parse("herd.xlsx", Limits(page=90))
    herd = [page for page in pages if page.label.startswith("Herd")]
    assert [page.label for page in herd] == ["Herd", *(f"Herd ({part})" for part in (2, 3, 4))]
    first = said(herd[0])[0]
    assert all(said(page)[0] == first for page in herd)
    assert "Killa" in herd[1].text


STYLES = b"""<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="171" formatCode="0.00%"/>
<numFmt numFmtId="172" formatCode="#,##0 &quot;days&quot;"/>
<numFmt numFmtId="173" formatCode="[Red]0.0"/><numFmt numFmtId="174" formatCode="[h]:mm"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/>
<xf numFmtId="173"/><xf numFmtId="174"/><xf numFmtId="14"/></cellXfs></styleSheet>"""


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        ("42", "0", "42"),
        ("1e3", "0", "1000"),
        ("0.30000000000000004", "0", "0.3"),
        ("45000", "1", "2023-03-15"),
        ("45000.75", "1", "2023-03-15 18:00:00"),
        ("0.0625", "2", "6.25%"),
        ("7", "3", "7"),
        ("7.25", "4", "7.25"),
        ("0.25", "5", "06:00:00"),
        ("1.5", "5", "36:00:00"),
        ("0.123450000001", "2", "12.35%"),
        ("0.12345", "2", "12.35%"),
        ("-0.5", "2", "-50.00%"),
        ("1e300", "2", "1e300"),
        ("nan", "2", "nan"),
        ("1", "6", "1900-01-01"),
        ("61", "6", "1900-03-01"),
        ("45000", "99", "45000"),
        ("-3", "1", "-3"),
        ("#N/A", "0", "#N/A"),
    ],
)
def test_numbers_are_what_their_cells_show(number, style, expected):
    formats = Formats(parsed_xml(STYLES, None, "styles"), since_1904=False)
    assert formats.shown(number, style) == expected


def test_days_of_old_workbooks_of_the_mac_count_from_1904():
    formats = Formats(parsed_xml(STYLES, None, "styles"), since_1904=True)
    assert formats.shown("43538", "1") == "2023-03-15"
