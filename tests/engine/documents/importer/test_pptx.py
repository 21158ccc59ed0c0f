"""Presentations, written by pandoc and by python-pptx: a page a slide, notes, tables, groups."""

from helpers.documents import parse, said


def test_a_presentation_of_pandoc():
    parsed, pages = parse("pumps.pptx")
    assert (parsed.kind, parsed.title) == ("pptx", "Solar Pumps for the Highlands")
    assert parsed.n_pages == len(pages) == 4
    assert [page.kind for page in pages] == ["slide"] * 4
    assert said(pages[1]) == [
        "heading1 Why solar",
        "list1 • Diesel cost 4,800 soles in 2023",
        "list1 • The sun shines 300 days a year",
        "list2 • even in the rainy season",
        "heading2 Notes",
        "text Mention that the well is 42 metres deep.",
    ]
    assert said(pages[2]) == [
        "heading1 费用",
        "table 项目\t金额",
        "table 水泵\t9600",
        "table 太阳能板\t12400",
    ]
    assert said(pages[3])[1:] == ["list1 1. Order the panels", "list1 2. Dig the trench"]


def test_slides_keep_their_numbers_and_hidden_ones_say_so():
    parsed, pages = parse("roof.pptx")
    assert parsed.title == "School roof"  # what PowerPoint writes by itself is no title
    assert said(pages[0]) == [
        "heading1 School roof",
        "list1 • Needs 40 sheets",
        "list2 • each of 3.6 metres",
        "heading2 备注",
        "text 先说雨季的问题。",
    ]
    assert pages[1].text == ""
    assert said(pages[2]) == [
        "heading1 Costs",
        "table Item\tSoles",
        "table Sheets\t2,480",
        "text In the group: 12 beams",
    ]
    assert [page.label for page in pages] == ["", "", "3 (hidden)"]
