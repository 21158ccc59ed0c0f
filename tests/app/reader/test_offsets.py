"""Where the characters of a page went in a document."""

import pytest

from app.reader.offsets import BREAK, Run

WRAPPED = "The first six weeks of the benefit are paid by the insurance"


def units(text):
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("one\r\ntwo\nthree\rfour", BREAK.join(("one", "two", "three", "four"))),
        ("a\x00b\x07c\ufffcd", "abcd"),
        ("a😀b", "a😀b"),
        ("", ""),
    ],
)
def test_what_is_shown(text, shown):
    assert Run(text, join=True).shown == shown


def test_a_line_that_was_broken_for_want_of_room_goes_on():
    shown = Run(f"{WRAPPED}\r\nand then by the company.\nShort\nlines stay", join=True).shown
    assert shown == f"{WRAPPED} and then by the company.{BREAK}Short{BREAK}lines stay"


def test_chinese_lines_are_joined_without_a_blank():
    line = "前六周的津贴由社会保险支付，从第七周起由公司继续支付全部工资直到假期结束"
    assert Run(f"{line}\n为止。", join=True).shown == f"{line}为止。"


def test_an_item_of_a_list_is_a_line_of_its_own():
    text = f"{WRAPPED}\n- the rest by the company\n  and so on"
    assert Run(text, join=True).shown == text.replace("\n", BREAK)


def test_code_keeps_its_lines():
    text = f"{WRAPPED}\nand more"
    assert Run(text, join=False).shown == text.replace("\n", BREAK)


@pytest.mark.parametrize("join", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "a\r\nb",
        "😀😀 a\x01\x02b 😀\r\n\r\nc\n",
        f"{WRAPPED}\r\n{WRAPPED}\n中文😀\r中文\n- x",
        "\r\n\x00\r\n",
    ],
)
def test_each_character_is_where_its_offset_says(text, join):
    run = Run(text, join=join)
    assert run.units(0) == 0
    assert run.units(len(text)) == units(run.shown)
    assert run.units(len(text) + 5) == units(run.shown)
    shown = run.shown.encode("utf-16-le")
    for offset, character in enumerate(text):
        if character.isprintable() and character != " ":
            first, last = run.units(offset), run.units(offset + 1)
            assert shown[2 * first : 2 * last].decode("utf-16-le") == character
        assert run.units(offset) <= run.units(offset + 1)
