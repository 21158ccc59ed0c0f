"""The page of documents, on a real index: adding, looking, removing, asking."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.documents.file_table import REMOVE_KEY
from app.errors import ErrorWords
from engine.documents.records import Source

menus = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def names(page):
    return [Path(file.path).name for file in page.view.files.listing.files]


def pick(page, name):
    one = next(file for file in page.view.files.listing.files if file.path.endswith(name))
    page.view.files.table.pick(one.key)
    return one


def dropped(page, path):
    """The events of a drag with one file, to be sent to the page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, held)
    QApplication.sendEvent(page, enter)
    drop = QDropEvent(QPointF(9, 9), copy, data, left, held)
    if enter.isAccepted():
        QApplication.sendEvent(page, drop)
    return enter.isAccepted()


def test_it_begins_with_one_button(page):
    assert page.empty.isVisible()
    assert not page.pane.isVisible()
    assert page.empty.button.isVisible()
    assert "Ask your own documents" in page.empty.title.text()


def test_a_folder_that_is_dropped_becomes_a_collection(qtbot, page, desk, folder):
    assert dropped(page, folder)
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    assert [one.name for one in desk.collections] == ["Manuals"]
    assert page.view.header.title.accessibleName() == "Manuals"
    assert page.pane.isVisible()
    assert "3 files were found." in page.pane.undo.label.text()


def test_models_are_left_to_the_window(page, tmp_path):
    assert not dropped(page, tmp_path / "model.gguf")


def test_files_have_a_state_and_a_reason(qtbot, filled):
    table = filled.view.files.table.files
    states = {
        table.index(row, 0).data(): table.index(row, 4).data() for row in range(table.rowCount())
    }
    assert states == {
        "alpaca.md": "Found by words",
        "llamas.txt": "Found by words",
        "broken.txt": "Not a format Puna reads",
    }
    pick(filled, "broken.txt")
    card = filled.view.files.card
    qtbot.waitUntil(card.isVisible)
    assert card.fault.text() == "broken.txt has no format that Puna reads."
    assert "Save it as PDF" in card.advice.text()
    assert str(filled.view.files.table.chosen[0].path) == card.path.text()


def test_only_the_failed_ones(qtbot, filled):
    files = filled.view.files
    qtbot.waitUntil(lambda: files.failed_button.text() == "Failed: 1")
    files.failed_button.click()
    qtbot.waitUntil(lambda: names(filled) == ["broken.txt"])
    files.all_button.click()
    qtbot.waitUntil(lambda: len(names(filled)) == 3)


def test_files_are_found_by_their_name(qtbot, filled):
    filled.view.files.filter.setText("LLAMA")
    qtbot.waitUntil(lambda: names(filled) == ["llamas.txt"])
    filled.view.files.filter.setText("zebra")
    qtbot.waitUntil(filled.view.files.none.isVisible)
    assert filled.view.files.none.text() == "No file here has that in its name."


def test_a_file_is_removed_and_put_back(qtbot, filled, folder):
    pick(filled, "llamas.txt")
    filled.view.files.card.remove_button.click()
    qtbot.waitUntil(lambda: "llamas.txt" not in names(filled))
    assert filled.pane.undo.label.text() == "1 file was removed from the collection."
    filled.pane.undo.button.click()
    qtbot.waitUntil(lambda: "llamas.txt" in names(filled))
    assert (folder / "llamas.txt").exists()


def test_what_is_removed_is_erased_once_that_cannot_be_undone(qtbot, filled, desk):
    key = pick(filled, "llamas.txt").key
    table = filled.view.files.table
    table.setFocus()
    control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    assert REMOVE_KEY == "Ctrl+Shift+Delete"
    with qtbot.waitSignal(desk.removed) as removed:
        qtbot.keyClick(table, Qt.Key.Key_Delete, control)
    filled.pane.undo.leave()
    desk.documents.undo(removed.args[0]).exception(60)
    assert desk.documents.chunks(key).result(60) == []


def test_the_last_collection_goes_and_comes_back(qtbot, filled, desk):
    filled.pane.remove_wanted.emit()
    qtbot.waitUntil(lambda: not desk.collections and filled.empty.isVisible())
    qtbot.waitUntil(filled.pane.undo.button.isVisible)
    filled.pane.undo.button.click()
    qtbot.waitUntil(lambda: len(desk.collections) == 1 and filled.view.isVisible())


def test_a_changed_file_is_read_again_and_a_new_one_found(qtbot, filled, desk, folder, reader):
    (folder / "new.txt").write_text("Something new.")
    del reader.read[:]
    filled.pane.rescan_wanted.emit()
    qtbot.waitUntil(lambda: "new.txt" in names(filled) and "new.txt" in reader.read)
    pick(filled, "llamas.txt")
    filled.view.files.card.again_button.click()
    qtbot.waitUntil(lambda: "llamas.txt" in reader.read)


