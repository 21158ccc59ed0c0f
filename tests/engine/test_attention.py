"""Batches are computed in parts where their scores would take too much memory."""

import pytest

from engine.attention import N_BATCH, longest, part_size, part_sizes, scores_size


@pytest.mark.parametrize(
    ("heads", "n_ctx", "n_batch", "part"),
    [
        (9, 8192, 256, 256),
        (32, 8192, 512, 512),
        (32, 16384, 512, 256),
        (32, 65536, 256, 64),
        (64, 131_072, 256, 32),
        (64, 1 << 20, 256, 32),
        (64, 1 << 20, 16, 16),
    ],
)
def test_parts_are_as_large_as_fits(heads: int, n_ctx: int, n_batch: int, part: int):
    assert part_size(heads, n_ctx, n_batch) == part


def test_the_size_of_scores_never_shrinks_by_much():
    assert scores_size(heads=32, n_ctx=8192) == 32 * 8192 * N_BATCH * 4
    assert max(scores_size(32, n) for n in range(256, 131_072, 256)) <= 512 << 20


def test_the_longest_context_for_each_part():
    assert part_sizes(256) == (256, 128, 64, 32)
    for n_batch in part_sizes(256)[:-1]:
        most = longest(32, n_batch)
        assert part_size(32, most, 256) == n_batch
        assert part_size(32, most + 1, 256) == n_batch // 2
