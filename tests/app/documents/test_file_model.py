"""The table of files: sound, large, and steady while files come and change."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from app.documents.file_model import NAME, STATE, FileModel
from app.documents.file_table import FileTable
from engine.documents.records import File, FileInfo

INFO = FileInfo("pdf", "", 12, 0, 900, "0" * 64)


def files(count, state="words"):
    return tuple(
        File(f"k{n}", "c", f"/a/b/file-{n:05}.pdf", 1000 * n, state, None, INFO, 4, 0)
        for n in range(count)
    )


@pytest.fixture
def model(words, theme):
    return FileModel(words, theme)


@pytest.fixture
def table(qtbot, words, theme):
    table = FileTable(words, theme)
    qtbot.addWidget(table)
    table.resize(900, 500)
    table.show()
    return table


def test_the_model_is_sound(model, qtmodeltester):
    model.show_files(files(3), more=False)
    qtmodeltester.check(model)


def test_a_change_redraws_its_row_and_a_new_file_is_added(model):
    resets, rows, changes = [], [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.rowsInserted.connect(lambda _, first, last: rows.append((first, last)))
    model.dataChanged.connect(lambda first, last: changes.append((first.row(), last.row())))
    before = files(5)
    assert model.show_files(before, more=False)
    ready = msgspec.structs.replace(before[2], state="ready", vectors=4)
    after = (*before[:2], ready, *files(7)[3:])
    assert not model.show_files(after, more=False)
    assert (len(resets), rows, changes) == (1, [(5, 6)], [(2, 2)])
    assert model.index(2, STATE).data() == "Ready"
    assert model.rowCount() == 7


def test_more_is_asked_for_once(qtbot, model):
    model.show_files(files(200), more=True)
    parent = model.index(-1, -1)
    with qtbot.waitSignal(model.wanted):
        model.fetchMore(parent)
    assert not model.canFetchMore(parent)
    model.show_files(files(400), more=False)
    assert not model.canFetchMore(parent)


def test_ten_thousand_files_come_and_go(table):
    many = files(10_000)
    table.show_files(many, more=False)
    table.pick("k9000")
    table.show_files(many[1:], more=False)  # one is gone: all rows have moved
    assert [file.key for file in table.chosen] == ["k9000"]
    assert table.currentIndex().data() == "file-09000.pdf"
    table.show_files(many[:10], more=False)
    assert table.chosen == []


def test_a_screen_reader_hears_all_of_a_file(model):
    model.show_files(files(2), more=False)
    said = model.index(1, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("file-00001.pdf, Found by words, 12 pages, ")
