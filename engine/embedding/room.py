"""How much memory an embedder needs, on the safe side. Knows nothing of what else runs."""

from __future__ import annotations

from typing import Final

from engine.gguf import Gguf

_PROCESS: Final = 64 << 20
_PER_TOKEN: Final = 800
"""Of the vocabulary. A unigram one is kept as a tree (measured: 700 bytes a token)."""
_FLOAT: Final = 4
_HALF: Final = 2


def needed(file: Gguf, n_tokens: int) -> int:
    """Bytes for an embedder that reads `n_tokens` at once: weights, vocabulary, its sums, which
    weigh every token against every other, and the logits llama.cpp makes room for."""
    widths = 4 * file.n_embd + 2 * file.n_ff
    attention = max(file.n_head, 1) * n_tokens * n_tokens * _FLOAT
    cache = sum(file.kv_heads) * (file.key_length + file.value_length) * _HALF * n_tokens
    compute = n_tokens * (widths + file.n_vocab) * _FLOAT + attention + cache
    return file.weights_size + _PROCESS + file.n_vocab * _PER_TOKEN + compute
