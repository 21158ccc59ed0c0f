from __future__ import annotations

import pytest

from engine.formulas.typeset import HAN, MOST_CHARACTERS, Formula, refusal, typeset

# ziamath finds its font so on Python 3.11.
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated. Use files:DeprecationWarning")

SHOWN = [
    r"x^2 + y^2 = z^2",
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
    r"\sum_{n=1}^{\infty} \frac{1}{n^2}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
    r"\left\{\begin{array}{ll} a & b \\ c & d \end{array}\right.",
    r"\text{if } x \in \mathbb{R}",
    "a\n+ b",
]


@pytest.mark.parametrize("source", SHOWN)
def test_formulas_become_pictures_without_fonts(source: str) -> None:
    picture = typeset(Formula(source, display=True))
    assert picture.error == ""
    assert "<path" in picture.svg
    assert "<text" not in picture.svg
    assert picture.width > 0.5
    assert picture.ascent > 0.3


def test_sizes_are_in_em_from_the_baseline() -> None:
    letter, fraction = typeset(Formula("x")), typeset(Formula(r"\frac{x}{y}", display=True))
    assert 0.3 < letter.width < 0.8
    assert 0.3 < letter.ascent < 0.8
    assert letter.descent < 0.1
    assert fraction.descent > 0.5
    assert typeset(Formula(r"\frac{x}{y}")).ascent < fraction.ascent


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("  ", "empty"),
        ("x" * (MOST_CHARACTERS + 1), "characters"),
        ("{" * 40 + "}" * 40, "nested"),
        (r"\frac{a", "braces"),
        (r"\begin{matrix} a", "environment"),
        (r"\nonsense{x}", r"\nonsense"),
        ("x^", ""),
        (r"\left(", ""),
        ("ก", "font"),
        (r"\hspace{99999em} x", ""),
    ],
)
def test_what_cannot_be_drawn_says_why(source: str, reason: str) -> None:
    picture = typeset(Formula(source))
    assert picture.error
    assert reason in picture.error
    assert picture.svg == ""


def test_chinese_is_left_to_the_fonts_of_the_window() -> None:
    picture = typeset(Formula(r"\text{速度} = \frac{s}{t}"))
    assert picture.error == ""
    assert picture.svg.count(f'font-family="{HAN}"') == 2
    assert "速" in picture.svg


@pytest.mark.parametrize(
    "source",
    [
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}^{-1} = x",
        r"\begin{bmatrix} 1 \\ 2 \end{bmatrix} ^T",
        r"x = 1 \label{eq:one} \nonumber",
    ],
)
def test_what_the_parser_alone_would_not_take(source: str) -> None:
    assert typeset(Formula(source, display=True)).error == ""


def test_escaped_braces_do_not_count() -> None:
    assert refusal(r"\{ x") == ""
    assert refusal(r"\\{x}") == ""
