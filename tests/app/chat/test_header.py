"""The model button, its menu, and the context meter."""

from pathlib import Path

import pytest

from app.chat.header import Header
from engine.hub.library import Model
from engine.messages import Sampling


def model(name, size=98_400_000):
    return Model(name, f"Model {name}", Path(f"/models/{name}.gguf"), size, Sampling(), "path")


@pytest.fixture
def header(qtbot, theme):
    header = Header(theme)
    qtbot.addWidget(header)
    header.resize(900, 52)
    header.show()
    return header


def entries(header):
    return [action.text() for action in header.menu.actions() if not action.isSeparator()]


def test_without_a_model_it_asks_for_one(header):
    assert header.button.text() == "Choose a model"
    assert entries(header) == ["Open a model file…"]


def test_the_menu_has_the_known_models_and_the_current_one(qtbot, header):
    a, b, elsewhere = model("a"), model("b"), model("c", 0)
    header.show_models([a, b], elsewhere)
    assert header.button.text() == "Model c"
    assert [text.split("  ")[0] for text in entries(header)] == [
        "Model c",
        "Model a",
        "Model b",
        "Open a model file…",
    ]
    assert [action.isChecked() for action in header.menu.actions()][:3] == [True, False, False]
    with qtbot.waitSignal(header.model_chosen) as caught:
        header.menu.actions()[2].trigger()
    assert caught.args == ["b"]
    with qtbot.waitSignal(header.open_requested):
        header.menu.actions()[-1].trigger()


def test_the_meter_is_hidden_while_nothing_is_known(header):
    header.meter.show_usage(100, 0)
    assert not header.meter.isVisible()


def test_the_meter_says_how_full_the_context_is(qtbot, header):
    header.meter.show_usage(779, 4096)
    assert header.meter.isVisible()
    assert header.meter.label.text() == "19 % full"
    assert header.meter.bar.value() == 190
    assert "779" in header.meter.toolTip()
    label = header.meter.label
    qtbot.waitUntil(lambda: label.width() >= label.sizeHint().width())


def test_what_is_full_is_not_nearly_full(header):
    header.meter.show_usage(4096, 4096)
    assert header.meter.label.text() == "Full"


def test_nearly_full_is_said_in_a_word(header):
    header.meter.show_usage(3900, 4096)
    assert "Nearly full" in header.meter.label.text()
    header.meter.show_usage(9000, 4096)
    assert header.meter.bar.value() == 1000
    header.meter.show_usage(10, 4096)
    assert "Nearly" not in header.meter.label.text()


def test_an_ampersand_in_a_name_is_shown_and_is_no_key(header):
    header.show_models((), model("R&D"))
    assert header.button.text() == "Model R&&D"
    assert header.button.accessibleName() == "Model: Model R&D"
