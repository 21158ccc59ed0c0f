from __future__ import annotations

import random
import unicodedata

import apsw
import pytest

from engine.store.words import MAX_QUERY, MAX_WORD, fold, query, runs, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t", []),
        ("The quick, BROWN fox!", ["the", "quick", "brown", "fox"]),
        ("snake_case and 3.14", ["snake", "case", "and", "3", "14"]),
        ("don't", ["don", "t"]),
        ("量子力学", ["量子", "子力", "力学", "学"]),
        ("学", ["学"]),
        ("用Python写", ["用", "python", "写"]),
        ("量子，力学", ["量子", "子", "力学", "学"]),
        ("ｆｕｌｌ　ＷＩＤＴＨ １２", ["full", "width", "12"]),
        ("Straße", ["strasse"]),
        ("ﬁne", ["fine"]),
        ("5㎏ at 20℃", ["5kg", "at", "20", "c"]),
        ("カタカナ", ["カタ", "タカ", "カナ", "ナ"]),
        ("ｶﾞｷﾞ", ["ガギ", "ギ"]),
        ("か\u3099き", ["がき", "き"]),
        ("ひらがなと漢字", ["ひら", "らが", "がな", "なと", "と漢", "漢字", "字"]),
        ("ラーメン", ["ラー", "ーメ", "メン", "ン"]),
        ("中点・区切り", ["中点", "点", "区切", "切り", "り"]),
        ("한국어 검색", ["한국", "국어", "어", "검색", "색"]),
        ("\u1112\u1161\u11ab\u1100\u116e\u11a8", ["한국", "국"]),  # the same, taken apart
        ("\U00020000\U00020001", ["\U00020000\U00020001", "\U00020001"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("cafe\u0301 CAFÉ", ["café", "café"]),
        ("Ёлка", ["ёлка"]),
        ("🦙 👨‍👩‍👧 —", []),
        ("\ud800", []),
        ("㍿", ["株式", "式会", "会社", "社"]),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_words_of_ascii_are_as_those_of_any_text():
    rng = random.Random(5)
    for _ in range(500):
        text = "".join(chr(rng.randrange(128)) for _ in range(rng.randrange(60)))
        assert words(text) == words(f"{text} é")[:-1]


def test_a_word_without_end_is_cut():
    assert words("x" * 1000) == ["x" * MAX_WORD]
    assert words("é" * 1000) == ["é" * MAX_WORD]


@pytest.mark.parametrize(
    "text",
    ["\ufdfa" * 100_000, "a\u0301" * 100_000, "\u0301" * 100_000, "x" * 100_000, "㍿" * 9999],
)
def test_hostile_text_makes_no_more_words_than_it_has_characters(text):
    found = words(text)
    assert len(found) <= len(text)
    assert sum(map(len, found)) <= 2 * len(text)


def test_runs_are_where_they_are_in_the_text():
    rng = random.Random(6)
    letters = "ab É ß１ｶﾞ量子、。\u0301한ﬁ㎏_'-🦙"
    for _ in range(1000):
        text = "".join(rng.choices(letters, k=rng.randrange(40)))
        last = 0
        for start, end, run, _ in runs(text):
            assert 0 <= start < end <= len(text)
            assert start >= last or text[start:end] == text[last:end][-(end - start) :]
            last = start
            assert run in fold(text[start:end])


def test_folding_twice_is_folding_once():
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cn", "Cs", "Co"):
            continue
        folded = fold(character)
        assert fold(folded) == folded, hex(code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("?!", ""),
        ("Sky", '("sky" * OR "sky")'),
        ("why Sky", '"why" AND ("sky" * OR "sky")'),
        ("量子力学", '"量子 子力 力学"'),
        ("学", '"学" *'),
        ("sky 学", '"sky" AND "学" *'),
    ],
)
def test_query(text, expected):
    assert query(text) == expected


def test_a_long_query_is_cut():
    assert query("ab " * 5000).count(" AND ") == MAX_QUERY - 1
    assert len(query("量" * 100_000)) < 10_000


@pytest.fixture
def index():
    raw = apsw.Connection(":memory:")
    raw.execute("CREATE VIRTUAL TABLE t USING fts5(w, content='', tokenize='porter unicode61')")
    yield raw
    raw.close()


def test_sqlite_reads_any_query(index):
    rng = random.Random(8)
    signs = "\"'*()^-+:{},wa量子🦙\ud800\u0301ßﬁ%;カﾞ한ˈ²①\u200d\u202e\ufffd\ufdfa \n\0"
    pieces = [*signs, "NEAR", "AND", "OR", "NOT", "--"]
    for _ in range(3000):
        text = "".join(rng.choices(pieces, k=rng.randrange(12)))
        wanted = query(text)
        if wanted:
            index.execute("SELECT rowid FROM t WHERE t MATCH ?", (wanted,)).fetchall()


def test_every_part_of_a_text_is_found_in_it(index):
    """Whatever run of it is searched for: words from their beginning, CJK from anywhere."""
    rng = random.Random(9)
    letters = [*"量子力学的基本原理カタカナ한국어", "sky ", " blue ", "running ", "，", " "]
    for number in range(300):
        text = "".join(rng.choices(letters, k=rng.randrange(1, 30)))
        index.execute("INSERT INTO t (rowid, w) VALUES (?, ?)", (number, " ".join(words(text))))
        parts = [run for _, _, run, _ in runs(text)]
        if not parts:
            continue
        part = rng.choice(parts)
        start = rng.randrange(len(part)) if not part.isascii() else 0
        wanted = query(part[start : rng.randrange(start, len(part)) + 1])
        found = index.execute("SELECT rowid FROM t WHERE t MATCH ?", (wanted,)).fetchall()
        assert (number,) in found, (text, wanted)
