from __future__ import annotations

import queue
import time

import pytest

from engine.formulas.queue import FormulaQueue
from engine.formulas.typeset import Formula, Picture


def slow(number: int) -> Formula:
    """A formula that takes some tenths of a second."""
    rows = rf"x_{number} & b & c \\ " * 110
    return Formula(rf"\begin{{matrix}} {rows} \end{{matrix}}", display=True)


@pytest.fixture
def drawn():
    return queue.SimpleQueue()


@pytest.fixture
def formulas(drawn):
    made = FormulaQueue(lambda formula, picture: drawn.put((formula, picture)))
    yield made
    made.close()


def test_pictures_come_back_in_order(formulas, drawn) -> None:
    asked = [Formula("x"), Formula(r"\frac{1}{2}", display=True), Formula(r"\oops"), Formula("y")]
    for formula in asked:
        formulas.draw(formula)
    answers = [drawn.get(timeout=30) for _ in asked]
    assert [formula for formula, _ in answers] == asked
    assert [bool(picture.svg) for _, picture in answers] == [True, True, False, True]


def test_a_formula_that_takes_too_long_is_ended_and_the_next_ones_are_drawn(drawn) -> None:
    formulas = FormulaQueue(
        lambda formula, picture: drawn.put((formula, picture)), time_limit=0.005
    )
    try:
        formulas.draw(slow(1))
        assert drawn.get(timeout=30)[1].error
        formulas._time_limit = 20
        formulas.draw(Formula("x"))
        assert drawn.get(timeout=30)[1].svg
    finally:
        formulas.close()


def test_after_three_losses_what_waits_is_given_up_at_once(drawn) -> None:
    formulas = FormulaQueue(
        lambda formula, picture: drawn.put((formula, picture)), time_limit=0.005
    )
    try:
        for number in range(40):
            formulas.draw(slow(number))
        pictures: list[Picture] = [drawn.get(timeout=60)[1] for _ in range(40)]
        assert all(picture.error for picture in pictures)
        assert sum("before it" in picture.error for picture in pictures) == 37
        formulas._time_limit = 20
        formulas.draw(Formula("x"))
        assert drawn.get(timeout=30)[1].svg
    finally:
        formulas.close()


def test_closing_waits_for_nothing(drawn) -> None:
    formulas = FormulaQueue(lambda formula, picture: drawn.put(picture))
    formulas.draw(Formula("x"))
    drawn.get(timeout=30)
    for _ in range(1000):
        formulas.draw(Formula(r"\sqrt{x}"))
    began = time.monotonic()
    formulas.close()
    assert time.monotonic() - began < 10  # a thousand take longer
    formulas.draw(Formula("x"))  # to no effect
