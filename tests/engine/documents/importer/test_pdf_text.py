"""Clean text of a page, and where its characters were."""

from __future__ import annotations

import random

import pytest

from engine.documents.importer.pdf_text import PageText


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("One line.\r\nAnother.", "One line.\nAnother."),
        ("distri\ufffebution", "distribution"),
        ("MS\ufffeDOS and apt\ufffe2", "MS-DOS and apt-2"),
        ("bell\x07 and null\x00", "bell  and null "),
        (
            "管道是一个非常有用的发明，它把数据从一端\r\n送到另一端。",
            "管道是一个非常有用的发明，它把数据从一端送到另一端。",
        ),
        (
            "一行的结尾是句号，所以后面就是新的一段话了。\r\n下一段",
            "一行的结尾是句号，所以后面就是新的一段话了。\n下一段",
        ),
        (
            "第一章 船\r\n这一页只有短行",
            "第一章 船\n这一页只有短行",
        ),
        ("短行\r\n这一行比上面的那一行要长得多得多。", "短行\n这一行比上面的那一行要长得多得多。"),
        ("这是一行中文文本，后面是英文\r\nword", "这是一行中文文本，后面是英文\nword"),
        ("", ""),
    ],
)
def test_text_is_clean(raw, text):
    assert PageText(raw).text == text


def test_places_lead_back_to_what_was_there():
    raw = (
        "A distri\ufffebution of\r\n十分完整的一行中文文字内容，它一直写到右边的边缘\r\n"
        "接着下一行的内容结束。\r\nMS\ufffeDOS\x07end"
    )
    page = PageText(raw)
    for word in ("A ", "distribution", "of", "右边的边缘接着下一行", "MS-DOS", "end"):
        start, end = page.raw_range(page.text.index(word), len(word))
        assert PageText(raw[start:end]).text.replace("\n", "") == word


def test_every_place_leads_to_as_much_text():
    pieces = [
        "word",
        " ",
        "\r\n",
        "\ufffe",
        "中文字符很多很多",
        "。",
        "\x01",
        "A",
        "z",
        "\U00020000",
    ]
    choice = random.Random(7)
    for _ in range(200):
        page = PageText("".join(choice.choices(pieces, k=40)))
        place = 0
        for start in range(len(page.text)):
            first, end = page.raw_range(start, 1)
            assert place <= first < end <= len(page.raw)
            place = first
            if page.raw[first:end] == page.text[start]:
                continue
            assert page.text[start] in "\n -"
        assert page.raw_range(0, len(page.text))[0] in (0, 1, 2)
