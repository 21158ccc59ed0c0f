"""How far back a memory can go, by itself and with copies of what it does not keep."""

import pytest

from engine.worker.checkpoints import Checkpoints, Way
from engine.worker.reach import Mark, State, common


def copy(length, oldest=0, size=10):
    return State(Mark(length, oldest), bytearray(size))


@pytest.mark.parametrize(
    ("a", "b", "length"),
    [
        ([], [], 0),
        ([1], [], 0),
        ([1, 2, 3], [1, 2, 3], 3),
        ([1, 2, 3], [1, 2, 4, 5], 2),
        ([9], [1, 9], 0),
        (list(range(1000)), [*range(999), 7], 999),
    ],
)
def test_common_beginning(a, b, length):
    assert common(a, b) == common(b, a) == length


def test_full_attention_is_cut_anywhere():
    assert all(Mark(100, 0).reaches(n, 0, recurrent=False) for n in (0, 1, 57, 100))
    assert not Mark(100, 0).reaches(101, 0, recurrent=False)


def test_a_window_is_cut_as_far_as_the_next_token_sees():
    mark = Mark(3000, 1976)
    reached = [n for n in range(3001) if mark.reaches(n, 512, recurrent=False)]
    assert reached == list(range(2488, 3001))
    assert Mark(300, 0).reaches(0, 512, recurrent=False)


def test_a_recurrent_state_is_never_cut():
    reached = [n for n in range(11) if Mark(10, 9).reaches(n, 0, recurrent=True)]
    assert reached == [10]


def test_a_copy_that_reaches_is_used_and_else_the_longest_before():
    points = Checkpoints(512, recurrent=False)
    points.add(copy(1000, 0))
    points.add(copy(2000, 976))
    mark = Mark(3000, 1976)
    assert points.way(mark, 2600) == Way(2600)
    assert points.way(mark, 1900) == Way(1900, points.copies[1])
    assert points.way(mark, 1200) == Way(1000, points.copies[0])
    assert points.way(mark, 700) == Way(700, points.copies[0])
    assert points.way(Mark(3000, 1976), 2200) == Way(2000, points.copies[1])


def test_recurrent_copies_reach_exactly_where_they_were_made():
    points = Checkpoints(0, recurrent=True, copies=[copy(10, 9), copy(20, 19)])
    assert points.way(Mark(30, 29), 30) == Way(30)
    assert points.way(Mark(30, 29), 29) == Way(20, points.copies[1])
    assert points.way(Mark(30, 29), 15) == Way(10, points.copies[0])
    assert points.way(Mark(30, 29), 5) == Way(0)


def test_few_are_kept_and_those_that_read_most():
    points = Checkpoints(512, recurrent=False)
    for length in (500, 100, 400, 200, 300, 500):
        points.add(copy(length))
    assert [c.mark.length for c in points.copies] == [300, 400, 500]
    points.add(State(Mark(600, 0), bytearray((256 << 20) - 15)))
    assert [c.mark.length for c in points.copies] == [500, 600]


def test_text_that_goes_on_differently_shortens_or_drops_copies():
    points = Checkpoints(512, recurrent=False, copies=[copy(1000, 0), copy(3000, 1976)])
    points.cut(2600)
    assert [c.mark for c in points.copies] == [Mark(1000, 0), Mark(2600, 1976)]
    points.cut(2000)
    assert [c.mark for c in points.copies] == [Mark(1000, 0)]
    recurrent = Checkpoints(0, recurrent=True, copies=[copy(10, 9), copy(20, 19)])
    recurrent.cut(15)
    assert [c.mark.length for c in recurrent.copies] == [10]


def test_full_attention_needs_none():
    assert not Checkpoints(0, recurrent=False).needed
    assert Checkpoints(1, recurrent=False).needed
    assert Checkpoints(0, recurrent=True).needed
