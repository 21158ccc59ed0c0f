"""The log of batches: written run by run, cut when tokens are taken back, and read again."""

import random

import pytest

from engine.errors import Bug
from engine.worker.batches import Batch, BatchLog, batch_end, batches, total


def made(*steps):
    """The log after these steps: a number reads a batch, a negative one takes tokens back."""
    log = BatchLog()
    for step in steps:
        log.read(step) if step > 0 else log.drop(-step)
    return log.log()


def test_equal_batches_are_one_run():
    assert made(512, 512, 300, 1, 1, 1) == ((512, 2), (300, 1), (1, 3))
    assert total(made(512, 512, 300, 1, 1, 1)) == 1327


def test_what_is_taken_back_whole_is_forgotten():
    assert made(512, 300, 1, 1, 1, -2) == ((512, 1), (300, 1), (1, 1))
    assert made(512, 300, 1, 1, 1, -303) == ((512, 1),)
    assert made(8, 8, 8, -16) == ((8, 1),)
    assert made(8, -8) == ()


def test_a_batch_that_was_cut_keeps_its_size():
    # Its numbers are those of a batch of 300, also when 88 of them are left.
    assert made(512, 300, 1, 1, -214) == ((512, 1), (300, 1), (-212, 1))
    assert made(4, -2, 4, -1) == ((4, 1), (-2, 1), (4, 1), (-1, 1))
    assert made(8, 8, 8, -4) == ((8, 2), (8, 1), (-4, 1))
    assert list(batches(made(4, -2, 4, -1, 1), 512)) == [Batch(4, 2), Batch(4, 3), Batch(1, 1)]


def test_a_cut_batch_can_be_cut_again():
    assert made(8, -2, -3) == ((8, 1), (-5, 1))
    assert made(8, -2, -6) == ()
    assert made(8, -2, 1, -4) == ((8, 1), (-5, 1))
    assert made(8, -5, 8, -9) == ((8, 1), (-6, 1))


def test_a_log_is_read_as_it_was_written():
    chance = random.Random(7)
    for _ in range(300):
        log, there = BatchLog(), 0
        for _ in range(30):
            if there and chance.random() < 0.4:
                gone = chance.randint(1, there)
                log.drop(gone)
                there -= gone
            else:
                size = chance.choice((1, 1, 4, 8, 512, 37))
                log.read(size)
                there += size
            assert total(log.log()) == there
            read = batches(log.log(), 512)
            assert read is not None
            assert sum(batch.kept for batch in read) == there
            assert BatchLog(log.log()).log() == log.log()


def test_more_than_was_read_cannot_be_taken_back():
    with pytest.raises(Bug):
        made(4, -5)


@pytest.mark.parametrize(
    "log",
    [
        ((513, 1),),
        ((0, 1),),
        ((4, 0),),
        ((4, -1),),
        ((-1, 1),),
        ((4, 1), (-4, 1)),
        ((4, 1), (-1, 2)),
        ((4, 1), (-1, 1), (-1, 1)),
    ],
)
def test_what_is_no_log_is_not_repeated(log):
    assert batches(log, 512) is None


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (0, 1000, 256),
        (2, 1000, 256),  # not 258, whose last two tokens would take a block of their own
        (128, 1000, 256),
        (129, 1000, 385),  # a batch of less than half is not worth it
        (512, 768, 768),
        (2, 258, 258),  # the last one ends where the text does
        (2, 200, 200),
    ],
)
def test_a_batch_ends_where_a_block_of_the_memory_does(start, length, end):
    assert batch_end(start, 256, length) == end
