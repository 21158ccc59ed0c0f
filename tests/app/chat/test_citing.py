"""Marks in an answer: behind what was found and what was not, in whatever Markdown."""

import html

import msgspec
import pytest
from helpers.conversations import message
from helpers.sourced import ANSWER, checked
from PySide6.QtGui import QTextCharFormat, QTextDocument

from app.chat.citing import Annotator, Notes, address_of, cites_of, place_of
from app.chat.document import MessageDocument
from app.chat.formats import Style
from app.chat.markdown import Parser
from app.chat.shown_text import shown_text
from app.text import plain_tip
from engine.documents.records import Checked, Cite, Statement

DOTTED = QTextCharFormat.UnderlineStyle.DotLine


def looked_up(content, *statements):
    """Each statement is a part of the content, the numbers it was found in, and its own marks."""
    made, at = [], 0
    for text, numbers, *marks in statements:
        at = content.index(text, at)
        cites = tuple(Cite(number, 0, 5) for number in numbers)
        verdict = "found" if cites else "missing"
        made.append(Statement(at, len(text), verdict, cites, tuple(marks)))
        at += len(text)
    found = sum(one.verdict == "found" for one in made)
    return Checked(tuple(made), found, len(made) - found, True)


def drawn(theme, content, looked):
    document = MessageDocument(QTextDocument(), Style.of(theme))
    document.set_text(content)
    document.set_notes(Notes.of(content, looked, "not found", ((1, "page 14"),)))
    return document


def fragments(document):
    """All runs of one format, as (text, format)."""
    runs, block = [], document.document.begin()
    while block.isValid():
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            runs.append((fragment.text(), fragment.charFormat()))
            iterator += 1
        block = block.next()
    return runs


def dotted(document):
    return "".join(text for text, shape in fragments(document) if shape.underlineStyle() == DOTTED)


CASES = [
    (ANSWER, checked(), "Parental leave lasts 16 weeks.[1] It is paid in full.[1] "
     "Ask Maria for the form. not found"),
    ("**Leave lasts 16 weeks.** More [2].",
     looked_up("**Leave lasts 16 weeks.** More [2].", ("**Leave lasts 16 weeks.**", [2, 1])),
     "Leave lasts 16 weeks.[2][1] More [2]."),
    ("Leave lasts 16 weeks [1].",
     looked_up("Leave lasts 16 weeks [1].", ("Leave lasts 16 weeks [1].", [3], 1)),
     "Leave lasts 16 weeks.[3]"),
    ("产假为十六周[1]。请找玛丽亚。",
     looked_up("产假为十六周[1]。请找玛丽亚。",
               ("产假为十六周[1]。", [1], 1), ("请找玛丽亚。", [])),
     "产假为十六周。[1]请找玛丽亚。 not found"),
    ("- one 1\n- two 2\n",
     looked_up("- one 1\n- two 2\n", ("one 1", [1]), ("two 2", [])),
     "one 1[1]\ntwo 2 not found"),
    ("- [ ] two 2\n", looked_up("- [ ] two 2\n", ("[ ] two 2", [])), "two 2 not found"),
    ("Use `a[1]` and 16 weeks.", looked_up("Use `a[1]` and 16 weeks.", ("Use `a[1]` and 16 weeks.",
     [1], 1)), "Use a[1] and 16 weeks.[1]"),
    ("See [the page](http://x.org/a1) of 16 weeks (full pay). Then go.",
     looked_up("See [the page](http://x.org/a1) of 16 weeks (full pay). Then go.",
               ("See [the page](http://x.org/a1) of 16 weeks (full pay).", [1])),
     "See the page of 16 weeks (full pay).[1] Then go."),
    ("A &amp; B are 5.",
     looked_up("A &amp; B are 5.", ("A &amp; B are 5.", [1])), "A & B are 5.[1]"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "looked", "shown"), CASES)
def test_marks_stand_behind_their_statements(theme, content, looked, shown):
    document = drawn(theme, content, looked)
    assert document.document.toPlainText().replace("\u2028", "\n") == shown


