"""Guessing what follows, and how much a wrong guess may cost."""

import random

import pytest

from engine.worker.draft import Account, Draft, Guesses


def test_what_followed_before_is_guessed():
    guesses = Guesses(range(1, 16))
    assert guesses.next(4) == []
    for token in (2, 3, 4, 5):
        guesses.add(token)
    assert guesses.next(4) == []  # four tokens say little
    guesses.add(6)
    assert (guesses.run, guesses.next(4)) == (5, [7, 8, 9, 10])
    guesses.add(7)
    assert (guesses.run, guesses.next(2)) == (6, [8, 9])
    guesses.add(99)
    assert (guesses.run, guesses.next(4)) == (0, [])


def test_the_latest_place_counts():
    run = [1, 2, 3, 4, 5]
    assert Guesses([*run, 40, *run, 50, *run]).next(1) == [50]


def test_a_quotation_is_followed_past_what_was_written_since():
    text = list(range(100, 130))
    guesses = Guesses([*text, 7, *text[:10]])
    assert guesses.next(5) == text[10:15]
    for token in text[10:20]:
        guesses.add(token)
    assert guesses.next(5) == text[20:25]
    assert guesses.run == 20


def test_a_circle_is_guessed_around():
    guesses = Guesses([5, 6] * 5)
    assert guesses.next(5) == [5, 6, 5, 6, 5]
    guesses = Guesses([7] * 6)
    assert guesses.next(3) == [7, 7, 7]


def test_no_more_is_drafted_than_there_is_room_for():
    draft = Draft([1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5])
    assert draft.propose(7) == [6, 7, 1]  # a batch of four
    assert draft.propose(2) == [6, 7]
    assert draft.propose(0) == []


def spent(account, luck, tokens, run=12):
    """Times of one token that a reply of so many took, where each guess is right by `luck`."""
    made = cost = 0
    while made < tokens:
        size = account.size(run)
        right = 0
        while right < size - 1 and luck():
            right += 1
        account.book(size, right + 1)
        made += right + 1
        cost += {1: 1, 4: 2.4, 8: 4.1}[size]
    return cost / made


@pytest.mark.parametrize("tokens", [30, 100, 1000])
def test_wrong_guesses_cost_little(tokens):
    assert spent(Account(), lambda: False, tokens) <= 1.03 + 1.5 / tokens


def test_right_guesses_pay():
    assert spent(Account(), lambda: True, 400) < 0.55


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_no_luck_makes_it_slow(share):
    draw = random.Random(3)
    assert spent(Account(), lambda: draw.random() < share, 2000) <= 1.035


def test_after_a_quotation_there_is_credit_but_not_without_end():
    account = Account()
    spent(account, lambda: True, 5000)
    assert spent(account, lambda: False, 300) <= 1.03 + 8 / 300


def test_what_became_of_the_guesses_is_counted():
    draft = Draft([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5])
    assert len(draft.propose(7)) == 3
    draft.settle(3, 2)
    draft.settle(0, 0)
    assert (draft.drafted, draft.accepted) == (3, 2)
