"""What is the same however it is written, and what is not."""

import time

import pytest

from engine.documents.answers.tokens import Break, tokens


def keys(text):
    return [token.key for token in tokens(text)]


def gaps(text):
    return [(token.gap.name, token.key) for token in tokens(text) if token.gap]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("16 rooms", "sixteen rooms"),
        ("16个房间", "十六个房间"),
        ("1,000 cars", "1000 cars"),
        ("105", "one hundred and five"),
        ("25", "Twenty-five"),
        ("5 million", "5,000,000"),
        ("3.5亿", "350000000"),
        ("3万", "30000"),
        ("16%", "16 percent"),
        ("百分之十六", "16%"),
        ("１６％", "16 %"),
        ("5 May 2021", "2021-05-05"),
        ("May 5, 2021", "5th of May 2021"),
        ("2021年5月5日", "二〇二一年五月五日"),
        ("25/06/2021", "2021-06-25"),
        ("March 2020", "2020年3月"),
        ("5 km", "5km"),
        ("don't", "do not"),
        ("cannot", "can not"),
        ("infor-\nmation", "information"),
        ("圖書館", "图书馆"),
        ("Ｆｅｅ", "fee"),
        ("博 物 馆", "博物馆"),
        ("09:00", "9:00"),
        ("first", "1st"),
        ("5-10", "5 – 10"),
    ],
)
def test_the_same_however_it_is_written(one, other):
    assert keys(one) == keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("16", "61"),
        ("1.10", "1.1"),
        ("3.500", "3500"),
        ("007", "7"),
        ("5", "-5"),
        ("10²", "102"),
        ("3½", "31"),
        ("05/06/2021", "2021-06-05"),
        ("5 6", "56"),
        ("5 1000", "5000"),
        ("second", "seconds"),
        ("C#", "C"),
        ("~5 kg", "5 kg"),
        ("< 5", "5"),
        ("16 %", "16"),
        ("三四十人", "三十四人"),
        ("5 May", "5 may"),
        ("31 February 2021", "3 March 2021"),
        ("few", "a few"),
    ],
)
def test_what_is_not_the_same(one, other):
    assert keys(one) != keys(other)


def test_places_are_those_of_the_text():
    text = "Die Straße: 圖書館 has sixteen\r\nrooms, 5 million books."
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    found = {token.key: text[token.start : token.end] for token in tokens(text)}
    assert found["n:16"] == "sixteen"
    assert found["n:5000000"] == "5 million"
    assert found["图"] == "圖"
    assert found["strasse"] == "Straße"


def test_breaks():
    text = "One fee. Two, three; four (five) e.g. six: Dr. Berg paid 3.5 euros."
    assert gaps(text) == [
        ("LINE", "n:1"),
        ("SENTENCE", "n:2"),
        ("SOFT", "n:3"),
        ("STRONG", "n:4"),
        ("SOFT", "n:5"),
        ("SOFT", "e"),
        ("SOFT", "n:6"),
        ("COLON", "dr"),
        ("SOFT", "berg"),
    ]
    assert gaps("甲、乙，丙；丁。戊")[1:] == [
        ("LIST", "乙"),
        ("SOFT", "丙"),
        ("STRONG", "丁"),
        ("SENTENCE", "戊"),
    ]


def test_lines_that_go_on_and_lines_that_end():
    wrapped = "The director of the\nMuseum was born in a small town by\nthe sea and lived there."
    assert [token.gap for token in tokens(wrapped)[1:]] == [Break.NONE] * 16
    heading = "Opening hours\nThe museum opens at nine in the morning on every day of the week."
    assert ("LINE", "the") in gaps(heading)
    assert ("LINE", "cats") in gaps("- Dogs\n- Cats")
    assert ("LINE", "n:2020") in gaps("Year\tPrice\n2020\t5")


@pytest.mark.parametrize("part", ["a1,", "-\n", "1,000 ", "一", "one hundred and ", "May 5 ", "("])
def test_any_text_is_read_in_linear_time(part):
    text = part * (30_000 // len(part))
    begun = time.process_time()
    tokens(text)
    assert time.process_time() - begun < 10