@pytest.mark.parametrize(("content", "looked", "_"), CASES)
def test_find_looks_through_the_same_words(theme, content, looked, _):
    said = message(1, "assistant", content)
    said = msgspec.structs.replace(said, checked=looked)
    read = shown_text(said, Parser(), "not found")
    drawn_words = drawn(theme, content, looked).document.toPlainText().split()
    assert read.split() == drawn_words


def test_a_number_leads_to_its_passage_and_says_where_that_is(theme):
    runs = fragments(drawn(theme, ANSWER, checked()))
    links = [shape for text, shape in runs if text == "[1]"]
    assert [place_of(shape.anchorHref()) for shape in links] == [(0, 0), (1, 0)]
    assert links[0].toolTip() == plain_tip("page 14")
    assert [cite.start for _, _, cite in cites_of(checked())] == [0, 41]


def test_the_name_of_a_file_is_no_html_in_the_tip_of_its_number(theme):
    document = MessageDocument(QTextDocument(), Style.of(theme))
    document.set_text(ANSWER)
    tip = 'page 14: <img src="file:///secret.png">'
    document.set_notes(Notes.of(ANSWER, checked(), "not found", ((1, tip),)))
    [shown, *_] = [shape.toolTip() for text, shape in fragments(document) if text == "[1]"]
    assert "<img" not in shown
    assert html.unescape(shown) == f"<span>{tip}</span>"


def test_what_was_not_found_is_underlined_with_dots_and_nothing_else(theme):
    assert dotted(drawn(theme, ANSWER, checked())) == "Ask Maria for the form."
    content = "It **costs 5** and `x` today. Yes."
    looked = looked_up(content, ("It **costs 5** and `x` today.", []))
    assert dotted(drawn(theme, content, looked)) == "It costs 5 and x today."


def test_cells_of_a_table(theme):
    content = "| what | weeks |\n|---|---|\n| leave | 16 |\n| notice | 4 |\n"
    looked = looked_up(content, ("16", [1]), ("4", []))
    words = drawn(theme, content, looked).document.toPlainText().split()
    assert words == ["what", "weeks", "leave", "16[1]", "notice", "4", "not", "found"]


def test_a_mark_is_not_put_behind_words_before_that_claim_nothing(theme):
    content = "| cups of 5 | weeks |\n|---|---|\n| 5 | 16 |\n"
    looked = looked_up(content, ("cups of 5", []), ("weeks", []), ("| 5", [1]), ("16", [1]))
    head = [msgspec.structs.replace(one, verdict="plain") for one in looked.statements[:2]]
    looked = msgspec.structs.replace(looked, statements=(*head, *looked.statements[2:]))
    words = drawn(theme, content, looked).document.toPlainText().split()
    assert words == ["cups", "of", "5", "weeks", "5[1]", "16[1]"]


def test_thinking_is_not_marked_and_the_answer_behind_it_is(theme):
    content = "<think>It lasts 16 weeks.</think>\n\nIt lasts 16 weeks."
    start = content.rindex("It lasts")
    looked = Checked((Statement(start, 18, "found", (Cite(1, 0, 5),)),), 1, 0, True)
    document = drawn(theme, content, looked)
    assert "It lasts 16 weeks.[1]" in document.document.toPlainText()
    document.unfold()
    assert document.document.toPlainText().count("[1]") == 1


def test_more_text_takes_the_marks_away(theme):
    document = drawn(theme, ANSWER, checked())
    document.append(" More.")
    document.finish()
    document.set_text(document.text)
    assert document.document.toPlainText() == f"{ANSWER} More."


def test_a_model_cannot_write_a_number_that_leads_somewhere(theme):
    content = f"[1]({address_of(0, 0)}) and [x](cite:0:0)"
    runs = fragments(drawn(theme, content, None))
    assert not any(shape.isAnchor() for _, shape in runs)
    assert place_of("cite:99999999999:0") is None


def test_statements_that_are_not_in_the_text_are_passed_over():
    tokens = Parser().parse("Quite another text.", {})
    Annotator(Notes.of(ANSWER, checked(), "not found")).annotate(tokens)
    assert "".join(child.content for child in tokens[1].children or []) == "Quite another text."
