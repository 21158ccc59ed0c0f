"""A question finds passages, by words and by meaning."""

import threading

import numpy as np
import pytest
from helpers.small_index import DIMENSION, SmallIndex, meaning

from engine.documents.records import Source
from engine.documents.search.searcher import Searcher


@pytest.fixture
def index(tmp_path):
    made = SmallIndex(tmp_path / "index.db")
    yield made
    made.close()


@pytest.fixture
def searcher(index):
    made = Searcher(index.path, meaning)
    yield made
    made.close()


def texts(hits):
    return [hit.text for hit in hits]


def test_words_are_found_in_any_form(index, searcher):
    index.file("a", ["Removing packages is easy.", "Nothing of the kind.", "Debian 的安裝"])
    assert texts(searcher.search(["How do I remove a package?"]))[0] == "Removing packages is easy."
    assert texts(searcher.search(["如何安装"])) == ["Debian 的安裝"]


def test_meaning_is_found_without_the_words(index, searcher):
    index.file("a", ["A hound ran by.", "A kitten slept.", "Quite another matter."])
    hits = searcher.search(["狗"], limit=1)
    assert texts(hits) == ["A hound ran by."]
    assert (hits[0].ranks.words, hits[0].ranks.meaning) == (0, 1)


def test_a_hit_says_where_it_is_and_why(index, searcher):
    index.file("a", ["First.", "The dog of the house."], page_of=lambda number: number + 1)
    [hit] = searcher.search(["Which dogs live in houses?"], limit=1)
    assert (hit.file, hit.path, hit.title) == ("a", "/docs/a.txt", "Title of a")
    assert (hit.page, hit.start, hit.length, hit.label) == (2, 0, 21, "p2")
    assert (hit.heading, hit.page_kind, hit.sha256) == (("Chapter",), "page", "abc")
    assert hit.ranks.words == hit.ranks.meaning == 1
    assert hit.ranks.terms == ("dogs", "houses")


def test_without_an_embedder_words_alone_count(index):
    index.file("a", ["A hound ran by."])
    searcher = Searcher(index.path)
    assert texts(searcher.search(["hounds"])) == ["A hound ran by."]
    assert searcher.search(["dog"]) == []
    assert searcher.find(["hounds"]).lexical
    searcher.close()


def test_meaning_can_be_left_out(index, searcher):
    index.file("a", ["A hound ran by."])
    assert searcher.search(["dog"], by_meaning=False) == []
    assert searcher.find(["hound"], by_meaning=False).lexical


def test_it_is_said_when_vectors_are_still_made(index, searcher):
    chunks = index.file("a", ["A hound ran by."])
    assert not searcher.find(["dog"]).lexical
    later = index.file("b", ["Another dog."], vectors=False)
    assert searcher.find(["dog"]).lexical
    assert not searcher.find(["dog"], [Source("c", "a")]).lexical
    index.vectors(later, ["Another dog."])
    found = searcher.find(["hound dog"])
    assert {hit.chunk for hit in found.hits} == {*chunks, *later}
    assert not found.lexical


def test_scope_is_kept_by_words_and_by_meaning(index, searcher):
    for collection in ("one", "two"):
        for name in ("x", "y"):
            index.file(f"{collection}-{name}", [f"A dog in {collection} {name}."], collection)
    asked = ["dog", "hound"]
    assert len(searcher.search(asked)) == 4
    hits = searcher.search(asked, [Source("two")])
    assert {hit.file for hit in hits} == {"two-x", "two-y"}
    hits = searcher.search(asked, [Source("one", "one-y"), Source("two", "two-x")])
    assert {hit.file for hit in hits} == {"one-y", "two-x"}
    assert searcher.search(asked, [Source("three")]) == []


def test_what_is_in_the_trash_is_not_found(index, searcher):
    index.file("a", ["A dog."])
    index.file("b", ["One more dog."], "other")
    index.connection.rows("UPDATE file SET trashed_at = 1 WHERE key = 'a'")
    assert {hit.file for hit in searcher.search(["dog"])} == {"b"}
    index.connection.rows("UPDATE collection SET trashed_at = 1")
    assert searcher.search(["dog"]) == []


def test_what_comes_and_goes_is_followed(index, searcher):
    index.file("a", ["A dog."])
    assert {hit.file for hit in searcher.search(["hound"])} == {"a"}
    index.file("b", ["Some dogs."])
    assert {hit.file for hit in searcher.search(["hound"])} == {"a", "b"}
    index.erase("a")
    assert {hit.file for hit in searcher.search(["hound dog"])} == {"b"}


def test_the_same_text_is_given_once(index, searcher):
    index.file("a", ["The dog\nbarks."])
    index.file("b", ["The dog barks."])
    assert len(searcher.search(["dog"])) == 1


def test_a_table_of_contents_stands_behind_the_text(index, searcher):
    index.file("a", ["dog dog dog cat", "The dog is an animal that lives with people."], weak=[0])
    hits = searcher.search(["dog"])
    assert [hit.text.startswith("The") for hit in hits] == [True, False]


