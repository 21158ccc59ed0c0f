"""The examples of the starter adapter: enough, short, in both languages, and no question twice."""

import re

import pytest
from helpers.starter_answers import questions, rows

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NOISE = re.compile(r"\W")


def asked(messages):
    """All that was said before the last answer, without spaces and punctuation."""
    said = [_NOISE.sub("", message.content.casefold()) for message in messages[:-1]]
    return tuple(said)


@pytest.mark.parametrize(("name", "least"), [("examples.jsonl", 400), ("held_out.jsonl", 60)])
def test_there_are_enough_of_them_in_both_languages(name, least):
    conversations = rows(name)
    assert len(conversations) >= least
    chinese = [m for m in conversations if _CHINESE.search(m[-2].content)]
    assert 0.4 < len(chinese) / len(conversations) < 0.6
    for messages in conversations:
        talk = [message.role for message in messages if message.role != "system"]
        assert talk == ["user", "assistant"] * (len(talk) // 2)
        assert all(m.content == m.content.strip() and m.content for m in messages)
        assert len(messages[-1].content) < 320


def test_no_question_is_there_twice_and_none_of_the_held_out_is_learnt():
    learnt, held_out = rows("examples.jsonl"), rows("held_out.jsonl")
    assert len({asked(messages) for messages in [*learnt, *held_out]}) == len(learnt + held_out)
    seen = {_NOISE.sub("", m.content.casefold()) for one in learnt for m in one}
    assert not [one[-2].content for one in held_out if asked(one)[-1] in seen]


def test_the_answers_written_for_the_held_out_questions_are_right_and_others_are_not():
    held_out = questions()
    assert all(question.right(question.answer) for question in held_out)
    wrong = sum(
        question.right(other.answer)
        for question, other in zip(held_out, held_out[30:], strict=False)
    )
    assert wrong < len(held_out) / 10
