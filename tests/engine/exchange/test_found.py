"""What was found of an answer, below it in Markdown."""

import msgspec
from helpers.sourced import ANSWER, FIRST, checked, passage, sources

from engine.exchange import FoundWords, Headings, as_markdown
from engine.exchange.found import found_below
from engine.store.tree import ChatTree, TreeMessage


def test_statements_are_listed_with_their_words_and_pages():
    below = found_below(ANSWER, checked(), sources(), FoundWords())
    assert below == (
        "**Found in the documents**\n\n"
        f"- “{FIRST[:40]}” (handbook.pdf, page 14)\n"
        f"- “{FIRST[41:63]}” (handbook.pdf, page 14)\n\n"
        "**Not found in the documents**\n\n"
        "- Ask Maria for the form."
    )


def test_the_name_of_a_page_and_words_of_a_language():
    labelled = msgspec.structs.replace(passage(), label="xiv")
    words = FoundWords(place="{file}，第 {page} 页")
    assert "handbook.pdf，第 xiv 页" in found_below(ANSWER, checked(), sources(labelled), words)


def test_an_answer_that_is_none_is_said_to_be_so():
    below = found_below(ANSWER, checked(answered=False), sources(), FoundWords())
    assert below.startswith("**The documents do not contain an answer to this.**\n\n")


def test_a_chat_has_it_below_its_replies():
    messages = (
        TreeMessage("1", None, "user", "How long?", sources=sources()),
        TreeMessage("2", "1", "assistant", ANSWER, checked=checked()),
    )
    text = as_markdown(ChatTree("k", "Leave", messages), Headings())
    assert "page 14" in text
    assert text.index(ANSWER) < text.index("**Found in the documents**")
    assert "/papers" not in text
