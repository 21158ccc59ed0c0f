"""How attention is computed on processors: plainly, in parts whose scores take little memory.

llama.cpp 0c1e57098 writes at depth 2,500 half as fast with fused attention (measured: SmolLM2 135M
12 against 28 tokens a second on one thread; Gemma 3 270M, mostly windows, 22 against 21), and with
it the number of threads changes the last digits of all numbers. Knows no llama.cpp.
"""

from __future__ import annotations

from typing import Final

N_BATCH: Final = 256
"""Tokens read at once, unless a tuning says otherwise: as fast as more of them, and in half the
memory of 512."""
_LEAST: Final = 32
_MOST: Final = 512 << 20
_FLOAT: Final = 4


def part_size(heads: int, n_ctx: int, n_batch: int) -> int:
    """Tokens of a batch to compute at once: all, or a half as often halved as its scores need to
    fit; not below 32, where reading becomes slow."""
    while n_batch >= 2 * _LEAST and heads * n_ctx * n_batch * _FLOAT > _MOST:
        n_batch //= 2
    return n_batch


def longest(heads: int, n_batch: int) -> int:
    """Most tokens of context for which `part_size` gives `n_batch`, above the least."""
    return _MOST // (max(heads, 1) * n_batch * _FLOAT)


def part_sizes(n_batch: int) -> tuple[int, ...]:
    """All that `part_size` may give, the largest first."""
    sizes = [n_batch]
    while sizes[-1] >= 2 * _LEAST:
        sizes.append(sizes[-1] // 2)
    return tuple(sizes)


def scores_size(heads: int, n_ctx: int, n_batch: int = N_BATCH) -> int:
    """Bytes of the scores of such a part: what each of its tokens makes of each token before."""
    return heads * n_ctx * part_size(heads, n_ctx, n_batch) * _FLOAT
