"""Which kept state is taken, and which gives way."""

import pytest

from engine.worker.checkpoints import Checkpoints
from engine.worker.reach import Mark, State
from engine.worker.warm import Kept, Kind, Warm, spares

KIND = Kind("model")


def kept(tokens, chat="chat", size=100, kind=KIND, window=0, oldest=0, cost=1.0):
    return Kept(
        kind,
        chat,
        list(tokens),
        ((1, len(tokens)),),
        (),
        State(Mark(len(tokens), oldest), bytearray(size)),
        Checkpoints(window, recurrent=False),
        cost,
    )


def warm(room=1000):
    return Warm(lambda _used: room)


def test_the_longest_common_beginning_is_taken_but_never_the_last_token():
    one = warm()
    first, second = kept(range(50), "a"), kept([*range(30), *range(100, 200)], "b")
    one.add(first)
    one.add(second)
    assert one.best(KIND, list(range(60))) == (first, 50)
    assert one.best(KIND, list(range(50))) == (first, 49)
    assert one.best(KIND, [*range(30), 100, 101, 7]) == (second, 32)
    assert one.best(KIND, [7, 8]) == (None, 0)


@pytest.mark.parametrize("kind", [Kind("other"), Kind("model", "adapter*1.0")])
def test_other_kinds_are_of_no_use(kind):
    one = warm()
    one.add(kept(range(50)))
    assert one.best(kind, list(range(60))) == (None, 0)


def test_a_window_takes_only_what_it_can_go_back_to():
    one = warm()
    one.add(kept(range(3000), window=512, oldest=1976))
    assert one.best(KIND, [*range(2900), -1, -2])[1] == 2900
    assert one.best(KIND, [*range(2000), -1, -2]) == (None, 0)


def test_what_was_used_longest_ago_gives_way():
    one = warm(room=300)
    states = [kept([n] * 300, str(n)) for n in range(3)]
    for state in states:
        assert one.make_room(state.size)
        one.add(state)
    one.use(states[0])
    assert one.make_room(150)
    assert one.kept == (states[0],)


def test_what_never_fits_drops_nothing():
    one = warm(room=300)
    one.add(kept(range(10)))
    assert not one.make_room(301)
    assert len(one.kept) == 1


def test_a_longer_state_stands_for_the_older_one_of_its_chat():
    one = warm()
    one.add(kept(range(400)))
    one.add(kept(range(400), "other"))
    one.add(kept(range(500)))
    assert [len(state.tokens) for state in one.kept] == [400, 500]
    one.add(kept([*range(100), *range(9000, 9700)]))
    assert [len(state.tokens) for state in one.kept] == [400, 500, 800]


def test_a_branch_that_spares_much_is_kept_beside_another():
    assert spares(kept(range(300)), kept([*range(200), *range(900, 1000)]))
    assert not spares(kept(range(1000)), kept([*range(200), *range(2000, 3000)]))
    assert not spares(kept(range(1000)), kept([5, 6]))
    assert not spares(kept(range(1000), "other"), kept(range(900)))


def test_forgotten_chats_leave_and_stay_away_until_they_are_asked_again():
    one = warm()
    one.add(kept(range(10), "a"))
    one.add(kept(range(20), "b"))
    one.add(kept(range(30), ""))
    one.forget(["a", ""])
    assert [state.chat for state in one.kept] == ["b", ""]
    one.add(kept(range(40), "a"))
    assert [state.chat for state in one.kept] == ["b", ""]
    assert one.is_forgotten("a")
    one.remember("a")
    one.add(kept(range(40), "a"))
    assert [state.chat for state in one.kept] == ["b", "", "a"]


def test_a_note_has_the_marks_and_no_copies():
    state = kept(range(3000), window=512, oldest=1976)
    state.checkpoints.add(State(Mark(1000, 0), bytearray(50)))
    note = state.without_copies()
    assert (state.size, note.size) == (150, 0)
    assert note.reach(list(range(900))) == state.reach(list(range(900))) == 899
    assert note.is_like(state)
