"""The form of replies: what is typed is checked a moment later, and given back as it is."""

import pytest

from app.format_fields import FormatFields
from engine.assistants import Setup

WAIT = 60_000
GRAMMAR = 'root ::= "yes" | "no"'
SCHEMA = '{"type": "object", "properties": {"a": {"type": "string"}}}'


@pytest.fixture
def show(qtbot, theme, setup_aids):
    def show(setup):
        fields = FormatFields(setup, setup_aids.forms)
        qtbot.addWidget(fields)
        fields.show()
        return fields

    return show


def pick(fields, form):
    fields.form.setCurrentIndex(fields.form.findData(form))


def told(qtbot, fields, sound):
    qtbot.waitUntil(lambda: bool(fields.status.text()) and fields.sound is sound, timeout=WAIT)
    return fields.status.text()


@pytest.mark.parametrize("setup", [Setup(), Setup(grammar=GRAMMAR), Setup(json_schema=SCHEMA)])
def test_what_is_shown_comes_back(show, setup):
    fields = show(setup)
    assert fields.apply(Setup(instructions="x")) == Setup(
        instructions="x", grammar=setup.grammar, json_schema=setup.json_schema
    )
    assert fields.box.isVisible() == (setup != Setup())


def test_a_grammar_is_checked_while_it_is_typed(qtbot, show):
    fields = show(Setup())
    pick(fields, "grammar")
    qtbot.keyClicks(fields.box, 'root ::= "yes" | nothing')
    assert "nothing" in told(qtbot, fields, False)
    assert fields.box.accessibleDescription() == fields.status.text()
    fields.box.setPlainText(GRAMMAR)
    assert told(qtbot, fields, True) == "Valid."
    assert fields.apply(Setup()) == Setup(grammar=GRAMMAR)
    assert fields.summary() == "Grammar (GBNF)"


def test_a_schema_is_checked_while_it_is_typed(qtbot, show):
    fields = show(Setup())
    pick(fields, "schema")
    qtbot.keyClicks(fields.box, '{"type": ')
    assert told(qtbot, fields, False)
    fields.box.setPlainText(SCHEMA)
    assert told(qtbot, fields, True)
    assert fields.apply(Setup()) == Setup(json_schema=SCHEMA)


def test_each_form_keeps_its_text_while_the_other_is_looked_at(show):
    fields = show(Setup(grammar=GRAMMAR))
    pick(fields, "schema")
    fields.box.setPlainText(SCHEMA)
    pick(fields, "grammar")
    assert fields.box.toPlainText() == GRAMMAR
    pick(fields, "text")
    assert not fields.box.isVisible()
    assert not fields.status.isVisible()
    assert fields.apply(Setup()) == Setup()
    pick(fields, "schema")
    assert fields.apply(Setup()) == Setup(json_schema=SCHEMA)


def test_an_answer_to_what_was_typed_before_does_not_count(qtbot, show, setup_aids):
    fields = show(Setup(grammar="root ::= nothing"))
    pick(fields, "text")
    with qtbot.waitSignal(setup_aids.forms.checked, timeout=WAIT):
        setup_aids.forms.check("grammar", "root ::= nothing")
    assert fields.sound
    assert not fields.status.text()


def test_a_form_that_is_closed_meanwhile_hears_nothing(qtbot, theme, setup_aids):
    fields = FormatFields(Setup(grammar=GRAMMAR), setup_aids.forms)
    fields.deleteLater()
    with qtbot.waitSignal(setup_aids.forms.checked, timeout=WAIT):
        pass
