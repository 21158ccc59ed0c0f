from __future__ import annotations

import pytest
from helpers.hostile import HOSTILE

from app.chat.markdown import (
    RICH_CHARACTERS,
    Parser,
    allowed_link,
    break_long_words,
    clean,
    cut_of,
    rich_length,
)


def html(text: str) -> str:
    parser = Parser()
    return parser._md.renderer.render(parser.parse(text, {}), parser._md.options, {})


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", 0),
        ("one line", 0),
        ("a\n\nb", 0),  # `b` may still become a list item or the like
        ("a\n\nb\n", 3),
        ("a\n\nb\nc", 3),
        ("1. a\n\n2", 0),  # becomes the second item
        ("1. a\n\n2. b\n\nc\n", 12),
        ("- a\n\n  b\n", 0),
        ("a\n\n```\nb\n\nc\n", 3),  # a fence that is open
        ("```\na\n```\n\nb\nc", 11),
        ("# a\nb\n---\n", 4),
        ("| a |\n|---|\n| b |\n\nc\n", 19),
    ],
)
def test_everything_before_the_last_begun_block_is_final(text: str, cut: int) -> None:
    assert cut_of(text, Parser().parse(text, {})) == cut


@pytest.mark.parametrize(
    "text",
    [
        "**注意：**请看",
        "请看**“重点”**吧",
        "这是**“重点”。**然后",
        "他说**(重要)**的话",
        "~~删除。~~保留",
    ],
)
def test_emphasis_works_beside_chinese_punctuation(text: str) -> None:
    out = html(text)
    assert "*" not in out
    assert "~" not in out
    assert "<strong>" in out or "<s>" in out


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("a * b * c", "<p>a * b * c</p>\n"),
        ("snake_case_name", "<p>snake_case_name</p>\n"),
        ("**bold**text", "<p><strong>bold</strong>text</p>\n"),
        ('a**"b"**c', "<p>a**&quot;b&quot;**c</p>\n"),  # as CommonMark has it, without CJK
        ("2 ** 3 ** 4", "<p>2 ** 3 ** 4</p>\n"),
    ],
)
def test_emphasis_is_commonmark_elsewhere(text: str, out: str) -> None:
    assert html(text) == out


def test_html_is_text() -> None:
    out = html('<img src="http://x/y">\n\n<script>a</script> <b>c</b>')
    assert "<img" not in out
    assert "<script" not in out
    assert "&lt;b&gt;" in out


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://a.b/c?d=e", True),
        ("HTTP://a.b", True),
        ("mailto:a@b.c", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//host/share", False),
        ("\\\\host\\share", False),
        ("data:text/html,a", False),
        ("ftp://a.b", False),
        ("https:", False),
        ("http://[", False),
        ("relative/path", False),
        ("", False),
    ],
)
def test_only_web_and_mail_addresses_may_be_followed(address: str, allowed: bool) -> None:
    assert (allowed_link(address) is not None) == allowed


def test_clean_text_has_no_characters_that_a_document_cannot_hold() -> None:
    assert clean("a\r\nb\rc\td") == "a\nb\nc\td"
    assert clean("a\ud800\x00\u2029\ufdd0\ufffcb") == "a" + "\ufffd" * 5 + "b"
    assert clean("好👍🏽") == "好👍🏽"


def test_long_words_can_break_and_lose_nothing() -> None:
    text = "b" * 1999 + " " + "a" * 5000
    broken = break_long_words(text)
    assert broken.replace("\u200b", "") == text
    assert max(len(word) for part in broken.split() for word in part.split("\u200b")) == 2000


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_drawn_richly_is_bounded_and_only_grows(name: str) -> None:
    text = clean(HOSTILE[name])
    whole = rich_length(text)
    assert whole <= RICH_CHARACTERS
    line = text.rfind("\n", 0, max(whole - 1, 0)) + 1
    for length in (whole // 3, whole // 2, whole):
        assert rich_length(text[:length]) >= min(length, line)


def test_a_table_with_too_many_cells_stays_text() -> None:
    rows = "|a|b|\n|-|-|\n"
    assert "<table>" in html(rows + "|c|d|\n" * 500)
    out = html(rows + "|c|d|\n" * 1500)
    assert "<table>" not in out
    assert out.count("c|d") == 1500


def test_cells_are_counted_over_all_tables_of_a_message() -> None:
    one = "|a|b|\n|-|-|\n" + "|c|d|\n" * 300 + "\n"
    assert html(one * 4).count("<table>") == 3


def test_deep_nesting_is_bounded_and_loses_nothing() -> None:
    for text in (">" * 500 + "deep", "- " * 300 + "deep", "> - " * 200 + "deep"):
        out = html(text)
        assert "deep" in out
        assert out.count("<blockquote>") + out.count("<ul>") <= 17
