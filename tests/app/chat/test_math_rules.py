from __future__ import annotations

import pytest
from markdown_it.token import Token

from app.chat.markdown import Parser
from app.chat.math_rules import BLOCK, INLINE, is_display, source_of


def formulas(text: str) -> list[tuple[str, str]]:
    """The formulas of a text with their marks, those in lines and those on lines of their own."""
    found: list[Token] = []
    for token in Parser().parse(text, {}):
        found += [token] if token.type == BLOCK else []
        found += [child for child in token.children or [] if child.type == INLINE]
    return [(token.markup, token.content) for token in found]


def shown(text: str) -> str:
    return "".join(
        child.content for token in Parser().parse(text, {}) for child in token.children or []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let $x^2$ be", [("$", "x^2")]),
        ("$x$, $y$ and $z$.", [("$", "x"), ("$", "y"), ("$", "z")]),
        ("当$x$时，$y=1$。", [("$", "x"), ("$", "y=1")]),
        (r"so \(a+b\) and \[c\] here", [(r"\(", "a+b"), (r"\[", "c")]),
        ("so $$a+b$$ here", [("$$", "a+b")]),
        ("$$\nx\n$$", [("$$", "x")]),
        ("Text:\n$$\nx \\\\ y\n$$\nmore", [("$$", "x \\\\ y")]),
        ("$$x$$", [("$$", "x")]),
        ("\\[\nx_1\n= 2\n\\]\n", [(r"\[", "x_1\n= 2")]),
        ("- item\n  $$\n  x\n  $$\n", [("$$", "x")]),
        ("> \\[ x \\]\n", [(r"\[", "x")]),
        ("$$\nx\n$$, where $x$ is", [("$$", "x"), ("$", "x")]),
        ("$$\nx\n$$.\n", [("$$", "x.")]),
        (r"$\text{if it rains}$", [("$", r"\text{if it rains}")]),
        (r"**bold $a*b*c$ on**", [("$", "a*b*c")]),
        (r"$a\$b$", [("$", r"a\$b")]),
        ("| a | b |\n|--|--|\n| $x$ | y |", [("$", "x")]),
    ],
)
def test_formulas_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $6.",
        "between $5 and $10 a month",
        "$5-$6",
        "US$5/US$6",
        "I have $5, she has 6$.",
        "$100 million or 90 million$ more",
        "echo $HOME/$USER",
        "$HOME and $PATH",
        "a `$x$` in code and `\\(y\\)`",
        "```\n$x$\n$$\ny\n$$\n```",
        "    $$\n    x\n    $$",
        "just $ and $",
        "$$$ profit $$$",
        r"escaped \$x\$",
        "a$b$c",
        "$x",
        "$ x$",
        "$x $",
        "$$",
        "empty \\(\\) marks",
    ],
)
def test_what_is_no_formula_stays_text(text: str) -> None:
    found = formulas(text)
    assert [f for f in found if f[1]] == []


def test_half_a_formula_keeps_its_marks() -> None:
    assert shown(r"so \(x^2") == r"so \(x^2"
    assert shown(r"so \[x") == r"so \[x"
    assert shown("so $x^2") == "so $x^2"


def test_a_block_at_the_end_of_a_text_is_open_until_its_end_comes() -> None:
    text = "Text\n\n$$\nx_1 *a* \\\\\ny"
    token = Parser().parse(text, {})[-1]
    assert (token.type, token.info, token.content) == (BLOCK, "open", "\nx_1 *a* \\\\\ny")
    token = Parser().parse(text + "\n$$", {})[-1]
    assert (token.type, token.info) == (BLOCK, "")


def test_a_block_that_never_ends_is_a_paragraph_once_a_blank_line_came() -> None:
    assert formulas("$$ is what I want\n- this\n\nmore") == []
    kinds = [token.type for token in Parser().parse("$$ is what I want\n- this\n\nmore", {})]
    assert kinds[0] == "paragraph_open"
    assert "bullet_list_open" in kinds


def test_a_line_of_dollars_begins_a_block_of_its_own_whatever_follows() -> None:
    for behind in ("$$ x", "$$ x\n\nmore", "$$ x $$ more", "$$x$$"):
        tokens = Parser().parse(f"Words\n{behind}", {})
        assert next(t.content for t in tokens if t.type == "inline") == "Words"


def test_the_source_comes_back_whole() -> None:
    assert source_of("x", r"\[") == r"\[x\]"
    assert source_of("x", "$") == "$x$"
    assert is_display("$$")
    assert not is_display(r"\(")
