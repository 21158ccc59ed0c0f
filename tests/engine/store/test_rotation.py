"""The rotation over years of simulated days."""

from __future__ import annotations

import random
from datetime import date, timedelta

from engine.store.rotation import BUDGET, DAILY, LEAST, MONTHLY, WEEKLY, over_budget, surplus

START = date(2026, 11, 2)  # a Monday


def live(days, backups_of):
    """What is left after `days` days on each of which backups are made and rotated."""
    kept = []  # the newest first
    for number in range(days):
        today = START + timedelta(days=number)
        for _ in range(backups_of(today)):
            kept.insert(0, today)
            gone = surplus(kept, today)
            kept = [day for place, day in enumerate(kept) if place not in gone]
        yield today, kept


def ages(today, kept):
    return [(today - day).days for day in kept]


def test_all_of_two_days_are_kept_whatever_their_number():
    for today, kept in live(3, lambda _: 40):
        yesterday = today - timedelta(days=1)
        assert kept.count(today) == 40
        assert kept.count(yesterday) == (40 if yesterday >= START else 0)


def test_three_years_of_daily_use():
    for today, kept in live(3 * 365, lambda _: 3):
        old = ages(today, kept)
        assert old == sorted(old)
        assert [age for age in old if age < 2] == [0] * 3 + [1] * 3 * (today > START)
        assert len(kept) <= 6 + DAILY + WEEKLY + MONTHLY
        # A day of the last two weeks, a week of the last three months, a month of the last year.
        lived = (today - START).days
        assert {age for age in range(2, 14) if age <= lived} <= set(old)
        weeks = {(today - timedelta(days=age)).toordinal() // 7 for age in range(14, 70)}
        there = {day.toordinal() // 7 for day in kept}
        if lived > 100:
            assert len(weeks - there) <= 1
        if lived > 400:
            assert max(old) > 250
    assert len(kept) == 6 + DAILY + WEEKLY + MONTHLY


def test_every_month_keeps_one():
    *_, (today, kept) = live(600, lambda _: 1)
    months = {(today - timedelta(days=age)).strftime("%Y-%m") for age in range(30, 300)}
    assert months <= {day.strftime("%Y-%m") for day in kept}


def test_rare_use_loses_nothing_before_it_must():
    # One backup a month: nothing goes until the kinds are used up, for each month is also a day.
    *_, (_, kept) = live(31 * 25, lambda today: (today - START).days % 31 == 0)
    assert len(kept) == 25


def test_a_pause_of_a_year_costs_only_the_days_beyond_the_scheme():
    *_, (_, kept) = live(60, lambda _: 1)
    today = START + timedelta(days=500)
    gone = surplus([today, *kept], today)
    assert gone.isdisjoint(range(DAILY + 1))  # what is old now still fills the days first


def test_days_to_come_stay_and_nothing_else_is_lost_for_them():
    today = START
    future = [today + timedelta(days=n) for n in (900, 30, 2)]
    past = [today - timedelta(days=n) for n in range(DAILY + 2)]
    assert surplus([*future, *past], today) == set()


def test_the_newest_stays_and_rotating_twice_changes_nothing():
    rng = random.Random(7)
    for _ in range(300):
        today = START + timedelta(days=rng.randrange(2000))
        days = [today - timedelta(days=rng.randrange(900)) for _ in range(rng.randrange(1, 80))]
        days.sort(reverse=True)
        gone = surplus(days, today)
        assert 0 not in gone
        kept = [day for place, day in enumerate(days) if place not in gone]
        assert surplus(kept, today) == set()


def test_of_one_day_the_last_backup_is_the_one_that_stays():
    today = START
    old = today - timedelta(days=5)
    assert surplus([today, old, old, old], today) == {2, 3}


def test_the_oldest_go_until_all_copies_are_within_the_budget():
    tenth = BUDGET // 10
    assert over_budget([tenth] * 10, 0) == set()
    assert over_budget([tenth] * 12, 0) == {10, 11}
    assert over_budget([tenth] * 10, 1) == {9}
    assert over_budget([tenth] * 10, 4 * tenth) == {6, 7, 8, 9}


def test_some_stay_however_large_they_are():
    assert over_budget([BUDGET] * 6, 0) == set(range(LEAST, 6))
    assert over_budget([BUDGET] * LEAST, BUDGET) == set()
    assert over_budget([], BUDGET + 1) == set()
