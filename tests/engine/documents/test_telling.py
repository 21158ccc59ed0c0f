"""News: no more often than anybody can look, and none is lost."""

from __future__ import annotations

import pytest

from engine.documents.line import Line
from engine.documents.news import Changed, Idle
from engine.documents.records import Progress
from engine.documents.telling import Teller
from engine.errors import Bug, StorageError


def test_changes_are_told_together():
    told = []
    teller = Teller(told.append)
    teller.changed("b")
    teller.changed("a")
    teller.changed("c", "a")
    teller.flush()
    assert told == [Changed(("b",)), Changed(("a", "c"))]
    teller.flush()
    assert len(told) == 2


def test_the_end_comes_last_and_nothing_is_under_way_then():
    told = []
    teller = Teller(told.append)
    far = Progress(1, 2, 3, 4)
    assert teller.is_due()
    teller.go_on(far)
    assert (teller.progress, teller.is_due()) == (far, False)
    teller.changed("a")
    teller.changed("b")
    teller.end([Idle()])
    assert told == [far, Changed(("a",)), Changed(("b",)), Idle()]
    assert teller.progress is None


def test_nobody_needs_to_listen():
    Teller(None).end([Idle()])


def test_work_is_done_in_order_and_its_errors_travel():
    line, done = Line("test-line", "index.db"), []
    for number in range(5):
        line.call(lambda number=number: done.append(number))
    with pytest.raises(Bug):
        line.call(lambda: 1 / 0).result(20)
    assert done == [0, 1, 2, 3, 4]
    line.close()
    with pytest.raises(StorageError):
        line.call(lambda: None).result(20)
