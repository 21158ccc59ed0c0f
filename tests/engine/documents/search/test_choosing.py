"""What a model is given with a question."""

import subprocess
import sys
from pathlib import Path

import pytest
from helpers.small_index import SmallIndex, meaning

from engine.documents.records import Source
from engine.documents.search.choosing import Room, choose
from engine.documents.search.searcher import Searcher

ROOT = Path(__file__).resolve().parents[4]
WIDE = Room(8192, 100, 1000.0, 512)
LONG = "The dog number {} is told about at some length, so that it takes some room. " * 8


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


def texts(passages):
    return [passage.text for passage in passages]


def dogs(count):
    return [LONG.format(*[number] * 8) for number in range(count)]


def test_a_file_that_fits_is_given_wholly_and_in_order(index, searcher):
    index.file("a", ["Of cats.", "Of dogs.", "Of trees."])
    sources = choose(searcher, "dog", [], [Source("c", "a")], WIDE)
    assert sources.mode == "whole"
    assert texts(sources.passages) == ["Of cats.", "Of dogs.", "Of trees."]
    assert [passage.number for passage in sources.passages] == [1, 2, 3]
    assert all(passage.ranks.whole for passage in sources.passages)
    assert sources.passages[1].ranks.words == 1
    assert sources.passages[1].ranks.terms == ("dog",)
    assert sources.near == ()


def test_what_does_not_fit_is_given_in_passages(index, searcher):
    index.file("a", dogs(30))
    sources = choose(searcher, "dog", [], [Source("c", "a")], Room(2048, 100, 100.0, 512))
    assert sources.mode == "passages"
    assert 1 <= len(sources.passages) <= 8
    assert sum(len(passage.text) / 4 for passage in sources.passages) <= 800
    assert len(sources.near) == 3
    given = {passage.text for passage in sources.passages}
    assert given.isdisjoint(texts(sources.near))


def test_a_collection_is_given_wholly_only_where_passages_would_take_as_long(index, searcher):
    index.file("a", dogs(6))
    scope = [Source("c")]
    assert choose(searcher, "dog", [], scope, WIDE).mode == "whole"
    slow = Room(8192, 100, 50.0, 512)
    assert choose(searcher, "dog", [], scope, slow).mode == "passages"
    assert choose(searcher, "dog", [], [Source("c", "a")], slow).mode == "whole"


def test_the_best_file_comes_first_and_each_file_in_its_order(index, searcher):
    index.file("far", ["No animal.", "A dog of the river and the tree, and what is more of it."])
    index.file("near", [f"{'x ' * 300}", "The dog barks.", f"{'y ' * 9000}", "The dog dog dogs."])
    sources = choose(searcher, "dogs", [], [], Room(2048, 100, 100.0, 512))
    files = [passage.file for passage in sources.passages]
    assert files == sorted(files, reverse=True)
    assert sources.passages[0].file == "near"
    starts = [passage.start for passage in sources.passages if passage.file == "near"]
    assert starts == sorted(starts)


def test_neighbours_without_a_gap_become_one_passage(index, searcher):
    index.file("a", ["A dog. ", "More of the dog. ", "Yet another dog."])
    index.file("b", ["x " * 9000])
    [passage] = choose(searcher, "dog", [], [], Room(2048, 100, 100.0, 512)).passages
    assert passage.text == "A dog. More of the dog. Yet another dog."
    assert (passage.start, passage.length) == (0, len(passage.text))
    assert passage.ranks.words == 1


def test_passages_of_two_pages_stay_apart(index, searcher):
    index.file("a", ["A dog. ", "More of the dog. "], page_of=lambda number: number + 1)
    index.file("b", ["x " * 9000])
    assert len(choose(searcher, "dog", [], [], Room(2048, 100, 100.0, 512)).passages) == 2


def test_a_question_that_follows_up_is_searched_for_with_the_one_before(index, searcher):
    index.file("a", ["x " * 9000, "The oak is tall.", "Cats?"])
    room = Room(2048, 100, 100.0, 512)
    earlier = ["Of what?", "How tall is the tree?"]
    sources = choose(searcher, "And how old do kittens grow?", earlier, [], room)
    both = "How tall is the tree?\nAnd how old do kittens grow?"
    assert sources.queries == ("And how old do kittens grow?", both)
    assert texts(sources.passages) == ["The oak is tall.Cats?"]


def test_a_question_that_says_little_is_searched_for_only_with_the_one_before(index, searcher):
    index.file("a", ["x " * 9000, "The oak is tall.", "And why so?"])
    room = Room(2048, 100, 100.0, 512)
    sources = choose(searcher, "And why?", ["How tall is the tree?"], [], room)
    assert sources.queries == ("How tall is the tree?\nAnd why?",)
    assert sources.passages[0].text.startswith("The oak is tall.")


def test_what_is_far_behind_the_best_is_not_given_only_because_it_is_short(index, searcher):
    index.file("a", [f"{'y ' * 9000}", "A dog, the dog of all dogs."])
    for number in range(40):
        index.file(f"b{number}", [f"Dog {'of many other things ' * number}"], vectors=False)
    sources = choose(searcher, "dog", [], [], Room(8192, 100, 300.0, 512))
    assert sources.passages[0].text == "A dog, the dog of all dogs."
    assert len(sources.passages) < 12


def test_without_room_the_nearest_passages_are_still_told(index, searcher):
    index.file("a", dogs(5))
    sources = choose(searcher, "dog", [], [], Room(600, 200, 100.0, 380))
    assert sources.passages == ()
    assert len(sources.near) == 3


def test_nothing_found_is_nothing_given(index, searcher):
    index.file("a", dogs(2))
    assert choose(searcher, "?", [], [], WIDE).passages == ()


@pytest.mark.parametrize(
    ("room", "passages"),
    [
        (Room(8192, 0, 100.0, 512), 800),
        (Room(8192, 0, 5.0, 512), 400),
        (Room(32_768, 0, 5000.0, 512), 3000),
        (Room(1024, 200, 100.0, 512), 312),
        (Room(512, 200, 100.0, 512), 0),
        (Room(8192, 0, 0.0, 512), 1000),
        (Room(8192, 0, 100.0, 512, scale=2.0), 400),
    ],
)
def test_room_for_passages(room, passages):
    assert room.passages == passages


@pytest.mark.parametrize(
    ("room", "whole"),
    [
        (Room(10_000, 0, 1000.0, 512), 6000),
        (Room(10_000, 5000, 1000.0, 512), 3000),
        (Room(10_000, 5000, 1000.0, 4000), 1000),
        (Room(100_000, 0, 20.0, 512), 2400),
        (Room(100_000, 0, 0.0, 512), 60_000),
        (Room(1000, 2000, 100.0, 0), 0),
    ],
)
def test_room_for_whole_files(room, whole):
    assert room.whole == whole


def test_who_only_tells_the_room_does_not_load_numpy():
    code = "import sys, engine.documents.search.choosing; print('numpy' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "False\n"
