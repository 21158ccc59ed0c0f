"""Markdown: pandoc's, and what is written by hand."""

import pytest
from helpers.documents import all_said, parse, said


@pytest.fixture
def blocks_of(tmp_path):
    def blocks_of(text):
        path = tmp_path / "notes.md"
        path.write_text(text, encoding="utf-8")
        return all_said(path)

    return blocks_of


def test_a_text_of_pandoc():
    parsed, [page] = parse("wool.md")
    assert (parsed.kind, parsed.title) == ("markdown", "The Wool Handbook")
    assert said(page) == [
        "code author: Quispe Cooperative\nlang: en\ntitle: The Wool Handbook",
        "heading1 Keeping llamas",
        "text A llama needs about 1.8 kg of dry hay a day, and fresh water at all times. "
        "The herd of the cooperative had 412 animals in March 2024.",
        "heading2 Feeding",
        "list1 • Hay in the morning",
        "list1 • Mineral salt twice a week",
        "list2 • never more than 30 g",
        "list1 • Fresh water",
        "quote A thin llama in autumn is a dead llama in spring.",
        "list1 1. Weigh the animal.",
        "list1 2. Write the weight down.",
        "list1 3. Compare it with last month’s.",
        "heading2 Shearing",
        "text Shearing takes place in November. See the calendar for the days, and "
        "shear --dry-run for a rehearsal.",
        "table Animal\tWeight (kg)\tWool (kg)",
        "table Inti\t142.5\t3.1",
        "table Killa\t128.0\t2.7",
        "code def yield_of(wool, weight):\n    return wool / weight",
        "heading1 Selling wool",
        "text The price in Arequipa was 21.40 soles per kilogram, which is 6% more than the year "
        "before.",
        "heading3 Transport",
        "text A truck carries 900 kg. The journey to the coast takes 9 hours.",
        "text Footnote 1: Counted by hand on 14 March 2024, foals left out.",
    ]


def test_chinese():
    parsed, [page] = parse("tea.md")
    assert parsed.title == "茶叶手册"
    assert "table 肉桂\t特级\t1280" in said(page)
    assert said(page)[-1] == "text 脚注 1：不含留种的茶园，统计日期为 2024 年 5 月 3 日。"


def test_html_within(blocks_of):
    assert blocks_of(
        "# A\n\n<div align=center><b>Bold</b></div>\n\nx<br>y<!-- z -->\n\n</div>\n"
    ) == [
        "heading1 A",
        "text Bold",
        "text x\ny",
    ]


def test_signs_are_left_out_and_pictures_named(blocks_of):
    assert blocks_of("~~a~~ **b** `c` [d](e) ![f](g) <http://h>\nnext") == [
        "text a b c d f http://h next"
    ]


def test_a_list_that_begins_elsewhere_and_a_paragraph_in_it(blocks_of):
    assert blocks_of("3. three\n\n   more\n4. four\n\n> quote\n> - in it") == [
        "list1 3. three",
        "list1 more",
        "list1 4. four",
        "quote quote",
        "list1 • in it",
    ]


def test_quotes_in_quotes_without_end_are_read(blocks_of):
    assert blocks_of(">" * 60 + " deep") == ["quote deep"]
