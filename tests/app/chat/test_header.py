"""The model button and its menu."""

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
    assert entries(header) == ["Open a model file…", "All models, and more of them…"]


def test_the_menu_has_the_known_models_and_the_current_one(qtbot, header):
    a, b, elsewhere = model("a"), model("b"), model("c", 0)
    header.show_models([a, b], elsewhere)
    assert header.button.text() == "Model c"
    assert [text.split("  ")[0] for text in entries(header)] == [
        "Model c",
        "Model a",
        "Model b",
        "Open a model file…",
        "All models, and more of them…",
    ]
    assert [action.isChecked() for action in header.menu.actions()][:3] == [True, False, False]
    with qtbot.waitSignal(header.model_chosen) as caught:
        header.menu.actions()[2].trigger()
    assert caught.args == ["b"]
    with qtbot.waitSignal(header.open_requested):
        header.menu.actions()[-2].trigger()
    with qtbot.waitSignal(header.models_requested):
        header.menu.actions()[-1].trigger()


def test_an_ampersand_in_a_name_is_shown_and_is_no_key(header):
    header.show_models((), model("R&D"))
    assert header.button.text() == "Model R&&D"
    assert header.button.accessibleName() == "Model: Model R&D"
