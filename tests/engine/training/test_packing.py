"""Examples in passes: all of them, none cut, and each with positions of its own."""

from array import array

import torch

from engine.training.batch import batch
from engine.training.packing import Pass, Row, pack


def row(length, answer=2):
    """Tokens 100, 101, ... of which the last but one `answer` are learnt."""
    trained = [False] * (length - answer - 1) + [True] * answer + [False]
    return Row(array("i", range(100, 100 + length)), bytes(trained))


def test_a_row_is_read_up_to_what_is_learnt_last():
    assert row(6).used == 4
    assert row(6).count == 2
    assert Row(array("i", [5, 6]), bytes([1, 0])).count == 0


def test_every_row_is_in_one_pass_and_none_is_too_long():
    rows = [row(length) for length in (30, 5, 9, 14, 70, 22, 7, 7, 31, 4)]
    passes = pack(rows, 40, seed=3)
    assert sorted(len(r.tokens) for p in passes for r in p.rows) == sorted(
        len(r.tokens) for r in rows
    )
    assert all(p.length <= 40 or len(p.rows) == 1 for p in passes)
    assert len(passes) <= 6
    assert [p.number for p in passes] == list(range(len(passes)))


def test_the_same_seed_packs_alike_and_another_does_not():
    rows = [row(length) for length in range(4, 40)]
    assert pack(rows, 64, seed=1) == pack(rows, 64, seed=1)
    assert pack(rows, 64, seed=1) != pack(rows, 64, seed=2)


def test_rows_without_anything_to_learn_are_left_out():
    assert pack([Row(array("i", [1, 2, 3]), bytes(3))], 64, seed=0) == []


def test_a_pass_as_tensors():
    made = batch(Pass(0, (row(6), row(4, answer=1))), torch.device("cpu"))
    assert made.tokens.tolist() == [100, 101, 102, 103, 100, 101]
    assert made.positions.tolist() == [0, 1, 2, 3, 0, 1]
    assert made.segments.tolist() == [0, 0, 0, 0, 1, 1]
    assert made.places.tolist() == [2, 3, 5]
    assert made.targets.tolist() == [103, 104, 102]


def test_shares_are_all_rows_once_and_about_equal():
    whole = Pass(1, tuple(row(length) for length in (30, 20, 12, 9, 5)))
    shares = [whole.share(rank, 2) for rank in range(2)]
    assert sorted(len(r.tokens) for s in shares for r in s.rows) == [5, 9, 12, 20, 30]
    assert abs(shares[0].length - shares[1].length) <= 5
    assert whole.share(0, 1) is whole
    assert [Pass(0, (row(9),)).share(rank, 2) is None for rank in range(2)] == [False, True]
    assert [Pass(1, (row(9),)).share(rank, 2) is None for rank in range(2)] == [True, False]
