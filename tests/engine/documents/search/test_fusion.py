"""Rankings become one."""

from engine.documents.search.fusion import Fusion


def order(fusion):
    return sorted(fusion.places, key=lambda number: -fusion.places[number].score)


def test_what_two_rankings_agree_on_comes_first():
    fusion = Fusion()
    fusion.add_words([1, 2, 3])
    fusion.add_meaning([4, 2, 5])
    assert order(fusion)[0] == 2
    assert (fusion.places[2].words, fusion.places[2].meaning) == (2, 2)
    assert (fusion.places[1].words, fusion.places[1].meaning) == (1, 0)


def test_of_two_first_places_meaning_comes_first():
    fusion = Fusion()
    fusion.add_words([1])
    fusion.add_meaning([2])
    assert order(fusion) == [2, 1]


def test_the_best_place_of_several_questions_is_kept():
    fusion = Fusion()
    for ranked in ([7, 8], [8, 7], [9, 7]):
        fusion.add_words(ranked)
    assert fusion.places[7].words == 1
    assert order(fusion)[0] == 7


def test_what_is_ignored_keeps_its_place_and_gains_nothing():
    fusion = Fusion()
    fusion.add_words([1, 2], ignored={1})
    assert fusion.places[1].words == 1
    assert order(fusion) == [2, 1]
