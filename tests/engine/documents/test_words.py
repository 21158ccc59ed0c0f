"""The words of documents and of questions to them."""

import pytest

from engine.documents.words import MAX_TERMS, index_words, query_expression, question_words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The quick, brown FOX.", "the quick brown fox"),
        ("安裝系統", "安装 装系 系统 统"),
        ("Debian 12 的安装", "debian 12 的安 安装 装"),
        ("ﬁle ２０２４ Straße", "file 2024 strasse"),
        ("", ""),
        ("?! — …", ""),
    ],
)
def test_words_of_text(text, found):
    assert index_words(text) == found


def test_a_sentence_without_spaces_flows_over_the_end_of_a_line():
    assert index_words("这个文\r\n  件很大").split() == index_words("这个文件很大").split()


def test_a_word_broken_at_the_end_of_a_line_is_found_whole_and_in_parts():
    assert set(index_words("infor-\r\nmation").split()) == {"infor", "mation", "information"}
    assert set(index_words("apt-\nget").split()) == {"apt", "get", "aptget"}


@pytest.mark.parametrize("mark", ["\u00ad", "\ufffe\r\n", "\u00ad\n", "\x02\r\n"])
def test_marks_within_a_word_are_no_end_of_it(mark):
    assert index_words(f"infor{mark}mation") == "information"


def test_a_question_has_each_word_once_and_pairs_alone():
    assert question_words("如何安装？安装 Debian, debian!") == ["如何", "何安", "安装", "debian"]


def test_a_single_character_counts_only_alone():
    assert question_words("C 的") == ["c"]
    assert question_words("的") == ["的"]
    assert query_expression(["的"]) == '"的" *'


def test_questions_are_joined_with_each_word_once():
    asked = ["the colour of llamas", "the llamas"]
    assert query_expression(asked) == '"the" OR "colour" OR "of" OR "llamas"'


def test_words_may_be_chosen():
    long = query_expression(["the colour of llamas"], lambda words: [w for w in words if w > "d"])
    assert long == '"the" OR "of" OR "llamas"'


@pytest.mark.parametrize("question", ["", "  ", '"*()', "?", "\x00"])
def test_a_question_without_words_asks_for_nothing(question):
    assert query_expression([question]) == ""


def test_a_page_as_a_question_is_bounded():
    page = " ".join(f"word{number}" for number in range(10_000))
    assert len(question_words(page)) == MAX_TERMS
    assert query_expression([page, page[1:]]).count(" OR ") == MAX_TERMS - 1
