from __future__ import annotations

import pytest
from helpers.pictures import real_pictures

from app.chat.pictures import MARGIN, baseline_of
from engine.formulas.typeset import Formula


@pytest.fixture
def pictures(qapp):
    with real_pictures() as made:
        yield made


def test_a_formula_is_asked_for_once_and_told_once(pictures, qtbot) -> None:
    formulas = [Formula("x"), Formula("y"), Formula(r"\oops")]
    told: list[set[Formula]] = []
    pictures.ready.connect(told.append)
    for formula in formulas * 2:
        assert pictures.look(formula) is None
    qtbot.waitUntil(lambda: set().union(*told) == set(formulas), timeout=60_000)
    assert sum(map(len, told)) == 3
    assert pictures.look(formulas[0]).svg
    assert pictures.look(formulas[2]).error


def test_what_is_hopeless_is_refused_at_once(pictures) -> None:
    assert pictures.look(Formula("x" * 5_000)).error


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_pixmaps_are_sharp_tinted_and_kept(pictures, qtbot, scale) -> None:
    formula = Formula(r"\frac{a}{b}", display=True)
    with qtbot.waitSignal(pictures.ready, timeout=60_000):
        pictures.look(formula)
    picture = pictures.look(formula)
    pixmap = pictures.pixmap(formula, picture, 20.0, "#ff0000", scale, "Sans")
    assert pixmap.devicePixelRatio() == scale
    assert pixmap.deviceIndependentSize().width() == pytest.approx(
        20 * picture.width + 2 * MARGIN, abs=1
    )
    image = pixmap.toImage()
    inks = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#ff0000"}
    assert pictures.pixmap(formula, picture, 20.0, "#ff0000", scale, "Sans") is pixmap
    assert (baseline_of(picture, 20.0, scale) * scale).is_integer()
