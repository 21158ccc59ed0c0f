"""Which files of a folder are read."""

import pytest

from app.documents.folder_dialog import FolderDialog, patterns


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("", ()),
        ("*.pdf", ("*.pdf",)),
        (" *.pdf , *.md,,", ("*.pdf", "*.md")),
        ("*.pdf，草稿/*；*.pdf", ("*.pdf", "草稿/*")),
    ],
)
def test_patterns_as_they_are_typed(typed, taken):
    assert patterns(typed) == taken


def test_patterns_that_hold_are_shown_and_taken(qtbot):
    dialog = FolderDialog("/docs", ("*.pdf", "*.md"), ("old/*",), new=False)
    qtbot.addWidget(dialog)
    assert dialog.include.text() == "*.pdf, *.md"
    with qtbot.waitSignal(dialog.taken) as taken:
        dialog.take_button.click()
    assert taken.args == [("*.pdf", "*.md"), ("old/*",)]
