"""Documents of Word, by pandoc and python-docx: text, headings, numbers, notes, pages."""

from helpers.documents import all_said, parse, said

WOOL = [
    "heading1 The Wool Handbook",
    "text Quispe Cooperative",
    "heading1 Keeping llamas",
    "text A llama needs about 1.8 kg of dry hay a day, and fresh water at all times. "
    "The herd of the cooperative had 412 animals in March 2024.",
    "text Footnote 1: Counted by hand on 14 March 2024, foals left out.",
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
]


def test_a_document_of_pandoc_is_read_whole():
    parsed, [page] = parse("wool.docx")
    assert (parsed.kind, parsed.title) == ("docx", "The Wool Handbook")
    assert said(page) == WOOL
    assert (page.kind, page.label) == ("part", "")


def test_text_between_blocks_is_ours_and_always_the_same():
    first, second = (parse("wool.docx")[1][0].text for _ in range(2))
    assert first == second
    assert "Feeding\n\n• Hay in the morning\n• Mineral salt twice a week\n" in first
    assert "Inti\t142.5\t3.1\nKilla\t128.0\t2.7\n\ndef yield_of" in first


def test_chinese():
    parsed, [page] = parse("tea.docx")
    assert parsed.title == "茶叶手册"
    blocks = said(page)
    assert blocks[2:5] == [
        "heading1 采茶",
        "text 春茶在清明前后采摘，每人每天约采三公斤鲜叶。二〇二四年合作社共采收 5 260 公斤。",
        "text 脚注 1：不含留种的茶园，统计日期为 2024 年 5 月 3 日。",
    ]
    assert "table 肉桂\t特级\t1280" in blocks
    assert "list2 • 露水干了再采" in blocks
    assert "quote 头采三日，胜过一旬。" in blocks


def test_pages_are_those_that_word_kept():
    parsed, pages = parse("water.docx")
    assert [page.kind for page in pages] == ["page"] * 3
    assert said(pages[0]) == [
        "heading1 Water rights",
        "heading1 The spring",
        "text The spring gives 14 litres a second in the dry season, as measured in August.",
        "text Comment Rosa: Check with the 2023 figures.",
        "text About 10^6 litres are stored.",
    ]
    assert said(pages[1]) == [
        "heading1 分水规则",
        "list1 1. 每户每周用水不超过三小时。",
        "list1 2. 旱季由村委会排班。",
        "table Family\tHours",
        "table Mamani\t3",
        "table Huanca\t2.5",
        "text A long paragraph that goes on on the third page, where it ends.",
    ]
    assert said(pages[2])[0] == "quote The judge lives in Puno."
    assert parsed.title == "Water rights"


def test_headings_of_pandoc_and_python_docx_are_found_by_their_styles():
    headings = [block for block in all_said("water.docx") if block.startswith("heading")]
    assert headings == ["heading1 Water rights", "heading1 The spring", "heading1 分水规则"]
