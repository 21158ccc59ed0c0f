"""What is found in passages, what never is, and when an answer answers."""

import pytest
from helpers.passages import sources

from engine.documents.answers.checking import check
from engine.documents.answers.phrases import REFUSAL, REFUSAL_ZH

MUSEUM = """Opening hours

The museum was founded in 1921 by Anna Berg. It is open daily from 9:00 to 17:00, except on \
Mondays. In winter, the museum opens at ten in the morning.
A day ticket for adults costs 12 euros. Children under sixteen pay 5 euros. The north hotel has 16 \
rooms and the south hotel has 20 rooms. The pump must not be cleaned with bleach."""


def verdicts(answer, *texts, question="What does it say?"):
    return [one.verdict for one in check(answer, question, sources(*texts)).statements]


def found(answer, *texts, question="What does it say?"):
    return verdicts(answer, *texts, question=question) == ["found"]


def test_a_sentence_of_a_passage_is_found_where_it_stands():
    answer = "The museum was founded in 1921 by Anna Berg. [1]"
    checked = check(answer, "When was the museum founded?", sources(MUSEUM))
    (one,) = checked.statements
    (cite,) = one.cites
    assert (one.start, one.length, one.marks) == (0, len(answer), (1,))
    assert MUSEUM[cite.start :][: cite.length] == "The museum was founded in 1921 by Anna Berg."
    assert (checked.found, checked.missing, checked.answered) == (1, 0, True)


@pytest.mark.parametrize(
    "answer",
    [
        "The museum was founded in 1922 by Anna Berg.",
        "The museum was founded in 1921 by Ben Cole.",
        "The museum was founded in 1921 by Anna.",
        "Anna Berg was founded in 1921 by the museum.",
        "The hotel was founded in 1921 by Anna Berg.",
        "The pump must be cleaned with bleach.",
        "The pump must not be cleaned with water.",
        "A day ticket for adults costs 5 euros.",
        "A day ticket for adults costs 12 dollars.",
        "A day ticket for adults costs 12.",
        "Children under sixteen pay 12 euros.",
        "Children over sixteen pay 5 euros.",
        "The north hotel has 20 rooms and the south hotel has 16 rooms.",
        "The north hotel has 20 rooms.",
        "It is open daily from 9:00 to 17:00.",
        "The museum opens at ten in the morning.",
        "No, a day ticket for adults costs 12 euros.",
        "12",
        "1921.",
        "Anna Berg",
    ],
)
def test_what_the_passage_does_not_say_is_missing(answer):
    assert not found(answer, MUSEUM)


def test_a_refusal_is_no_claim_and_no_answer():
    for refusal in (REFUSAL, REFUSAL_ZH, "I don't know.", "文档中没有提到。"):
        checked = check(refusal, "What colour is the door?", sources(MUSEUM))
        assert [one.verdict for one in checked.statements] == ["plain"]
        assert not checked.answered
