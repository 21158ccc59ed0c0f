"""Web pages: pandoc's, in several encodings, and what pages of the world are made of."""

import pytest
from helpers.documents import all_said, parse, said


@pytest.fixture
def page_of(tmp_path):
    def page_of(text, name="page.html", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return all_said(path)

    return page_of


def test_a_page_of_pandoc():
    parsed, [page] = parse("wool.html")
    assert (parsed.kind, parsed.title) == ("html", "The Wool Handbook")
    blocks = said(page)
    assert blocks[2:4] == [
        "heading1 Keeping llamas",
        "text A llama needs about 1.8 kg of dry hay a day, and fresh water at all times. "
        "The herd of the cooperative had 412 animals in March 2024.",
    ]
    assert "list2 • never more than 30 g" in blocks
    assert "list1 3. Compare it with last month’s." in blocks
    assert "quote A thin llama in autumn is a dead llama in spring." in blocks
    assert "code def yield_of(wool, weight):\n    return wool / weight" in blocks
    assert "table Inti\t142.5\t3.1" in blocks


def test_a_page_that_says_it_is_in_gb2312():
    assert all_said("tea_gb2312.html") == all_said("tea.html")
    assert "heading1 采茶" in all_said("tea_gb2312.html")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_pages_that_do_not_say_their_encoding(page_of, encoding):
    text = "<html><body><p>价格是三百六十元，请在四月之前付款。</body></html>"
    assert page_of(text, encoding=encoding) == ["text 价格是三百六十元，请在四月之前付款。"]


def test_a_page_that_says_a_wrong_encoding(page_of):
    text = "<html><meta charset=utf-8><p>价格是三百六十元，请在四月之前付款。"
    assert page_of(text, encoding="gb18030") == ["text 价格是三百六十元，请在四月之前付款。"]


def test_what_is_for_machines_is_left_out(page_of):
    text = (
        "<html><head><title>T</title><style>p{}</style></head><body><nav>Home</nav><p>One"
        "<script>alert(1)</script> two<!-- three --></p><p hidden>four</p>"
        "<p style='display: none'>five</p><img src=x alt=six><button>seven</button></body>"
    )
    assert page_of(text) == ["text One two"]


def test_what_only_leads_elsewhere_is_left_out(page_of):
    text = (
        "<body class=toc><div class='navheader'>Prev <a>Next</a></div><h1>Wool<a class=headerlink"
        " href='#wool'>¶</a></h1><div class='section toc'><ul><li>1. Wool</ul></div><p>Text"
        "<span aria-hidden=true>x</span><a role='doc-noteref' href='#n'>1</a>.</p>"
    )
    assert page_of(text) == ["heading1 Wool", "text Text."]


def test_tables_that_only_lay_out_are_text(page_of):
    text = (
        "<table><tr><td><h1>Left</h1><p>One</p></td><td><table><tr><td>a<td>b</table></td></tr>"
        "</table><table><tr><td>alone</td></tr></table>"
    )
    assert page_of(text) == ["heading1 Left", "text One", "table a\tb", "text alone"]


def test_numbers_that_stand_higher_do_not_join_others(page_of):
    text = "<p>10<sup>6</sup> m<sup>2</sup> on the 1<sup>st</sup><sup><a href='#n'>3</a></sup> day"
    assert page_of(text) == ["text 10^6 m^2 on the 1st day"]


def test_lists_in_lists_and_numbers_that_begin_elsewhere(page_of):
    text = "<ol start=4><li>four<ul><li>inside</ul><li><p>five</p><p>more</p></ol>after"
    assert page_of(text) == [
        "list1 4. four",
        "list2 • inside",
        "list1 5. five",
        "list1 more",
        "text after",
    ]


def test_a_page_without_end_tags_and_with_wrong_ones(page_of):
    assert page_of("<p>One<p>Two</div></b><h2>Three</i></h2>four") == [
        "text One",
        "text Two",
        "heading2 Three",
        "text four",
    ]
