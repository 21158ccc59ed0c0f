"""What a question finds: the passages, their words, and the way into the reader."""

import pytest
from PySide6.QtCore import Qt

from app.documents.hit_card import HitCard, body_of, excerpt, marked
from app.documents.search_view import passages_of
from engine.documents.records import Hit, Ranks

LONG = "It rains. " * 60 + "The llama eats grass at noon. " + "It snows. " * 60


def hit(text="The llama eats.", heading=(), terms=("llama",), page=1, kind="part"):
    ranks = Ranks(words=1, meaning=2, terms=terms)
    return Hit(
        *(7, "f", "/a/llamas.txt", "T", "0" * 64, page, 0, len(text), "", kind),
        *(heading, text, 9, 0.5, ranks),
    )


def test_a_question_finds_passages(qtbot, filled, desk):
    filled.view.tabs["search"].click()
    view = filled.view.search
    view.field.setText("Where does the llama live?")
    qtbot.keyClick(view.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(view.cards))
    card = view.cards[0]
    assert card.name.text() == "llamas.txt"
    assert "lives on the puna" in card.accessibleName()
    assert "by words: 1" in card.why.text()
    assert view.told.text().endswith(
        "Found by their words alone: nothing is searchable by meaning yet."
    )
    with qtbot.waitSignal(desk.show_wanted) as shown:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    passages, which = shown.args
    assert which == 0
    assert passages[0].text == "The llama lives on the puna."
    with qtbot.waitSignal(desk.show_wanted):
        qtbot.keyClick(card, Qt.Key.Key_Return)


def test_nothing_found_is_said(qtbot, filled):
    filled.view.tabs["search"].click()
    view = filled.view.search
    view.meaning.setChecked(False)
    view.field.setText("zeppelin")
    view.button.click()
    qtbot.waitUntil(lambda: not view.busy)
    assert view.cards == []
    assert view.told.text().startswith("No passage has words of this question.")
    view.field.clear()
    view.button.click()
    assert view.told.text().startswith("Type a question")


def test_an_excerpt_shows_the_words_of_the_question():
    assert excerpt("Short.\n\nText.", ()) == "Short. Text."
    shown = excerpt(LONG, ("llama",), 120)
    assert "llama eats grass" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 122
    assert excerpt(LONG, (), 100).startswith("It rains.")
    chinese = "高原" * 300 + "羊驼" + "草地" * 300
    assert "羊驼" in excerpt(chinese, ("羊驼",), 100)


@pytest.mark.parametrize(
    ("text", "terms", "shown"),
    [
        ("A llama.", ("llama",), "A <b>llama</b>."),
        ("Two weeks of it", ("week", "of"), "Two <b>weeks</b> of it"),
        ("<b>5 & 6</b>", ("5",), "&lt;b&gt;<b>5</b> &amp; 6&lt;/b&gt;"),
        ("育儿假期", ("育儿", "儿假"), "<b>育儿假</b>期"),
        ("Parental leave", ("parents",), "<b>Parental</b> leave"),
        ("nothing", (), "nothing"),
    ],
)
def test_words_of_the_question_are_marked_and_nothing_is_html(text, terms, shown):
    html = marked(text, terms, "#111111", "#222222")
    begin = '<span style="background-color:#111111;color:#222222">'
    assert html.replace(begin, "<b>").replace("</span>", "</b>") == shown


def test_headings_are_not_said_twice():
    text = "# Leave\n\n## Parents\n\nSixteen weeks."
    assert body_of(hit(text, ("Leave", "Parents"))) == "Sixteen weeks."
    assert body_of(hit("Leave", ("Leave",))) == "Leave"


def test_where_a_passage_is(qtbot, words, theme):
    for one, place in (
        (hit(), ""),
        (hit(page=2), "part 2"),
        (hit(page=14, kind="page"), "page 14"),
        (hit(heading=("Leave",)), "Leave"),
    ):
        card = HitCard(0, one, words, theme)
        qtbot.addWidget(card)
        assert card.place.text() == place


def test_passages_are_numbered_as_they_are_shown():
    first, second = passages_of((hit("One"), hit("Two", page=3, kind="slide")))
    assert (first.number, second.number) == (1, 2)
    assert (second.page, second.page_kind, second.text) == (3, "slide", "Two")
    assert second.ranks.meaning == 2
