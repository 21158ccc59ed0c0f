"""Plain attention as long as the scores of a batch fit."""

from engine.attention import N_BATCH, is_plain, scores_size


def test_the_size_of_scores():
    assert scores_size(heads=32, n_ctx=8192) == 32 * 8192 * N_BATCH * 4
    assert scores_size(heads=32, n_ctx=8192, n_batch=128) == 32 * 8192 * 128 * 4


def test_plain_while_it_fits():
    assert is_plain(heads=9, n_ctx=8192)
    assert is_plain(heads=32, n_ctx=16384)
    assert not is_plain(heads=32, n_ctx=16384 + 256)
    assert is_plain(heads=32, n_ctx=32768, n_batch=128)
