"""Plain text: lines that are paragraphs, lines that were broken, headings, lists, long files."""

import pytest
from helpers.documents import all_said, parse, said

from engine.documents.importer.limits import Limits


@pytest.fixture
def blocks_of(tmp_path):
    def blocks_of(text):
        path = tmp_path / "notes.txt"
        path.write_text(text, encoding="utf-8")
        return all_said(path)

    return blocks_of


def test_a_text_of_pandoc_is_not_broken_into_lines():
    parsed, [page] = parse("wool.txt")
    assert (parsed.kind, parsed.title) == ("text", "wool")
    blocks = said(page)
    assert (
        "text A llama needs about 1.8 kg of dry hay a day, and fresh water at all times. The herd "
        "of the cooperative had 412 animals in March 2024.[1]"
    ) in blocks
    assert "list1 - Mineral salt twice a week" in blocks
    assert "code     def yield_of(wool, weight):\n        return wool / weight" in blocks
    assert any(block.startswith("code   Animal") and "Killa" in block for block in blocks)


@pytest.mark.parametrize("name", ["novel_gb18030.txt", "novel_utf16le.txt"])
def test_a_novel_in_chinese_by_iconv(name):
    assert all_said(name) == [
        "heading2 第一章 出发",
        "text 清晨的高原上有一层薄雾，牧人赶着羊驼走过石桥。",
        "text 他说：“今天要走四十里路。”",
        "text 没有人回答他。",
        "heading2 第二章 归来",
        "text 三天以后，雪停了。",
        "text 他们带回来十二袋盐。",
    ]


def test_a_novel_in_big5_by_iconv():
    assert all_said("novel_big5.txt")[1:3] == [
        "text 清晨的高原上有一層薄霧，牧人趕著羊駝走過石橋。",
        "text 他說：「今天要走四十里路。」",
    ]


def test_headings_are_underlined():
    headings = [block for block in all_said("wool.rst") if block.startswith("heading")]
    assert headings == [
        "heading1 The Wool Handbook",
        "heading1 Keeping llamas",
        "heading2 Feeding",
        "heading2 Shearing",
        "heading1 Selling wool",
        "heading2 Transport",
    ]


def test_headings_are_numbered_as_such(blocks_of):
    text = "PART ONE\n\nChapter 3: Wool\nOnce there was a llama.\n\n第十二回　回家\n他走了。\n"
    assert blocks_of(text) == [
        "text PART ONE",
        "heading2 Chapter 3: Wool",
        "text Once there was a llama.",
        "heading2 第十二回 回家",
        "text 他走了。",
    ]


def test_a_short_line_alone_after_empty_lines_is_a_heading(blocks_of):
    text = "Before.\n\n\nThe journey\n\nIt began.\n\n\nAnd so on, they said,\n\nfor years.\n"
    assert blocks_of(text) == [
        "text Before.",
        "heading2 The journey",
        "text It began.",
        "text And so on, they said,",
        "text for years.",
    ]


def test_lines_of_a_poem_stay_lines(blocks_of):
    assert blocks_of("Slow hooves\nthin air\nsalt") == [
        "text Slow hooves",
        "text thin air",
        "text salt",
    ]


def test_chinese_lines_are_joined_without_a_space(blocks_of):
    wrapped = [
        "高原上的羊驼群在冬天会走到山谷里去寻找青草和没有结冰的水",
        "源，牧人跟着它们住在石头盖的小屋里。",
    ]
    assert blocks_of("\n".join(wrapped)) == [f"text {''.join(wrapped)}"]


def test_items_go_on_on_the_next_line(blocks_of):
    text = "1. First item that is\n   longer\n2. Second\n\n3.5 litres a day.\n\n（一）甲\n（二）乙"
    assert blocks_of(text) == [
        "list1 1. First item that is longer",
        "list1 2. Second",
        "text 3.5 litres a day.",
        "list1 （一）甲",
        "list1 （二）乙",
    ]


def test_characters_that_hide_something_are_shown_or_gone(blocks_of):
    words = "and words " * 40
    text = f"a\u202eb\u200bc\u00add\u00a0e\x07f\r\n{words}"
    assert blocks_of(text) == ["text abcd e f", f"text {words.strip()}"]


def test_long_texts_have_parts_that_end_with_a_paragraph(tmp_path):
    path = tmp_path / "long.txt"
    paragraphs = [f"Paragraph {number} " + "says so. " * 30 for number in range(1000)]
    path.write_text("\n\n".join(paragraphs))
    _, pages = parse(path)
    assert len(pages) == 5
    assert all(40_000 < len(page.text) <= 60_000 for page in pages[:-1])
    assert all(page.text.startswith("Paragraph ") for page in pages)
    assert "\n\n".join(page.text for page in pages) == "\n\n".join(map(str.strip, paragraphs))


def test_a_paragraph_without_end_is_divided_at_sentences(tmp_path):
    path = tmp_path / "line.txt"
    path.write_text("这是一句话。" * 3000, encoding="utf-8")
    _, pages = parse(path, Limits(page=5000))
    assert all(page.text.endswith("。") for page in pages)
    assert "".join(page.text for page in pages) == "这是一句话。" * 3000
    path.write_text("x" * 20_000)
    assert [len(page.text) for page in parse(path, Limits(page=5000))[1]] == [5000] * 4
