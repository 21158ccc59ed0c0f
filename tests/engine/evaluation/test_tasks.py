"""Metrics on answers whose scores are known by hand."""

import pytest

from engine.errors import DataError, InvalidInput
from engine.evaluation.records import Answer
from engine.evaluation.tasks import chat, classify, exact, ner, summarize, translate
from engine.evaluation.tasks.losses import LANGUAGES, unrelated
from engine.evaluation.tasks.scripts import is_chinese, plain_words, words
from engine.grammar import check_grammar


def answers(*pairs, question="?"):
    return [
        Answer(row, question, expected, given)
        for row, (expected, given) in enumerate(pairs, start=1)
    ]


class TestExact:
    def test_to_the_letter_and_nearly(self):
        found = exact.score(
            answers(
                ("Paris", "Paris"),
                ("Paris", " Paris\n"),
                ("Paris", "paris."),
                ("Paris", "It is Paris!"),
                ("Paris", "Parisian"),
                ("北京", "是北京。"),
                ("ＡＢ １２", "ab 12"),
                ("x", ""),
            )
        )
        assert found.values["exact"] == 2 / 8
        assert found.values["loose"] == 4 / 8
        assert found.values["contained"] == 6 / 8

    def test_only_signs_are_contained_in_nothing(self):
        assert exact.score(answers(("!", "!?"))).values["contained"] == 0


class TestClassify:
    PAIRS = (
        *(("good", "good"),) * 3,
        ("good", "bad"),
        *(("bad", "bad"),) * 2,
        ("bad", ""),
        ("odd", "good"),
    )

    def test_figures(self):
        found = classify.score(answers(*self.PAIRS), ("bad", "good", "odd"))
        assert found.values["accuracy"] == 5 / 8
        assert found.by_class["good"] == pytest.approx((3 / 4, 3 / 4, 3 / 4, 4))
        assert found.by_class["bad"] == pytest.approx((2 / 3, 2 / 3, 2 / 3, 3))
        assert found.by_class["odd"] == (0, 0, 0, 1)
        assert found.values["macro_f1"] == pytest.approx((3 / 4 + 2 / 3) / 3)
        assert found.labels == ("bad", "good", "odd")
        assert found.confusion == ((2, 0, 0, 1), (1, 3, 0, 0), (0, 1, 0, 0))
        assert "precision" in found.report
        assert "weighted avg" in found.report

    def test_labels_are_the_answers(self):
        assert classify.labels_of(["b", " a", "a\n", ""], "x") == ("a", "b")

    @pytest.mark.parametrize(
        "expected",
        [["a", "a"], [str(n) for n in range(101)], ["a", "b" * 101], []],
        ids=["one", "many", "long", "none"],
    )
    def test_what_are_no_labels(self, expected):
        with pytest.raises(DataError) as refused:
            classify.labels_of(expected, "x")
        assert refused.value.values["fault"] == "labels"

    def test_its_grammar_is_one(self):
        grammar = classify.grammar_of(['say "hi"', "back\\slash", "two\nlines", "好"])
        check_grammar(grammar)
        assert grammar == (
            'root ::= " "? ("say \\"hi\\"" | "back\\\\slash" | "two\\nlines" | "好")'
        )


class TestEntities:
    SENTENCE = "Ada Lovelace met Charles Babbage in London, Ada wrote."

    def score(self, expected, given):
        return ner.score(answers((expected, given), question=self.SENTENCE))

    def test_all_right(self):
        listed = "PER: Ada Lovelace\nPER: Charles Babbage\nLOC: London"
        other = "LOC: London; PER: Charles Babbage; per: Ada Lovelace"
        found = self.score(listed, other)
        assert found.values == {"precision": 1, "recall": 1, "f1": 1, "macro_f1": 1}
        assert found.by_class == {"LOC": (1, 1, 1, 1), "PER": (1, 1, 1, 2)}
        assert "micro avg" in found.report

    def test_kind_extent_and_invention_count(self):
        listed = "PER: Ada Lovelace\nPER: Charles Babbage\nLOC: London"
        given = "PER: Ada\nORG: London\nPER: Charles Babbage\nLOC: Paris"
        found = self.score(listed, given)
        assert found.values["precision"] == 1 / 4
        assert found.values["recall"] == 1 / 3
        assert found.by_class["ORG"] == (0, 0, 0, 0)

    def test_none_where_there_are_some(self):
        found = self.score("PER: Ada Lovelace", "none")
        assert found.values["f1"] == 0
        assert found.by_class["PER"] == (0, 0, 0, 1)

    def test_the_same_name_twice(self):
        listed = "PER: Ada Lovelace\nPER: Ada"
        assert self.score(listed, listed).values["f1"] == 1
        assert self.score(listed, "PER: Ada Lovelace").values["recall"] == 1 / 2

    def test_chinese(self):
        found = ner.score(
            answers(("人名：李雷；地名：北京", "人名：李雷"), question="李雷住在北京。")
        )
        assert found.values["recall"] == 1 / 2
        assert set(found.by_class) == {"人名", "地名"}

    def test_no_entity_at_all(self):
        with pytest.raises(InvalidInput):
            ner.score(answers(("none", "PER: Ada"), question="Nobody came."))


class TestTranslation:
    def test_the_same_text_is_perfect(self):
        text = "The cat sat on the mat and looked at me."
        found = translate.score(answers((text, text)))
        assert found.values == pytest.approx({"bleu": 100, "chrf": 100})
        assert "tok:13a" in found.report

    def test_chinese_is_cut_into_characters(self):
        found = translate.score(
            answers(("今天天气很好，我们去公园。", "今天天气不好，我们去公园。"))
        )
        assert 40 < found.values["bleu"] < 90
        assert "tok:zh" in found.report


class TestSummaries:
    def test_shared_words_count(self):
        found = summarize.score(answers(("the cat sat", "The cat, sat!")))
        assert found.values == {"rouge1": 1, "rouge2": 1, "rougeL": 1, "length": 1}

    def test_chinese_characters_count(self):
        found = summarize.score(answers(("今天下雨", "今天出门")))
        assert found.values["rouge1"] == 1 / 2
        assert found.values["rouge2"] == pytest.approx(1 / 3)

    def test_an_empty_answer(self):
        assert summarize.score(answers(("one two", ""))).values["rougeL"] == 0


def test_answers_side_by_side():
    made = [Answer(1, "?", "abcd", "ab"), Answer(2, "?", "ab", "abcdef", ended=False)]
    assert chat.score(made).values == {"ended": 0.5, "characters": 4, "expected_characters": 3}


def test_words_of_all_scripts():
    assert words("It's 3 o’clock, 好的!") == ["It's", "3", "o’clock", ",", "好", "的", "!"]
    assert plain_words("Über 20% 没有") == ["über", "20", "没", "有"]
    assert is_chinese(["今天 is fine"])
    assert not is_chinese(["A plain sentence with 好 in it"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_that_ship(language):
    texts = unrelated(language)
    assert len(texts) >= 8
    assert min(map(len, texts)) > 60
