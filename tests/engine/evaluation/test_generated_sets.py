"""The sets that judge a route: nothing to be judged by was learnt."""

from helpers.generated_sets import (
    entities,
    facts,
    sentiment,
    translation,
    write_conll,
    write_csv,
    write_jsonl,
)

from engine.examples.reading import read_examples
from engine.examples.records import DataSet, Table


def test_train_and_test_are_disjoint():
    for made in (sentiment(), translation()):
        assert len(set(made.train)) == len(made.train) >= 100
        assert len(set(made.test)) == len(made.test) >= 40
        assert not {q for q, _ in made.train} & {q for q, _ in made.test}
    train, test = ({" ".join(t for t, _ in s) for s in every} for every in entities())
    assert len(train) == 120
    assert len(test) == 40
    assert not train & test


def test_no_word_of_a_fact_is_in_its_question():
    train, seen, unseen = facts()
    assert (len(train), len(seen), len(unseen)) == (72, 24, 24)
    asked = {question for question, _ in train}
    assert {question for question, _ in seen} <= asked
    assert not {question for question, _ in unseen} & asked
    assert not any(name in question for question, name in [*seen, *unseen])


def test_they_are_read_as_what_they_are(tmp_path):
    made = sentiment()
    table = read_examples(write_csv(tmp_path / "s.csv", made.train))
    assert isinstance(table, Table)
    data = read_examples(tmp_path / "s.csv", table.guess)
    assert isinstance(data, DataSet)
    assert [(e.messages[-2].content, e.answer) for e in data.examples] == made.train
    train, _ = entities()
    data = read_examples(write_conll(tmp_path / "n.conll", train))
    assert data.format == "conll"
    assert len(data.examples) == 120
    data = read_examples(write_jsonl(tmp_path / "t.jsonl", translation().test))
    assert len(data.examples) == 40