def test_several_questions_are_fused(index, searcher):
    index.file("a", ["The price of an oak.", "The colour of the sea."])
    hits = searcher.search(["And how much is it?", "oak trees And how much is it?"])
    assert hits[0].text == "The price of an oak."


def test_an_english_question_to_chinese_text_is_answered_by_meaning(index, searcher):
    index.file("a", ["文件 dog.txt 的 stream 格式", "价格很高"], "zh")
    hits = searcher.search(["the cost of txt"], [Source("zh")])
    assert hits[0].text == "价格很高"


def test_words_that_nearly_all_have_are_not_looked_for_in_a_large_index(
    index, searcher, monkeypatch
):
    index.file("a", [f"Chapter of rivet{number}." for number in range(100)], vectors=False)
    assert len(searcher.search(["the chapter of rivet7"])) == 20
    monkeypatch.setattr("engine.documents.search.searcher.FEW", 100)
    searcher.close()
    assert texts(searcher.search(["the chapter of rivet7"])) == ["Chapter of rivet7."]
    assert len(searcher.search(["chapter"], limit=5)) == 5  # better than nothing


@pytest.mark.parametrize("queries", [[], [""], ["  "], ["?!"], ['"*'], ["的"], ["\x00"]])
def test_any_question_may_be_asked(index, searcher, queries):
    index.file("a", ["A dog."])
    assert searcher.search(queries) == []


def test_an_index_that_is_not_there_finds_nothing(tmp_path):
    searcher = Searcher(tmp_path / "none.db", meaning)
    assert searcher.find(["dog"]) == ([], True)
    assert not (tmp_path / "none.db").exists()
    made = SmallIndex(tmp_path / "none.db")
    made.file("a", ["A dog."])
    assert len(searcher.search(["dog"])) == 1
    searcher.close()
    assert len(searcher.search(["dog"])) == 1  # closed is not gone
    searcher.close()
    made.close()


def test_vectors_of_another_embedder_are_never_asked(index, searcher):
    index.file("a", ["A hound."])
    assert len(searcher.search(["dog"])) == 1
    index.connection.rows("UPDATE embedder SET current = 0")
    assert searcher.search(["dog"]) == []
    index.connection.rows(
        "INSERT INTO embedder (identity, dimension, current) VALUES ('two', 3, 1)"
    )
    found = searcher.find(["dog"])
    assert found.hits == []
    assert found.lexical


def test_a_question_of_the_wrong_dimension_counts_by_words(index):
    index.file("a", ["A hound.", "A dog."])
    searcher = Searcher(index.path, lambda texts, _kind: np.ones((len(texts), 5), np.float32))
    found = searcher.find(["dog"])
    assert texts(found.hits) == ["A dog."]
    assert found.lexical
    searcher.close()


def test_means_are_taken_off_the_question(tmp_path):
    # All vectors lean to the first axis; without it the question points to the second.
    means = np.zeros((2, DIMENSION), np.float32)
    means[0, 0] = 0.9
    index = SmallIndex(tmp_path / "index.db", means)
    index.file("a", ["dog", "cat"])

    def leaning(asked, _kind):
        return np.array([[0.95, 0.3, *[0.0] * (DIMENSION - 2)]] * len(asked), np.float32)

    searcher = Searcher(index.path, leaning)
    assert texts(searcher.search(["?x"], limit=1)) == ["cat"]
    searcher.close()
    index.close()


def test_several_threads_may_ask(index, searcher):
    for number in range(10):
        index.file(f"f{number}", [f"A dog with number {number}."])
    found = []

    def ask():
        for _ in range(5):
            found.append(len(searcher.search(["hound number"])))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [10] * 20


def test_whole_files_in_order_where_they_fit(index, searcher):
    index.file("a", ["One dog.", "Two dogs.", "Three cats."], page_of=lambda number: number + 1)
    index.file("b", ["Four."])
    scope = [Source("c", "a")]
    assert texts(searcher.whole(scope, 100)) == ["One dog.", "Two dogs.", "Three cats."]
    assert texts(searcher.whole([Source("c", "b"), *scope], 100))[-1] == "Four."
    assert searcher.whole(scope, 5) is None
    assert searcher.whole([], 100) is None
    index.connection.rows("UPDATE file SET state = 'reading' WHERE key = 'a'")
    assert searcher.whole(scope, 100) is None  # it is not all there yet


def test_files_may_come_and_go_while_it_is_searched(index, searcher):
    index.file("stays", ["A dog that stays."])
    done = threading.Event()
    found, errors = [], []

    def ask():
        while not done.is_set():
            try:
                found.append(searcher.search(["hound dog"]))
            except Exception as error:  # noqa: BLE001  any at all is what is looked for
                errors.append(error)
                return

    thread = threading.Thread(target=ask)
    thread.start()
    for number in range(25):
        index.file(f"f{number}", [f"The dog number {number}.", "Some cat."])
        if number % 2:
            index.erase(f"f{number - 1}")
    done.set()
    thread.join()
    assert errors == []
    assert all(any(hit.file == "stays" for hit in hits) for hits in found)
    assert len(searcher.search(["dog"])) == 14
