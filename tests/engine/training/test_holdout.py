"""Which examples are held out: none of few, a tenth of many, and no answer on both sides."""

from helpers.lessons import lesson, lessons

from engine.training.holdout import split


def test_few_are_all_learnt_unless_asked_otherwise():
    examples = lessons(199)
    assert split(examples, -1, 0) == (examples, [])
    assert split(examples, 0, 0) == (examples, [])
    learnt, judged = split(examples[:10], 0.3, 0)
    assert (len(learnt), len(judged)) == (7, 3)


def test_a_tenth_of_many():
    examples = lessons(400)
    learnt, judged = split(examples, -1, 0)
    assert (len(learnt), len(judged)) == (360, 40)
    assert sorted(e.row for e in [*learnt, *judged]) == [e.row for e in examples]
    assert split(examples, -1, 0) == (learnt, judged)
    assert split(examples, -1, 1) != (learnt, judged)
    assert len(split(lessons(5000), -1, 0)[1]) == 200


def test_one_answer_in_many_words_is_on_one_side():
    examples = [
        lesson(f"{form} {fact}", f"It is {'X' if form else 'x'}{fact}", form)
        for fact in range(80)
        for form in range(3)
    ]
    learnt, judged = split(examples, -1, 0)
    assert judged
    answers = [{e.answer.casefold() for e in side} for side in (learnt, judged)]
    assert not answers[0] & answers[1]


def test_a_label_is_on_both_sides():
    examples = [lesson(f"text {i}", ("good", "bad")[i % 2]) for i in range(300)]
    learnt, judged = split(examples, -1, 0)
    assert len(judged) == 30
    assert {e.answer for e in learnt} == {e.answer for e in judged} == {"good", "bad"}


def test_a_row_that_repeats_another_is_on_its_side():
    """Also where the answer is a label: else it would be judged by what it learnt."""
    examples = [
        lesson(f"Text {i // 3}{'.' if i % 3 else ''}", ("good", "bad")[i // 3 % 2])
        for i in range(300)
    ]
    learnt, judged = split(examples, -1, 0)
    assert 27 <= len(judged) <= 30
    asked = [{e.messages[0].content.strip(".") for e in side} for side in (learnt, judged)]
    assert not asked[0] & asked[1]


def test_one_is_always_learnt():
    assert len(split(lessons(1), 0.9, 0)[0]) == 1
    assert len(split(lessons(2), 0.9, 0)[0]) == 1
