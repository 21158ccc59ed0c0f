from __future__ import annotations

import pytest

from app.chat.highlight import _DARK, _LIGHT, MAX_CHARACTERS, highlight
from app.tokens import DARK, LIGHT

PYTHON = 'def f(x: int) -> str:\n    # 注释\n    return f"{x}"\n\n\tpass  '


@pytest.mark.parametrize("language", ["python", "c", "bash", "html", "json", "diff", "js", "zzz"])
@pytest.mark.parametrize("code", [PYTHON, "", "\n\n", "# comment", "<a href='b'>c</a>\n", "\x0b"])
def test_runs_join_to_the_code(code: str, language: str) -> None:
    assert "".join(text for text, _ in highlight(code, language, dark=False)) == code


def test_kinds_of_words_have_colours() -> None:
    colors = {text.strip(): color for text, color in highlight(PYTHON, "Python", dark=False)}
    assert colors["# 注释"] is not None
    assert colors["def"] != colors["# 注释"]
    assert highlight("x  # y", "bash", dark=True)[-1][1] is not None


def test_unknown_languages_and_long_code_are_plain() -> None:
    assert highlight("def f", "no such language", dark=False) == [("def f", None)]
    assert highlight("def f", "", dark=False) == [("def f", None)]
    code = "x = 1\n" * (MAX_CHARACTERS // 6 + 1)
    assert highlight(code, "python", dark=False) == [(code, None)]
    line = "x" * 3000
    assert highlight(line, "python", dark=False) == [(line, None)]


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize(("colors", "tokens"), [(_LIGHT, LIGHT), (_DARK, DARK)])
def test_colours_are_readable_on_code(colors, tokens) -> None:
    for color in colors.values():
        low, high = sorted((luminance(color), luminance(tokens.code)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, color