def test_a_new_collection_is_empty_and_says_what_to_do(qtbot, filled, desk):
    dialog = filled.new()
    assert not dialog.take_button.isEnabled()
    dialog.field.setText(" Recipes ")
    dialog.take_button.click()
    qtbot.waitUntil(lambda: {one.name for one in desk.collections} == {"Manuals", "Recipes"})
    qtbot.waitUntil(lambda: filled.collection.name == "Recipes")
    qtbot.waitUntil(filled.view.empty.isVisible)
    assert not filled.view.header.ask_button.isEnabled()


def test_a_collection_is_renamed(qtbot, filled, desk):
    dialog = filled.rename()
    assert dialog.field.text() == "Manuals"
    dialog.field.setText("Books")
    dialog.take_button.click()
    qtbot.waitUntil(lambda: [one.name for one in desk.collections] == ["Books"])
    qtbot.waitUntil(lambda: filled.view.header.title.accessibleName() == "Books")


def test_two_collections_cannot_have_one_name(qtbot, filled, desk):
    with qtbot.waitSignal(desk.failed) as failed:
        desk.create("Manuals")
    said = ErrorWords().word(failed.args[0])
    assert said.text == "collection: there is one called Manuals already."
    assert said.advice == "Choose another name."


def test_a_collection_is_asked(qtbot, filled, desk):
    with qtbot.waitSignal(filled.ask_wanted) as asked:
        filled.view.header.ask_button.click()
    assert asked.args == [(Source(desk.collections[0].key, "", "Manuals"),)]


def test_a_file_is_opened_in_the_reader(qtbot, filled, desk, folder):
    pick(filled, "llamas.txt")
    with qtbot.waitSignal(desk.file_wanted) as opened:
        qtbot.keyClick(filled.view.files.table, Qt.Key.Key_Return)
    assert opened.args == [str(folder / "llamas.txt"), 1]


@menus
def test_the_menu_of_files_offers_the_same(qtbot, filled):
    pick(filled, "llamas.txt")
    filled.view.files.table.menu_wanted.emit(QPoint(5, 5))
    [menu] = filled.view.files.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Open", "Read again", "Remove"]
    menu.close()


def test_which_files_of_a_folder_are_read(qtbot, filled, desk):
    filled.view.tabs["roots"].click()
    roots = filled.view.roots
    qtbot.waitUntil(lambda: len(roots.roots) == 1)
    dialog = roots.change_patterns()
    dialog.include.setText("*.md, *.txt")
    dialog.exclude.setText("broken*")
    dialog.take_button.click()
    qtbot.waitUntil(lambda: roots.roots and roots.roots[0].exclude == ("broken*",))
    assert roots.roots[0].include == ("*.md", "*.txt")
    assert (
        roots.list.model()
        .index(0, 0)
        .data(Qt.ItemDataRole.AccessibleTextRole)
        .endswith("only *.md, *.txt · not broken*")
    )
    qtbot.waitUntil(lambda: desk.collections[0].files == 2)


def test_a_folder_is_taken_away_again(qtbot, filled, desk):
    filled.view.tabs["roots"].click()
    qtbot.waitUntil(lambda: len(filled.view.roots.roots) == 1)
    filled.view.roots.remove_button.click()
    qtbot.waitUntil(lambda: desk.collections[0].files == 0)
    qtbot.waitUntil(filled.view.roots.none.isVisible)


def test_that_words_alone_are_searched_is_said(qtbot, filled, desk):
    qtbot.waitUntil(lambda: desk.trouble is not None)
    strip = filled.view.strip
    qtbot.waitUntil(strip.isVisible)
    assert "not by meaning yet" in strip.label.text()
    assert not strip.bar.isVisible()


def test_how_far_it_is(qtbot, page, desk, folder, reader):
    reader.gate.clear()
    page.add([folder])
    qtbot.waitUntil(lambda: desk.progress is not None and page.view.strip.bar.isVisible())
    assert "of 3 files" in page.view.strip.label.text()
    reader.gate.set()
    qtbot.waitUntil(lambda: desk.progress is None)
    assert not page.view.strip.bar.isVisible()


def test_a_single_file_has_no_patterns(qtbot, page, desk, folder):
    page.choose_files().filesSelected.emit([str(folder / "llamas.txt")])
    qtbot.waitUntil(lambda: bool(desk.collections) and desk.collections[0].files == 1)
    assert desk.collections[0].name == "My documents"
    page.view.tabs["roots"].click()
    roots = page.view.roots
    qtbot.waitUntil(lambda: len(roots.roots) == 1)
    assert not roots.patterns_button.isEnabled()
    assert roots.change_patterns() is None
    assert roots.remove_button.isEnabled()


def test_a_folder_is_chosen_with_its_patterns(qtbot, page, desk, folder):
    page.choose_folder().close()
    dialog = page.add_folder(str(folder))
    dialog.include.setText("*.md")
    dialog.take_button.click()
    qtbot.waitUntil(lambda: bool(desk.collections) and desk.collections[0].files == 1)
    assert desk.collections[0].name == "Manuals"
