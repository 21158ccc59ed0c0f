"""Adapters of a setup: added, scaled, checked with a model, taken off."""

import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import write_tiny_gguf
from PySide6.QtCore import Qt

from app.adapter_fields import AdapterFields
from engine.messages import AdapterUse

WAIT = 60_000


@pytest.fixture
def model(tmp_path):
    return write_tiny_gguf(tmp_path / "base.gguf")


@pytest.fixture
def show(qtbot, theme, setup_aids, model, home):
    def show(*uses, shelf=1):
        for number in range(shelf):
            name = f"tone-{number}"
            metadata = {"general.name": name}
            write_adapter(home.adapters / f"{name}.gguf", model, metadata=metadata)
        fields = AdapterFields(setup_aids.adapters, uses)
        qtbot.addWidget(fields)
        fields.show()
        qtbot.waitUntil(lambda: len(setup_aids.adapters.known) == shelf, timeout=WAIT)
        return fields

    return show


def actions(fields):
    fields.fill()
    return {action.text(): action for action in fields.list.actions()}


def test_one_of_the_home_is_added_and_slid(qtbot, show, model):
    fields = show()
    fields.set_model(model)
    actions(fields)["tone-0"].trigger()
    assert fields.uses() == (AdapterUse("tone-0.gguf", 1.0),)
    assert "tone-0" not in actions(fields)
    row = fields.rows[0]
    with qtbot.waitSignal(fields.changed):
        qtbot.keyClick(row.slider, Qt.Key.Key_Left)
    assert fields.uses() == (AdapterUse("tone-0.gguf", 0.95),)
    row.scale.setValue(-3)  # more than the slider has
    assert row.slider.value() == 0
    assert fields.uses() == (AdapterUse("tone-0.gguf", -3.0),)
    assert row.slider.accessibleName() == "Scale of tone-0"


def test_scales_come_back_as_they_were(show):
    uses = (AdapterUse("tone-0.gguf", 0.37), AdapterUse("/elsewhere/x.gguf", 1.0))
    fields = show(*uses)
    assert fields.uses() == uses
    assert [row.name.text() for row in fields.rows] == ["tone-0", "x.gguf"]


def test_one_that_does_not_fit_says_so(qtbot, show, tmp_path, model):
    other = write_tiny_gguf(tmp_path / "other.gguf", architecture="gemma3")
    fields = show(AdapterUse("tone-0.gguf"), AdapterUse("gone.gguf"))
    fields.set_model(model)
    qtbot.waitUntil(fields.rows[1].fault.isVisible, timeout=WAIT)
    assert "gone.gguf" in fields.rows[1].fault.text()
    assert not fields.rows[0].fault.isVisible()
    fields.set_model(other)
    qtbot.waitUntil(fields.rows[0].fault.isVisible, timeout=WAIT)
    assert fields.rows[0].slider.accessibleDescription() == fields.rows[0].fault.text()
    fields.set_model(None)
    assert not fields.rows[0].fault.isVisible()


def test_a_file_is_copied_into_the_home(qtbot, show, tmp_path, model, home):
    fields = show(shelf=0)
    file = write_adapter(tmp_path / "mine.gguf", model, metadata={"general.name": "Mine"})
    fields.take_file(str(file))
    qtbot.waitUntil(lambda: bool(fields.rows), timeout=WAIT)
    assert fields.uses() == (AdapterUse("mine.gguf", 1.0),)
    assert fields.rows[0].name.text() == "Mine"
    assert (home.adapters / "mine.gguf").exists()


def test_a_file_that_is_none_is_told(qtbot, show, model):
    fields = show(shelf=0)
    fields.take_file(str(model))  # a whole model
    qtbot.waitUntil(fields.fault.isVisible, timeout=WAIT)
    assert "base.gguf" in fields.fault.text()
    assert fields.add_button.isEnabled()
    assert fields.uses() == ()


def test_one_is_removed(qtbot, show):
    fields = show(AdapterUse("tone-0.gguf"))
    with qtbot.waitSignals([fields.changed, fields.folded]):
        fields.rows[0].remove_button.click()
    assert fields.uses() == ()
    assert "tone-0" in actions(fields)
