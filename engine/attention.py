"""How attention is computed where Puna chooses: plain while its scores fit, else fused.

On processors llama.cpp 0c1e57098 writes at depth 2,500 half as fast with fused attention (measured:
SmolLM2 135M 12 against 28 tokens a second on one thread; Gemma 3 270M, mostly windows, 22 against
21), and with it the number of threads changes the last digits of all numbers. Plain attention needs
memory for the scores of a batch. Knows no llama.cpp.
"""

from __future__ import annotations

from typing import Final

N_BATCH: Final = 256
"""Tokens read at once, unless a tuning says otherwise: as fast as more of them, and in half the
memory of 512."""
_MOST: Final = 512 << 20
_FLOAT: Final = 4


def scores_size(heads: int, n_ctx: int, n_batch: int = 0) -> int:
    """Bytes of the scores of a batch: what each of its tokens makes of each token before."""
    return heads * n_ctx * (n_batch or N_BATCH) * _FLOAT


def is_plain(heads: int, n_ctx: int, n_batch: int = 0) -> bool:
    """Whether a processor is to compute attention plainly."""
    return scores_size(heads, n_ctx, n_batch) <= _MOST
