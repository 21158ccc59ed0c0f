"""Days and months in words."""

from datetime import date, datetime, timedelta

import pytest

from app.chat.dates import Dates

TODAY = date(2026, 5, 20)

pytestmark = pytest.mark.usefixtures("english")


def at(days_ago, hour=12):
    return (datetime(2026, 5, 20, hour).astimezone() - timedelta(days=days_ago)).timestamp()


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (at(-2), "Today"),
        (at(0, 0), "Today"),
        (at(1, 23), "Yesterday"),
        (at(2), "Last 7 days"),
        (at(7, 0), "Last 7 days"),
        (at(8), "May"),
        (at(60), "March"),
        (at(300), "July 2025"),
        (0.0, "January 1970"),
    ],
)
def test_headings(qapp, time, words):
    assert Dates(TODAY).heading(time) == words


def test_short_dates(qapp):
    dates = Dates(TODAY)
    assert dates.short(at(0, 9)) == "09:00"
    assert dates.short(at(1)) == "19 May"
    assert dates.short(at(300)) == "24 Jul 2025"
