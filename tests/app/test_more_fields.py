"""What few set up: folded away, told on its line, and given back as it was."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.fold import Fold
from app.more_fields import MoreFields
from app.plain_box import PlainBox
from engine.assistants import Setup
from engine.messages import AdapterUse

FULL = Setup(
    instructions="Climb.",
    adapters=(AdapterUse("a.gguf", 0.5), AdapterUse("b.gguf", 1.0)),
    thinking="off",
    overflow="drop",
    grammar='root ::= "yes"',
)


@pytest.fixture
def show(qtbot, theme, setup_aids):
    def show(setup):
        fields = MoreFields(setup, setup_aids)
        qtbot.addWidget(fields)
        fields.show()
        return fields

    return show


@pytest.mark.parametrize("setup", [Setup(), FULL, Setup(thinking="on", json_schema="{}")])
def test_what_is_shown_comes_back(show, setup):
    assert show(setup).apply(Setup(instructions=setup.instructions)) == setup


def test_the_line_says_what_is_set(show):
    fields = show(FULL)
    words = (
        "More: Answer at once · Full context: Leave out the oldest · 2 adapters · Grammar (GBNF)"
    )
    assert fields.fold.line.text() == words
    assert fields.fold.line.accessibleName() == words
    assert not fields.adapters.isVisible()
    fields.adapters.rows[0].remove_button.click()
    fields.thinking.setCurrentIndex(0)
    wanted = "More: Full context: Leave out the oldest · 1 adapter · Grammar (GBNF)"
    assert fields.fold.line.text() == wanted
    assert show(Setup()).fold.line.text() == "More"


def test_it_opens_by_keyboard(qtbot, theme):
    fold = Fold("Rest", PlainBox())
    qtbot.addWidget(fold)
    fold.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        with qtbot.waitSignal(fold.folded):
            qtbot.keyClick(fold.line, key)
        assert fold.findChild(PlainBox).isVisible() == (key == Qt.Key.Key_Return)


def test_thinking_is_offered_where_the_model_can(show):
    fields = show(Setup(thinking="on"))
    for model, able in ((None, True), ("/thinks", True), ("/not", False), ("/unknown", True)):
        fields.set_model(Path(model) if model else None)
        assert fields.thinking.isEnabled() == able
        assert ("no switch" in fields.thinking.accessibleDescription()) != able
        assert fields.apply(Setup()) == Setup(thinking="on")
