"""The editors: everything written comes back, and nothing that cannot be used is saved."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from app.application import demo_model
from app.assistants.chat_setup import ChatSetupDialog
from app.assistants.editor import AssistantEditor, SnippetEditor
from engine.assistants import AdapterUse, Assistant, Setup, Snippet
from engine.messages import Sampling

FULL = Assistant(
    "Ape",
    "climbs",
    Setup(
        model="demo",
        adapters=(AdapterUse("tone.gguf", 0.5),),
        instructions="Climb.",
        sampling=Sampling(temperature=0.2, stop=("END",)),
        max_tokens=64,
    ),
    id=7,
)


@pytest.fixture
def window(qtbot, theme):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    return window


@pytest.fixture
def edit(window, setup_aids):
    def edit(item, taken=()):
        if isinstance(item, Snippet):
            editor = SnippetEditor(item, taken, window)
        else:
            editor = AssistantEditor(
                item, taken, [demo_model()], Sampling(), setup_aids, demo_model(), window
            )
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        editor.open()
        opened.append(editor)
        return editor

    opened = []
    yield edit
    for editor in opened:
        editor.close()


def result(qtbot, editor):
    with qtbot.waitSignal(editor.saved) as saved:
        editor.save_button.click()
    assert not editor.isVisible()
    return saved.args[0]


def test_an_assistant_comes_back_as_it_was(qtbot, edit):
    assert result(qtbot, edit(FULL)) == FULL


def test_all_of_it_can_be_written(qtbot, edit):
    editor = edit(Assistant(""))
    assert not editor.save_button.isEnabled()
    assert editor.name.hasFocus() or not editor.isActiveWindow()
    qtbot.keyClicks(editor.name, " Ape ")
    qtbot.keyClicks(editor.about, "climbs")
    fields = editor.fields
    fields.instructions.setPlainText("Climb\0.")
    fields.model.setCurrentIndex(fields.model.findData("demo"))
    fields.max_tokens.setValue(64)
    fields.sampling.automatic.setChecked(False)
    fields.sampling.temperature.setValue(0.2)
    setup = Setup("demo", (), "Climb.", Sampling(temperature=0.2), 64)
    assert result(qtbot, editor) == Assistant("Ape", "climbs", setup)


def test_a_name_that_is_taken_is_told_at_once(qtbot, edit):
    editor = edit(Assistant(""), taken=["Ape"])
    qtbot.keyClicks(editor.name, "ape")
    assert editor.fault.isVisible()
    assert not editor.save_button.isEnabled()
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    assert editor.isVisible()
    qtbot.keyClicks(editor.name, "x")
    assert not editor.fault.isVisible()
    assert result(qtbot, editor).name == "apex"


def test_numbers_are_out_of_sight_while_it_is_automatic(edit):
    editor = edit(Assistant("Ape"))
    sampling = editor.fields.sampling
    assert not sampling.temperature.isVisible()
    before = editor.height()
    sampling.automatic.setChecked(False)
    assert sampling.temperature.isVisible()
    assert editor.height() > before


def test_a_model_that_is_not_there_is_kept_and_told(qtbot, edit):
    gone = Assistant("Ape", setup=Setup(model="owner/repo/gone.gguf"))
    editor = edit(gone)
    assert editor.fields.model.currentText() == "owner/repo/gone.gguf (not found)"
    assert result(qtbot, editor) == gone


def test_each_control_has_a_name(edit):
    editor = edit(FULL)
    fields = editor.fields
    controls = (editor.name, editor.about, fields.instructions, fields.model, fields.max_tokens)
    assert all(control.accessibleName() for control in controls)


def test_a_snippet_is_one_word_and_a_text(qtbot, edit):
    editor = edit(Snippet("", ""), taken=["short"])
    qtbot.keyClicks(editor.name, "two words")
    assert editor.fault.isVisible()
    editor.name.setText("short")
    assert editor.fault.isVisible()
    editor.name.setText("shorter")
    assert not editor.fault.isVisible()
    assert not editor.save_button.isEnabled()
    editor.text.setPlainText("Say the same in half as many words.\n")
    saved = result(qtbot, editor)
    assert saved == Snippet("shorter", "Say the same in half as many words.\n")


@pytest.fixture
def change(window, setup_aids):
    def change(setup, otherwise=None, assistant=""):
        dialog = ChatSetupDialog(
            setup, otherwise or Setup(), assistant, Sampling(), setup_aids, None, window
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        dialog.open()
        opened.append(dialog)
        return dialog

    opened = []
    yield change
    for dialog in opened:
        dialog.close()


def test_a_chat_without_a_setup_begins_from_the_settings(qtbot, change):
    dialog = change(None, Setup(instructions="Be brief.", max_tokens=9))
    assert dialog.fields.instructions.toPlainText() == "Be brief."
    dialog.fields.instructions.setPlainText("Rhyme.")
    with qtbot.waitSignal(dialog.taken) as taken:
        dialog.save_button.click()
    assert taken.args[0] == Setup(instructions="Rhyme.", max_tokens=9)


def test_a_setup_keeps_its_model_and_adapters(qtbot, change):
    dialog = change(FULL.setup, assistant="Ape")
    assert dialog.fields.model is None
    with qtbot.waitSignal(dialog.taken) as taken:
        dialog.save_button.click()
    assert taken.args[0] == FULL.setup


def test_a_chat_can_follow_the_settings_again(qtbot, change):
    dialog = change(FULL.setup)
    with qtbot.waitSignal(dialog.taken) as taken:
        dialog.reset_button.click()
    assert taken.args[0] is None
